import { type Answer, type Exchange, type Handler, header } from '../http/exchange.ts';
import type { Route } from '../http/route.ts';
import type { Container } from '../world/world.ts';
import { type InstanceWorld, isoSeconds } from './instance-metadata.ts';

const TASK = '/v2/credentials/';
const POD = '/v1/credentials';
const SESSION = 'task-0123456789abcdef';

/** The credential endpoints of ECS (by an id in the path) and EKS (by a token); null where the path is another's. */
export function containerRoute(state: InstanceWorld, exchange: Exchange): Route | null {
  const { path } = exchange;
  if (path !== POD && !path.startsWith(TASK)) {
    return null;
  }
  const handle: Handler = (_exchange, call) => {
    const answer = answerTo(state, exchange);
    call.code = answer.status === 200 ? null : String(answer.status);
    return answer;
  };
  return { service: 'container', operation: 'GetCredentials', handle };
}

function answerTo(state: InstanceWorld, exchange: Exchange): Answer {
  const { container } = state.world;
  if (exchange.method !== 'GET') {
    return refusal(405, 'MethodNotAllowed', 'only GET is answered');
  }
  if (container === null) {
    return refusal(404, 'NotFound', 'no role is attached to this container');
  }
  return exchange.path === POD
    ? toPod(state, container, exchange)
    : toTask(state, container, exchange.path.slice(TASK.length));
}

/** ECS knows a task by its id, and wants no token. */
function toTask(state: InstanceWorld, container: Container, id: string): Answer {
  return id === container.id
    ? credentials(state, container, { RoleArn: container.role.text })
    : refusal(400, 'InvalidIdInRequest', 'CredentialsV2Request: Credentials not found');
}

/** The token is the header's whole value: no `Bearer`, no blank, no line feed. */
function toPod(state: InstanceWorld, container: Container, exchange: Exchange): Answer {
  const token = header(exchange, 'authorization');
  if (token === null || token === '') {
    return refusal(400, 'InvalidRequestException', 'Service account token cannot be empty');
  }
  return token === container.token
    ? credentials(state, container, { AccountId: container.role.accountId })
    : refusal(401, 'InvalidTokenException', 'Unauthorized: the token is not valid');
}

function credentials({ machine }: InstanceWorld, { role }: Container, more: object): Answer {
  const key = machine.credentials(role, SESSION);
  const body = {
    ...more,
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    Token: key.sessionToken,
    Expiration: isoSeconds(key.expiresAt),
  };
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

/** The endpoints' form of a refusal. */
export function refusal(status: number, code: string, message: string): Answer {
  const body = JSON.stringify({ code, message, HTTPErrorCode: status });
  return { status, headers: { 'Content-Type': 'application/json' }, body };
}
