import { toIso } from '../../core/text/time.ts';
import { type JsonObject, numberIn, parseJsonObject, textIn } from '../../core/text/json-text.ts';
import type { Answer, Exchange, Handler } from '../http/exchange.ts';
import type { ServerClock } from '../server-clock.ts';
import { ServiceError } from '../service-error.ts';
import { type Identity, roleSessionIdentity } from '../sts/identity.ts';
import type { KeyRing } from '../sts/key-ring.ts';
import { refusedAction } from '../sts/policy/trust-policy.ts';
import type { AnywhereProfile, Role, World } from '../world/world.ts';
import { certificateIn, chainIn, checkTrust, verifySignature } from './x509.ts';

interface AnywhereState {
  readonly world: World;
  readonly clock: ServerClock;
  readonly keys: KeyRing;
}

/** CreateSession: the signature is the certificate's, and the certificate the trust anchor's. */
export function anywhereSessions(state: AnywhereState): Handler {
  return (exchange, call) => {
    try {
      const { answer, principal } = created(state, exchange);
      call.principal = principal;
      return answer;
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      call.code = error.code;
      return {
        status: error.status,
        headers: { 'Content-Type': 'application/json', 'x-amzn-errortype': error.code },
        body: JSON.stringify({ message: error.message }),
      };
    }
  };
}

function created(
  state: AnywhereState,
  exchange: Exchange,
): { readonly answer: Answer; readonly principal: string } {
  const certificate = certificateIn(exchange);
  const now = state.clock.now();
  verifySignature(exchange, certificate, now);
  const { anchor, profile } = resources(state.world, exchange);
  checkTrust(certificate, chainIn(exchange), { anchor: anchor.certificate, now });
  const roleArn = exchange.query.get('roleArn') ?? '';
  const role = roleFor(state.world, profile, roleArn);
  const { seconds, name } = wanted(exchange, profile, role);
  const sourceIdentity = /CN=([^\n]+)/.exec(certificate.subject)?.[1] ?? null;
  const sessionName = name ?? certificate.serialNumber.toLowerCase();
  const identity = roleSessionIdentity(role.arn, sessionName, { sourceIdentity, tags: [] });
  const key = state.keys.issue(identity, now + seconds * 1000);
  const credentials = {
    accessKeyId: key.accessKeyId,
    secretAccessKey: key.secretAccessKey,
    sessionToken: key.sessionToken,
    expiration: toIso(key.expiresAt),
  };
  const assumedRoleUser = { arn: identity.arn, assumedRoleId: identity.userId };
  const set = { assumedRoleUser, credentials, packedPolicySize: 1, roleArn, sourceIdentity };
  const body = JSON.stringify({ credentialSet: [set], subjectArn: `${anchor.arn}/subject` });
  return {
    answer: { status: 201, headers: { 'Content-Type': 'application/json' }, body },
    principal: identity.arn,
  };
}

function resources(world: World, { query }: Exchange) {
  const anchor = world.trustAnchors.find(({ arn }) => arn === query.get('trustAnchorArn'));
  const profile = world.anywhereProfiles.find(({ arn }) => arn === query.get('profileArn'));
  if (anchor === undefined || profile === undefined) {
    throw new ServiceError(404, 'ResourceNotFoundException', 'Resource not found');
  }
  return { anchor, profile };
}

function wanted({ body }: Exchange, profile: AnywhereProfile, role: Role) {
  const asked: JsonObject | null = parseJsonObject(body.toString('utf8'));
  const seconds = numberIn(asked ?? {}, 'durationSeconds') ?? profile.durationSeconds;
  const name = textIn(asked ?? {}, 'roleSessionName');
  if (asked === null || seconds < 900 || seconds > Math.min(43_200, role.maxSessionDuration)) {
    throw new ServiceError(400, 'ValidationException', 'durationSeconds is out of range');
  }
  if (name !== null && !profile.acceptsRoleSessionName) {
    throw new ServiceError(403, 'AccessDeniedException', 'The profile does not accept a role session name');
  }
  return { seconds, name };
}

const SERVICE = 'rolesanywhere.amazonaws.com';

function roleFor(world: World, { roles }: AnywhereProfile, roleArn: string): Role {
  const role = world.roles.find(({ arn }) => arn.text === roleArn);
  const caller: Identity = {
    kind: 'role-session',
    accountId: `service:${SERVICE}`,
    arn: SERVICE,
    userId: SERVICE,
    knownAs: [SERVICE],
    mfaDevice: null,
    mfaAt: null,
    sourceIdentity: null,
    tags: [],
    scopes: [],
  };
  const actions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
  const refused = refusedAction(role?.trust ?? [], { caller, actions, context: new Map() });
  if (role === undefined || !roles.includes(roleArn) || refused !== null) {
    throw new ServiceError(403, 'AccessDeniedException', `Unable to assume role for ${roleArn}`);
  }
  return role;
}
