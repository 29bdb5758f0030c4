import type { ServerResponse } from 'node:http';
import { type Call, type CallFilter, countCalls } from './call-log.ts';
import { decideUserCode, mfaCode } from './control/controls.ts';
import type { FaultRule } from './faults/fault-rule.ts';
import { answerRequest } from './http/answer-request.ts';
import { listen, type TlsMaterial } from './http/listen.ts';
import { createRouter } from './http/routes.ts';
import type { Decision } from './oidc/device-codes.ts';
import type { AssertionChanges } from './saml/assertion-text.ts';
import { ServerClock } from './server-clock.ts';
import { createState, type State } from './state.ts';
import { builtInWorld } from './world/built-in-world.ts';
import { parseWorld } from './world/parse-world.ts';
import type { TokenClaims } from './web-identity/oidc-issuers.ts';
import type { World } from './world/world.ts';

export interface DevServerOptions {
  /** 0 or left out: the system chooses. */
  readonly port?: number;
  /** In the form of `--world`; the built-in world when left out. */
  readonly world?: unknown;
  /** What errors call the world: its file's name. */
  readonly worldSource?: string;
  /** Answers https instead of http. */
  readonly tls?: TlsMaterial;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** How long a refresh token still works after its rotation; 0 when left out. */
  readonly refreshGraceMs?: number;
  /** Entries of a page of the portal where the call does not say; 20 when left out. */
  readonly pageSize?: number;
  /** Host names to answer to besides loopback's, lower case: for a proxy that leads here under another name. */
  readonly alsoAs?: readonly string[];
}

/** A running local AWS: STS, SSO-OIDC, the access portal and its pages under one base URL. */
export interface DevServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly world: World;
  /** Every call so far, the oldest first; the control plane's are not among them. */
  readonly calls: readonly Call[];
  count(filter: CallFilter): number;
  fail(rule: FaultRule): void;
  /** Ends all faults. */
  heal(): void;
  /** Makes the `Date` header wrong by `ms`; judging is not touched. */
  skewDate(ms: number): void;
  /** Moves the server's whole time by `ms`, its `Date` header too. */
  moveClock(ms: number): void;
  /** Answers a device code as its page would. */
  decide(userCode: string, decision: Decision): void;
  /** A code of that MFA device which would be accepted now. */
  mfaCode(serial: string): string;
  /** A token as that issuer would sign it; `lifetime` in seconds. */
  oidcToken(claims: TokenClaims): Promise<string>;
  /** A response as that SAML provider would post it, base64; `signer` is another provider whose key signs it. */
  samlResponse(provider: string, changes?: AssertionChanges, signer?: string): string;
  /** Ends every SSO session and every sign-in at a SAML provider, as an administrator would. */
  endSessions(): void;
  /** Whether the metadata service also answers without a token (IMDSv1). */
  answerV1(on: boolean): void;
  /** How long the next credentials of the instance and the container live, in seconds. */
  machineLife(seconds: number): void;
  /** How long a new access key is unknown to the services, in milliseconds. */
  delayNewKeys(ms: number): void;
  /** Ends console sign-ins as a changed password does. */
  changePassword(): void;
  /** Makes every client registration unknown. */
  forgetRegistrations(): void;
  close(): Promise<void>;
}

const DEFAULTS = {
  port: 0,
  world: builtInWorld as unknown,
  worldSource: 'world',
  refreshGraceMs: 0,
  pageSize: 20,
  alsoAs: [] as readonly string[],
};

/**
 * Starts the local AWS on 127.0.0.1. It never loosens a rule for a client; `world` and `fail` decide what it answers.
 * Throws AwscredError CONFIG for a world that is not one, USAGE for a port that cannot be had.
 */
export async function startDevServer(given: DevServerOptions = {}): Promise<DevServer> {
  const options = { ...DEFAULTS, ...given };
  const world = parseWorld(options.world, options.worldSource);
  // oxlint-disable-next-line no-restricted-properties -- the default clock of a program that has no wiring above it
  const clock = new ServerClock(options.now ?? Date.now);
  let url = '';
  const state = createState({
    world,
    clock,
    refreshGraceMs: options.refreshGraceMs,
    pageSize: options.pageSize,
    alsoAs: options.alsoAs,
    baseUrl: () => url,
  });
  const router = createRouter(state);
  const listening = await listen(options.port, options.tls ?? null, (request, response) => {
    answerRequest(state, router, request, response).catch(() => giveUp(response));
  });
  url = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${listening.port}`;
  return { url, port: listening.port, close: () => listening.close(), ...controlsOf(state) };
}

/** A client that went away in the middle, or a fault of ours: either way this connection is over. */
function giveUp(response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
  } else {
    response.writeHead(500, { 'Content-Type': 'text/plain', Connection: 'close' });
    response.end('the local AWS failed\n');
  }
}

function controlsOf(state: State): Omit<DevServer, 'url' | 'port' | 'close'> {
  return {
    world: state.world,
    calls: state.calls,
    count: (filter) => countCalls(state.calls, filter),
    fail: (rule) => state.faults.add(rule),
    heal: () => state.faults.clear(),
    skewDate: (ms) => state.clock.skewDate(ms),
    moveClock: (ms) => state.clock.move(ms),
    decide: (userCode, decision) => decideUserCode(state, userCode, decision),
    mfaCode: (serial) => mfaCode(state, serial),
    oidcToken: async (claims) => state.issuers.token(claims),
    samlResponse: (name, changes, signer) => {
      const provider = state.saml.named(name);
      if (provider === null) {
        throw new RangeError(`no SAML provider is called ${name}`);
      }
      return state.saml.response(provider, changes, signer);
    },
    endSessions: () => {
      state.sessions.endAll();
      state.saml.endAll();
      state.console.endAll();
    },
    delayNewKeys: (ms) => state.keys.users.propagateIn(ms),
    changePassword: () => state.console.changePassword(),
    answerV1: (on) => void (state.machine.v1 = on),
    machineLife: (seconds) => state.machine.live(seconds),
    forgetRegistrations: () => state.clients.forgetAll(),
  };
}
