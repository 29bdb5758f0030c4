import type { Command } from './command.ts';
import { namesOf, type OptionSpec } from './option.ts';

/** An option with one meaning wherever it is taken; it stands before or after a command's words. */
interface SharedOption extends OptionSpec {
  /** Names of the commands to which it means something; null: all. */
  readonly takenBy: readonly string[] | null;
}

/** They hand out credentials, or use them. */
const OBTAINING = ['assume', 'process', 'exec', 'whoami', 'console', 'share'];
/** They ask for a sign-in where one is needed. */
const SIGNING_IN = [...OBTAINING, 'login'];
/** They follow a plan: what shapes the plan means the same to each. */
const PLANNING = [...SIGNING_IN, 'explain'];
/** What is asked for may have no profile in any file. */
const WITHOUT_PROFILE = [...OBTAINING, 'explain'];
/** They hand out credentials, which may be less than the profile has. */
const NARROWING = ['assume', 'process', 'exec', 'console', 'share'];
const NAMING_A_PROFILE = [...PLANNING, 'logout'];

const ARN = { kind: 'text', shown: 'arn' } as const;
const NAME = { kind: 'text', shown: 'name' } as const;
const TIME = { kind: 'time', shown: 'time' } as const;

/** THE TABLE of shared options, and of which command takes which. */
export const SHARED_OPTIONS: readonly SharedOption[] = [
  {
    name: 'profile',
    short: 'p',
    value: { kind: 'profile', shown: 'name' },
    about: 'the profile (the same as PROFILE)',
    takenBy: [...NAMING_A_PROFILE, 'log'],
  },
  {
    name: 'region',
    value: { kind: 'region', shown: 'region' },
    about: 'the region of the calls and of the result',
    takenBy: PLANNING,
  },
  {
    name: 'duration',
    short: 'd',
    value: TIME,
    about: 'how long the last role’s credentials last: 15m, 1h, 900',
    takenBy: PLANNING,
  },
  {
    name: 'role-arn',
    value: ARN,
    about: 'assume one more role on top of the profile',
    takenBy: PLANNING,
  },
  {
    name: 'web-identity',
    value: { kind: 'text', shown: 'provider' },
    about: 'without a profile: a CI’s token for --role-arn (docs/ci.md)',
    takenBy: WITHOUT_PROFILE,
  },
  {
    name: 'web-identity-audience',
    value: { kind: 'text', shown: 'audience' },
    about: 'audience of that token',
    takenBy: WITHOUT_PROFILE,
  },
  { name: 'from-env', about: 'without a profile: AWS_ROLE_ARN and its token file', takenBy: WITHOUT_PROFILE },
  {
    name: 'external-id',
    value: { kind: 'text', shown: 'id' },
    about: 'external id of the last role',
    takenBy: PLANNING,
  },
  {
    name: 'allowed-account-ids',
    value: { kind: 'text', shown: 'ids' },
    about: 'fail unless the credentials are of one of these accounts',
    takenBy: OBTAINING,
  },
  {
    name: 'session-name',
    value: NAME,
    about: 'role session name of the last role',
    takenBy: PLANNING,
  },
  {
    name: 'mfa-token',
    short: 't',
    value: { kind: 'text', shown: 'code' },
    about: 'the MFA code, instead of a prompt',
    takenBy: [...SIGNING_IN, 'keys rotate', 'keys audit'],
  },
  {
    name: 'saml-response',
    value: { kind: 'text', shown: 'file' },
    about: 'the response that a SAML page posts to AWS; - for stdin',
    takenBy: SIGNING_IN,
  },
  { name: 'no-mfa-session', about: 'send the MFA code in AssumeRole itself', takenBy: PLANNING },
  { name: 'refresh', about: 'ignore cached credentials', takenBy: OBTAINING },
  {
    name: 'no-cache',
    about: 'do not read or write the cache',
    takenBy: [...OBTAINING, 'explain'],
  },
  { name: 'min-ttl', value: TIME, about: 'fail if credentials expire sooner than this', takenBy: OBTAINING },
  { name: 'read-only', about: 'narrow to what only reads', takenBy: PLANNING },
  {
    name: 'policy',
    value: { kind: 'text', shown: 'json' },
    about: 'narrow by a session policy',
    takenBy: PLANNING,
  },
  {
    name: 'policy-arn',
    value: ARN,
    about: 'managed session policy (repeatable)',
    many: true,
    takenBy: PLANNING,
  },
  {
    name: 'scope',
    value: { kind: 'text', shown: 'scope' },
    about: 'narrow to a scope, or a policy in FILE.json (repeatable; docs/narrow.md)',
    many: true,
    takenBy: [...NARROWING, 'explain'],
  },
  {
    name: 'reason',
    value: { kind: 'text', shown: 'text' },
    about: 'why, for CloudTrail and the audit trail; needs a scope',
    takenBy: NARROWING,
  },
  {
    name: 'tag',
    value: { kind: 'text', shown: 'key=value' },
    about: 'session tag (repeatable)',
    many: true,
    takenBy: PLANNING,
  },
  {
    name: 'transitive-tag',
    value: { kind: 'text', shown: 'key' },
    about: 'tag passed on to later hops (repeatable)',
    many: true,
    takenBy: PLANNING,
  },
  { name: 'source-identity', value: NAME, about: 'source identity of the last role', takenBy: PLANNING },
  { name: 'no-browser', about: 'show the sign-in address instead of opening it', takenBy: SIGNING_IN },
  { name: 'device-code', about: 'sign in with a code on any device', takenBy: SIGNING_IN },
  { name: 'use-device-code', about: 'same as --device-code', takenBy: SIGNING_IN },
  // How it talks means something to every command: each can fail, warn or ask for a passphrase.
  { name: 'json', about: 'print JSON (docs/json.md)', takenBy: null },
  { name: 'no-input', about: 'never ask; exit 4 instead', takenBy: null },
  { name: 'quiet', short: 'q', about: 'print no summary', takenBy: null },
  { name: 'verbose', short: 'v', about: 'report each step', takenBy: null },
  { name: 'debug', about: 'report every call (redacted)', takenBy: null },
];

/** All that a command takes: its own first. */
export function optionsTakenBy({ name, options }: Command): readonly OptionSpec[] {
  return [...options, ...SHARED_OPTIONS.filter(({ takenBy }) => takenBy?.includes(name) !== false)];
}

/** Names of the commands that take an option, under any of its names. */
export function takersOf(given: string, commands: readonly Command[]): readonly string[] {
  return commands
    .filter((command) => optionsTakenBy(command).some((spec) => namesOf(spec).includes(given)))
    .map(({ name }) => name);
}
