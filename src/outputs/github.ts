import { Secret } from '../core/secret.ts';
import { AwscredError } from '../errors.ts';
import type { Exports } from './output.ts';

/** What `assume -o github` leaves behind, in the order in which it is to be written. */
export interface GithubExport {
  /** Commands on stdout that hide the secrets in everything the job prints from then on. */
  readonly masks: string;
  /** Lines for the file that `GITHUB_ENV` names. */
  readonly env: string;
  /** Lines for the file that `GITHUB_OUTPUT` names. */
  readonly output: string;
}

interface GithubInput {
  readonly exports: Exports;
  /** Random: no value can end its own line with it. */
  readonly delimiter: string;
  /** The variables of the job as it is now: one that is to go and is there is emptied, since nothing removes it. */
  readonly get: (name: string) => string | null;
  readonly masksAccount: boolean;
  /** Whether the credentials are outputs of the step too; the account's number always is. */
  readonly outputsCredentials: boolean;
}

/** GitHub's workflow commands and environment files, values in the form that takes any of them. */
export function githubExport(input: GithubInput): GithubExport {
  const { exports, delimiter, get } = input;
  const set = exports.set.map(({ name, value }) => [name, clear(value)] as const);
  const known = new Map(set);
  const gone = exports.unset.filter((name) => get(name) !== null && !known.has(name));
  const emptied = gone.map((name) => [name, ''] as const);
  const outputs = OUTPUTS.flatMap(([output, name, isSecret]) => {
    const value = known.get(name);
    return value === undefined || (isSecret && !input.outputsCredentials) ? [] : [[output, value] as const];
  });
  const masked = [...SECRETS, ...(input.masksAccount ? ['AWS_ACCOUNT_ID'] : [])];
  return {
    masks: masked
      .flatMap((name) => known.get(name) ?? [])
      .map(mask)
      .join(''),
    env: [...emptied, ...set].map((pair) => heredoc(pair, delimiter)).join(''),
    output: outputs.map((pair) => heredoc(pair, delimiter)).join(''),
  };
}

const SECRETS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** As aws-actions/configure-aws-credentials names them. */
const OUTPUTS: readonly (readonly [output: string, variable: string, isSecret: boolean])[] = [
  ['aws-account-id', 'AWS_ACCOUNT_ID', false],
  ['aws-access-key-id', 'AWS_ACCESS_KEY_ID', true],
  ['aws-secret-access-key', 'AWS_SECRET_ACCESS_KEY', true],
  ['aws-session-token', 'AWS_SESSION_TOKEN', true],
  ['aws-expiration', 'AWS_CREDENTIAL_EXPIRATION', true],
];

function clear(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value;
}

/** A workflow command takes one line: GitHub decodes these three. */
function mask(value: string): string {
  const line = value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return `::add-mask::${line}\n`;
}

function heredoc([name, value]: readonly [string, string], delimiter: string): string {
  if (value.includes(delimiter) || value.includes('\0')) {
    throw new AwscredError('UNSAFE_OUTPUT', `${name} has a value that GITHUB_ENV cannot hold`);
  }
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
