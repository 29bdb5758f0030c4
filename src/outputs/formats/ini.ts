import { AwscredError } from '../../errors.ts';
import { valueOf, type Output, type Statements } from '../output.ts';
import { unsafeOutput } from '../unsafe-output.ts';

/** A section for `~/.aws/credentials`, named after the profile. */
export const ini: Output = {
  name: 'ini',
  undoes: false,
  render(statements) {
    const lines = KEYS.flatMap(([key, variable]) => {
      const value = checkedValue(statements, variable);
      return value === null ? [] : [`${key} = ${value}\n`];
    });
    return `[${sectionName(statements)}]\n${lines.join('')}`;
  },
  failure: () => '',
  evalLine: (command) => command,
};

const KEYS = [
  ['aws_access_key_id', 'AWS_ACCESS_KEY_ID'],
  ['aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY'],
  ['aws_session_token', 'AWS_SESSION_TOKEN'],
  ['aws_account_id', 'AWS_ACCOUNT_ID'],
  ['region', 'AWS_REGION'],
] as const;

/** The readers of AWS's files differ in names with brackets, comment signs, quotes and outer blanks. */
function sectionName(statements: Statements): string {
  const name = valueOf(statements, 'AWSCRED_PROFILE') ?? '';
  if (!/^[^\x00-\x1F\x7F[\]#;"'\\]+$/.test(name) || name.trim() !== name) {
    throw new AwscredError('UNSAFE_OUTPUT', "the profile's name cannot be written in a section header", {
      hints: ['use another output: -o json holds any text'],
    });
  }
  return name;
}

/** Values without what some reader takes for a comment, a quotation or padding. */
function checkedValue(statements: Statements, name: string): string | null {
  const variable = statements.set.find((candidate) => candidate.name === name);
  if (variable === undefined) {
    return null;
  }
  if (!/^[!-~]+$/.test(variable.value) || /[#;"'\\]/.test(variable.value)) {
    throw unsafeOutput('ini', variable, 'a character that cannot be in such a file');
  }
  return variable.value;
}
