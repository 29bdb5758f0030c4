import { mfaCodeIn } from '../../core/plan/mfa-device.ts';
import type { Job, Request } from '../../core/plan/request.ts';
import { printable } from '../../core/text/printable.ts';
import { Secret } from '../../core/secret.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { parseDuration } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';

/** What the command itself says of a request. */
type RequestCommand = Pick<Request, 'purpose' | 'asking'>;

export type Options = Readonly<Record<string, unknown>>;

/** Options → what is asked of a plan. Throws USAGE for a value of the wrong form. */
export function toRequest(options: Options, settings: Settings, command: RequestCommand): Request {
  const job = jobOf(options);
  return {
    region: text(options, 'region'),
    duration: seconds(options, 'duration', '--duration'),
    job,
    roleArn: job?.kind === 'options' ? null : text(options, 'roleArn'),
    sessionName: text(options, 'sessionName'),
    externalId: text(options, 'externalId'),
    sourceIdentity: text(options, 'sourceIdentity'),
    tags: many(options, 'tag').map(tag),
    transitiveTags: many(options, 'transitiveTag'),
    policy: text(options, 'policy'),
    policyArns: many(options, 'policyArn'),
    readOnly: options['readOnly'] === true,
    scopes: many(options, 'scope'),
    reason: reasonIn(options),
    allowedAccountIds: accounts(options),
    mfaToken: mfaToken(options),
    samlResponse: text(options, 'samlResponse'),
    mfaSession: options['mfaSession'] !== false && settings.mfaSession,
    refresh: options['refresh'] === true,
    noCache: options['cache'] === false,
    minTtl: seconds(options, 'minTtl', '--min-ttl'),
    waitTimeout: settings.waitTimeout,
    noBrowser: options['browser'] === false,
    deviceCode: options['deviceCode'] === true || options['useDeviceCode'] === true,
    purpose: command.purpose,
    asking: command.asking,
  };
}

/** AwscredError USAGE where the options of a job do not belong together. */
function jobOf(options: Options): Job | null {
  const provider = text(options, 'webIdentity');
  const audience = text(options, 'webIdentityAudience');
  const roleArn = text(options, 'roleArn');
  const isEnvironment = options['fromEnv'] === true;
  if (provider !== null && isEnvironment) {
    throw new AwscredError('USAGE', '--web-identity and --from-env are two ways: use one');
  }
  if (provider === null) {
    if (audience !== null) {
      throw new AwscredError('USAGE', '--web-identity-audience belongs to --web-identity');
    }
    return isEnvironment ? { kind: 'environment' } : null;
  }
  if (roleArn === null) {
    throw new AwscredError('USAGE', '--web-identity needs the role: --role-arn ARN');
  }
  return { kind: 'options', provider, audience, roleArn };
}

/** As AWS takes a description (docs/wire.md, "Narrowing a session"). */
function reasonIn(options: Options): string | null {
  const reason = text(options, 'reason');
  if (reason !== null && !/^[\t\n\r\x20-\x7E\u00A1-\u00FF]{2,256}$/.test(reason)) {
    throw new AwscredError('USAGE', '--reason takes 2 to 256 characters of the Latin alphabet');
  }
  return reason;
}

function accounts(options: Options): readonly string[] {
  const ids = (text(options, 'allowedAccountIds') ?? '').split(/[\s,]+/).filter((id) => id !== '');
  const bad = ids.find((id) => !/^\d{12}$/.test(id));
  if (bad !== undefined) {
    throw new AwscredError(
      'USAGE',
      `--allowed-account-ids: ${printable(bad, 40)} is not an account number: 12 digits, separated by commas`,
    );
  }
  return ids;
}

/** An option's text. An empty one is an error. */
export function text(options: Options, name: string): string | null {
  const value = options[name];
  if (typeof value !== 'string') {
    return null;
  }
  if (value === '') {
    throw new AwscredError('USAGE', `--${kebab(name)} is empty`);
  }
  return value;
}

function many(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** Reports a bad code before it is used, without showing it. */
function mfaToken(options: Options): Secret | null {
  const value = text(options, 'mfaToken');
  const code = value === null ? null : mfaCodeIn(value);
  if (value !== null && code === null) {
    throw new AwscredError('USAGE', '--mfa-token takes the six digits of an MFA code, such as 123456');
  }
  return code === null ? null : new Secret(code);
}

function seconds(options: Options, name: string, flag: string): number | null {
  const value = text(options, name);
  if (value === null) {
    return null;
  }
  const parsed = parseDuration(value);
  if (parsed === null) {
    throw new AwscredError('USAGE', `${flag} takes a time such as 15m, 1h30m or 900 (seconds)`);
  }
  return parsed;
}

function tag(pair: string): readonly [string, string] {
  const equals = pair.indexOf('=');
  if (equals < 1) {
    throw new AwscredError('USAGE', '--tag takes KEY=VALUE');
  }
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
