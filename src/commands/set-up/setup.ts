import type { Command } from '../command.ts';

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
    'KIND is sso, role, keys, google or github. Questions are asked on the terminal; each has an option. Every other byte of the file stays, and a copy of it is kept. The profile is then tested with GetCallerIdentity.',
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
    { name: 'role-arn', value: { kind: 'text', shown: 'arn' }, about: 'role, google, github: the role' },
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
    { name: 'google-idp-id', value: { kind: 'text', shown: 'id' }, about: 'google: the identity provider' },
    { name: 'google-sp-id', value: { kind: 'text', shown: 'id' }, about: 'google: the service provider' },
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

  run: async (input, app) => (await import('./setup-outcome.ts')).setUpOutcome(input, app, QUESTIONS),
};

const QUESTIONS = setupCommand.options.filter(({ value }) => value !== undefined);
