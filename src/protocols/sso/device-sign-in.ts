import { AwscredError, AwsRefusal } from '../../errors.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import { showDuration } from '../../core/text/time.ts';
import type { ClientRegistration, DeviceAuthorization, SsoTokens } from '../../ports/aws.ts';
import type { Ports } from '../../ports/index.ts';
import { nextPoll, startPolling, type DevicePolling, type PollAnswer } from './device-authorization.ts';
import { checkSignInAddress } from './sign-in-address.ts';
import { sessionAndHost, signInRanOut } from './sign-in-refusal.ts';
import { registrationFor } from './sso-registration.ts';

type Needed = Pick<Ports, 'aws' | 'clock' | 'report' | 'store' | 'terminal'>;

/** What a sign-in gave, and to which client: only that client can refresh it. */
export interface SignedIn {
  readonly tokens: SsoTokens;
  readonly client: ClientRegistration;
}

/**
 * The device code (RFC 8628): shows address and code, then polls until the person has answered somewhere.
 * Throws AwsRefusal where the server refuses, TIMEOUT when the code runs out, the reason of `over` when aborted.
 */
export async function deviceSignIn(
  session: SsoSession,
  ports: Needed,
  over?: AbortSignal,
): Promise<SignedIn> {
  const client = await registrationFor(session, 'device-code', ports);
  const authorization = await ports.aws.startDeviceAuthorization(session.oidc, client, session.startUrl);
  const expected = { startUrl: session.startUrl, oidcEndpoint: session.oidc.endpoint };
  checkSignInAddress(authorization.verificationUri, expected);
  const now = ports.clock.now();
  const polling = startPolling(authorization, now);
  const life = showDuration(polling.deadline - now);
  show(authorization, life, session, ports);
  const sleep = async (ms: number): Promise<void> => ports.clock.sleep(ms, over);
  const clock = { now: () => ports.clock.now(), sleep };
  const tokens = await poll(polling, () => ask(authorization, client, session, ports), { clock });
  if (tokens === null) {
    throw signInRanOut(session, life);
  }
  return { tokens, client };
}

function show(authorization: DeviceAuthorization, life: string, session: SsoSession, ports: Needed): void {
  const { terminal } = ports;
  terminal.say(
    `awscred: sign in to ${sessionAndHost(session)}: open this on any device and check that it shows the code`,
  );
  terminal.say(`  ${pageOf(authorization)}`);
  terminal.say(`  code  ${authorization.userCode}  (${life}, Ctrl-C gives up)`);
}

/**
 * The address that carries the code already, where the server gives one on the same host as the page's own, which was
 * checked; else the page's.
 */
function pageOf({
  verificationUri,
  verificationUriComplete: complete,
  userCode,
}: DeviceAuthorization): string {
  const isSamePage =
    complete !== null &&
    URL.canParse(complete) &&
    new URL(complete).origin === new URL(verificationUri).origin &&
    !/[\s\\@]/.test(complete) &&
    complete.includes(userCode);
  return isSamePage ? complete : verificationUri;
}

interface Asked {
  readonly answer: PollAnswer;
  readonly error: unknown;
}

// Null when the code ran out.
async function poll(
  first: DevicePolling,
  request: () => Promise<SsoTokens | Asked>,
  ports: Pick<Needed, 'clock'>,
): Promise<SsoTokens | null> {
  let polling = first;
  await ports.clock.sleep(first.interval * 1000);
  for (;;) {
    const asked = await request();
    if ('accessToken' in asked) {
      return asked;
    }
    const next = nextPoll(polling, asked.answer, ports.clock.now());
    if (next.action === 'expired') {
      return null;
    }
    if (next.action === 'fail') {
      throw asked.error;
    }
    polling = next.polling;
    await ports.clock.sleep(next.waitMs);
  }
}

async function ask(
  authorization: DeviceAuthorization,
  client: ClientRegistration,
  session: SsoSession,
  ports: Needed,
): Promise<SsoTokens | Asked> {
  try {
    const grant = { type: 'device-code', deviceCode: authorization.deviceCode } as const;
    return await ports.aws.createToken(session.oidc, client, grant);
  } catch (error) {
    return { answer: answerOf(error), error };
  }
}

function answerOf(error: unknown): PollAnswer {
  if (error instanceof AwscredError) {
    return error.code === 'NETWORK' ? 'lost' : 'other';
  }
  const code = error instanceof AwsRefusal ? error.facts.code : null;
  return WAITING.find((known) => known === code) ?? 'other';
}

const WAITING = ['AuthorizationPendingException', 'SlowDownException', 'ExpiredTokenException'] as const;
