import { opaqueToken } from '../oidc/opaque-token.ts';
import { type Answer, type Exchange, type Handler, header } from '../http/exchange.ts';
import type { Route } from '../http/route.ts';
import type { ServerClock } from '../server-clock.ts';
import type { IamArn } from '../world/iam-arn.ts';
import type { World } from '../world/world.ts';
import type { MachineState } from './machine-state.ts';

export interface InstanceWorld {
  readonly world: World;
  readonly clock: ServerClock;
  readonly machine: MachineState;
}

const TOKEN = '/latest/api/token';
const ROLES = '/latest/meta-data/iam/security-credentials/';
const INSTANCE_ID = 'i-0abc123def4567890';

/** IMDSv2's longest token. */
const MOST_SECONDS = 21_600;

/** EC2's metadata service, as far as credentials need it; null where the path is another service's. */
export function instanceRoute(state: InstanceWorld, exchange: Exchange): Route | null {
  const { method, path } = exchange;
  if (!path.startsWith('/latest/')) {
    return null;
  }
  if (path === TOKEN) {
    return route('GetToken', method === 'PUT' ? () => newToken(state, exchange) : () => page(405));
  }
  if (method !== 'GET') {
    return route('GetMetadata', () => page(405));
  }
  if (path === ROLES) {
    return route(
      'ListRoles',
      withToken(state, exchange, (role) => text(role.name)),
    );
  }
  if (path.startsWith(ROLES)) {
    const name = path.slice(ROLES.length);
    return route(
      'GetCredentials',
      withToken(state, exchange, (role) => credentials(state, role, name)),
    );
  }
  // A folder without its slash is a redirect.
  const moved = { ...page(301), headers: { Location: ROLES } };
  return route('GetMetadata', () => (`${path}/` === ROLES ? moved : page(404)));
}

function route(operation: string, answer: () => Answer): Route {
  const handle: Handler = (_exchange, call) => {
    const answered = answer();
    call.code = answered.status === 200 ? null : String(answered.status);
    return answered;
  };
  return { service: 'imds', operation, handle };
}

/** Refuses what a proxy forwards, and a life that is not 1 to 21,600 seconds. */
function newToken({ machine }: InstanceWorld, exchange: Exchange): Answer {
  if (header(exchange, 'x-forwarded-for') !== null) {
    return page(403);
  }
  const asked = header(exchange, 'x-aws-ec2-metadata-token-ttl-seconds') ?? '';
  const seconds = /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
  if (seconds < 1 || seconds > MOST_SECONDS) {
    return page(400);
  }
  const token = opaqueToken('AQAE', 40);
  machine.addToken(token, seconds);
  return { ...text(token), headers: { ...PLAIN, 'X-aws-ec2-metadata-token-ttl-seconds': asked } };
}

function withToken(
  { machine, world }: InstanceWorld,
  exchange: Exchange,
  answer: (role: IamArn) => Answer,
): () => Answer {
  return () => {
    const token = header(exchange, 'x-aws-ec2-metadata-token');
    if (token === null ? !machine.v1 : !machine.isToken(token)) {
      return page(401);
    }
    return world.instance === null ? page(404) : answer(world.instance.role);
  };
}

function credentials({ machine, clock }: InstanceWorld, role: IamArn, name: string): Answer {
  if (name !== role.name) {
    return page(404);
  }
  const key = machine.credentials(role, INSTANCE_ID);
  const body = {
    Code: 'Success',
    LastUpdated: isoSeconds(clock.now()),
    Type: 'AWS-HMAC',
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    Token: key.sessionToken,
    Expiration: isoSeconds(key.expiresAt),
  };
  return text(`${JSON.stringify(body, null, 2)}\n`);
}

const PLAIN = { 'Content-Type': 'text/plain', Server: 'EC2ws' };

function text(body: string): Answer {
  return { status: 200, headers: PLAIN, body };
}

/** The service's form of a refusal. */
export function page(status: number): Answer {
  const body = `<?xml version="1.0" encoding="iso-8859-1"?>\n<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`;
  return { status, headers: { 'Content-Type': 'text/html', Server: 'EC2ws' }, body };
}

/** RFC 3339, UTC, whole seconds. */
export function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
