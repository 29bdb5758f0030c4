import { containerRoute } from '../machine/container-credentials.ts';
import { instanceRoute } from '../machine/instance-metadata.ts';
import { createToken } from '../oidc/create-token.ts';
import { handleOidc } from '../oidc/handle-oidc.ts';
import { registerClient } from '../oidc/register-client.ts';
import { startDeviceAuthorization } from '../oidc/start-device-authorization.ts';
import { authorizePages } from '../pages/authorize-page.ts';
import { devicePages } from '../pages/device-page.ts';
import { handleIam, isIam } from '../iam/handle-iam.ts';
import { handlePortal } from '../portal/handle-portal.ts';
import { getRoleCredentials, listAccountRoles, listAccounts } from '../portal/portal-operations.ts';
import { googleRoute, samlRoutes } from '../saml/sign-in-pages.ts';
import type { State } from '../state.ts';
import { handleSts, stsOperation } from '../sts/handle-sts.ts';
import { anywhereSessions } from '../roles-anywhere/create-session.ts';
import { federationRoute } from '../signin/federation.ts';
import { signInHandlers } from '../signin/sign-in-routes.ts';
import { githubToken, jobPath } from '../web-identity/github-job.ts';
import type { Exchange, Handler } from './exchange.ts';
import type { Route } from './route.ts';

/** All services under one base URL: their paths do not collide. */
export function createRouter(state: State): (exchange: Exchange) => Route {
  const sts = handleSts(state);
  const iam = handleIam(state);
  const table = new Map([
    ...jobRoutes(state),
    ...signInRoutes(state),
    ...anywhereRoutes(state),
    ...samlRoutes(state.saml),
    ...oidcRoutes(state),
    ...portalRoutes(state),
    ...pageRoutes(state),
  ]);
  return (exchange) => {
    if (exchange.path === '/' && ['GET', 'POST'].includes(exchange.method)) {
      return isIam(exchange)
        ? { service: 'iam', operation: stsOperation(exchange), handle: iam }
        : { service: 'sts', operation: stsOperation(exchange), handle: sts };
    }
    const own =
      instanceRoute(state, exchange) ??
      containerRoute(state, exchange) ??
      googleRoute(state.saml, exchange) ??
      federationRoute(state, exchange);
    if (own !== null) {
      return own;
    }
    return table.get(`${exchange.method} ${exchange.path}`) ?? UNKNOWN;
  };
}

type Row = readonly [string, Route];

function oidcRoutes(state: State): readonly Row[] {
  const row = (path: string, operation: string, run: Parameters<typeof handleOidc>[0]): Row => [
    `POST ${path}`,
    { service: 'sso-oidc', operation, handle: handleOidc(run) },
  ];
  return [
    row('/client/register', 'RegisterClient', (body) => registerClient(state.clients, body)),
    row('/device_authorization', 'StartDeviceAuthorization', (body) => startDeviceAuthorization(state, body)),
    row('/token', 'CreateToken', (body) => createToken(state, body)),
  ];
}

function portalRoutes(state: State): readonly Row[] {
  const row = (target: string, operation: string, run: Parameters<typeof handlePortal>[1]): Row => [
    target,
    { service: 'sso', operation, handle: handlePortal(state.sessions, run) },
  ];
  return [
    row('GET /assignment/accounts', 'ListAccounts', ({ query }) => listAccounts(state, query)),
    row('GET /assignment/roles', 'ListAccountRoles', ({ query }) => listAccountRoles(state, query)),
    row('GET /federation/credentials', 'GetRoleCredentials', ({ query }) => getRoleCredentials(state, query)),
    row('POST /logout', 'Logout', (_exchange, accessToken) => {
      state.sessions.end(accessToken);
      return null;
    }),
  ];
}

function signInRoutes(state: State): readonly Row[] {
  const { show, decide, confirm, token } = signInHandlers(state);
  const row = (target: string, operation: string, handle: Handler): Row => [
    target,
    { service: 'signin', operation, handle },
  ];
  return [
    row('GET /v1/authorize', 'authorize', show),
    row('POST /v1/authorize', 'authorize', decide),
    row('GET /v1/sessions/confirmation', 'confirmation', confirm),
    row('POST /v1/token', 'CreateOAuth2Token', token),
  ];
}

function anywhereRoutes(state: State): readonly Row[] {
  const handle = anywhereSessions(state);
  return [['POST /sessions', { service: 'rolesanywhere', operation: 'CreateSession', handle }]];
}

function jobRoutes(state: State): readonly Row[] {
  const handle = githubToken(state);
  return state.world.jobs.map(({ name }) => [
    `GET ${jobPath(name)}`,
    { service: 'github', operation: 'GetIdToken', handle },
  ]);
}

function pageRoutes(state: State): readonly Row[] {
  return [['device', devicePages(state)] as const, ['authorize', authorizePages(state)] as const].flatMap(
    ([operation, pages]): Row[] => [
      [`GET /${operation}`, { service: 'page', operation, handle: pages.show }],
      [`POST /${operation}`, { service: 'page', operation, handle: pages.decide }],
    ],
  );
}

const UNKNOWN: Route = {
  service: 'unknown',
  operation: 'Unknown',
  handle: (_exchange, call) => {
    call.code = 'UnknownOperationException';
    return {
      status: 404,
      headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': 'UnknownOperationException' },
      body: '{"message":"no service of the local AWS answers here"}',
    };
  },
};
