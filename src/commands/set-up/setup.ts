import { printable, pasteable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { KINDS, type Kind } from '../../flow/set-up/guided/kinds.ts';
import type { SetupDone } from '../../flow/set-up/guided/setup.ts';
import { outputNamed } from '../../outputs/index.ts';
import type { App } from '../app.ts';
import { json, page, product, type Command, type Input, type Outcome } from '../command.ts';
import { text, type Options } from '../argv/request.ts';

const NAME = { kind: 'text', shown: 'name' } as const;
const REGION = { kind: 'region', shown: 'region' } as const;

export const setupCommand: Command = {
  name: 'setup',
  aliases: [],
  group: 'Set up',
  words: '[kind]',
  takesProfile: false,
  wordValues: [{ kind: 'choice', shown: 'kind', choices: ['sso', 'role', 'keys'] }],
  asks: 'command',
  summary: 'write a profile into ~/.aws/config with you',
  details:
    'KIND is sso, role or keys. Questions are asked on the terminal; each has an option. Every other byte of the file stays, and a copy of it is kept. The profile is then tested with GetCallerIdentity.',
  options: [
    { name: 'profile', short: 'p', value: NAME, about: 'name of the new profile' },
    { name: 'start-url', value: { kind: 'text', shown: 'url' }, about: 'sso: address of the access portal' },
    { name: 'sso-region', value: REGION, about: 'sso: region of IAM Identity Center' },
    { name: 'session', value: NAME, about: 'sso: name of the [sso-session] to use or to make' },
    {
      name: 'account',
      value: { kind: 'text', shown: 'number' },
      about: 'sso: the account, by number or name',
    },
    { name: 'role', value: NAME, about: 'sso: the permission set' },
    { name: 'role-arn', value: { kind: 'text', shown: 'arn' }, about: 'role: the role to assume' },
    {
      name: 'source-profile',
      value: { kind: 'profile', shown: 'name' },
      about: 'role: the profile that assumes it',
    },
    {
      name: 'mfa-serial',
      value: { kind: 'text', shown: 'device' },
      about: 'role, keys: the MFA device, where a code is needed',
    },
    { name: 'external-id', value: { kind: 'text', shown: 'id' }, about: 'role: the external id it wants' },
    { name: 'access-key-id', value: { kind: 'text', shown: 'id' }, about: 'keys: the access key id' },
    { name: 'stdin', about: 'keys: read `ACCESS_KEY_ID SECRET` from stdin' },
    { name: 'region', value: REGION, about: 'region of the profile' },
    { name: 'replace', about: 'replace a profile of that name' },
    { name: 'dry-run', about: 'print the change as a diff and write nothing' },
    { name: 'no-test', about: 'do not try the profile' },
  ],
  examples: [
    ['awscred setup', 'asks for all it needs'],
    ['awscred setup sso --start-url https://acme.awsapps.com/start', ''],
    ['awscred setup role --role-arn arn:aws:iam::444455556666:role/Admin', 'behind a profile'],
  ],

  async run(input, app) {
    const { setUp } = await import('../../flow/set-up/guided/setup.ts');
    const isStdin = input.options['stdin'] === true;
    const done = await setUp(app.run, {
      kind: kindOf(input),
      options: given(input.options),
      editor: await app.awsFileEditor(),
      dryRun: input.options['dryRun'] === true,
      test: input.options['test'] !== false,
      stdin: isStdin ? app.readStdin() : null,
    });
    return input.options['dryRun'] === true ? diffs(done) : outcome(done, input, app);
  },
};

function kindOf({ words }: Input): Kind | null {
  const [word] = words;
  const kind = KINDS.find(([name]) => name === word)?.[0];
  if (word !== undefined && kind === undefined) {
    throw new AwscredError('USAGE', `there is nothing named ${printable(word, 40)} to set up`, {
      hints: KINDS.map(([name, about]) => `awscred setup ${name}: ${about}`),
    });
  }
  return kind ?? null;
}

const QUESTIONS = setupCommand.options.filter(({ value }) => value !== undefined);

/** The answers that the command line gives, under their long names. */
function given(options: Options): ReadonlyMap<string, string> {
  const pairs = QUESTIONS.map(({ name }) => {
    const key = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [name, text(options, key)] as const;
  });
  const replace = options['replace'] === true ? ([['replace', 'yes']] as const) : [];
  return new Map([...pairs.filter((pair): pair is [string, string] => pair[1] !== null), ...replace]);
}

async function diffs({ changes }: SetupDone): Promise<Outcome> {
  const texts: string[] = [];
  for (const change of changes) {
    texts.push(await change.diff());
  }
  return page(texts.join(''));
}

function outcome({ profile, changes, identity }: SetupDone, input: Input, app: App): Outcome {
  const { report } = app.run.ports;
  const who = identity === null ? 'not tested' : printable(identity.arn, 200);
  const command = pasteable('awscred assume', profile, 'PROFILE');
  report.done(`${printable(profile, 80)}: ${who}`);
  report.hint(`use it: ${outputNamed(app.shellSyntax()).evalLine(command)}`);
  if (!input.json) {
    return product('');
  }
  const { accountId = null, arn = null } = identity ?? {};
  const files = changes.map(({ path, backup }) => ({ path, backup }));
  return json({ version: 1, profile, files, account: accountId, arn });
}
