import type { OptionSpec } from '../command.ts';

/** Options with one meaning everywhere; each stands before or after a command's words. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '-p, --profile <name>', description: 'the profile (the same as PROFILE)' },
  { flags: '--json', description: 'print JSON (docs/json.md)' },
  { flags: '--region <region>', description: 'the region of the calls and of the result' },
  { flags: '-d, --duration <time>', description: 'how long the last role’s session lasts: 15m, 1h, 900' },
  { flags: '--role-arn <arn>', description: 'assume one more role on top of the profile' },
  { flags: '--session-name <name>', description: 'role session name of the last role' },
  { flags: '-t, --mfa-token <code>', description: 'the MFA code, instead of being asked' },
  { flags: '--no-mfa-session', description: 'send the MFA code with the role itself' },
  { flags: '--refresh', description: 'ignore what is cached' },
  { flags: '--no-cache', description: 'neither read nor write what is cached' },
  { flags: '--min-ttl <time>', description: 'refuse credentials with less life left' },
  { flags: '--read-only', description: 'narrow the last role to ReadOnlyAccess' },
  { flags: '--policy <json>', description: 'session policy of the last role' },
  { flags: '--policy-arn <arn>', description: 'managed session policy (repeatable)', many: true },
  { flags: '--tag <key=value>', description: 'session tag (repeatable)', many: true },
  { flags: '--transitive-tag <key>', description: 'a tag that stays on later hops (repeatable)', many: true },
  { flags: '--source-identity <name>', description: 'source identity of the last role' },
  { flags: '--no-browser', description: 'show the sign-in address instead of opening it' },
  { flags: '--device-code', description: 'sign in with a code on any device' },
  { flags: '--use-device-code', description: 'the same, as the AWS CLI spells it' },
  { flags: '--no-input', description: 'never ask; exit 4 instead' },
  { flags: '-q, --quiet', description: 'no summary' },
  { flags: '-v, --verbose', description: 'say what is done' },
  { flags: '--debug', description: 'say every call (redacted)' },
];
