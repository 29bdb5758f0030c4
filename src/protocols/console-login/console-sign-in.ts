import { claimsOf } from '../../core/jwt.ts';
import type { Site } from '../../core/plan/step.ts';
import { Secret } from '../../core/secret.ts';
import { printable } from '../../core/text/printable.ts';
import { withoutTrailing } from '../../core/text/without-trailing.ts';
import { toIso } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import { CALLBACK_PATH, challengeOf, newState, newVerifier } from '../sso/pkce.ts';
import { checkSignInAddress } from '../sso/sign-in-address.ts';
import { newKey } from './dpop.ts';
import { createToken, LoginRefusal, type LoginTokens } from './token-call.ts';

type Needed = Pick<Ports, 'browser' | 'clock' | 'http' | 'loopback' | 'random' | 'report' | 'terminal'>;

const SAME_DEVICE = 'arn:aws:signin:::devtools/same-device';
const CROSS_DEVICE = 'arn:aws:signin:::devtools/cross-device';
const PATIENCE_MS = 10 * 60_000;

/** How a person signs in: on this machine (with a browser that is opened, or not), or on another one. */
export type ConsoleWay = 'browser' | 'shown-address' | 'remote';

/** A session that was begun: its ARN, and the text of the file that AWS's tools share. */
export interface ConsoleSession {
  readonly arn: string;
  readonly file: string;
}

/** Signs in to the console (docs/wire.md, "Console sign-in"). AwscredError REFUSED, TIMEOUT or INTERRUPTED otherwise. */
export async function consoleSignIn(site: Site, way: ConsoleWay, ports: Needed): Promise<ConsoleSession> {
  const key = newKey();
  const verifier = newVerifier(ports.random);
  const state = newState(ports.random);
  const asking = { site, state, challenge: challengeOf(verifier), way };
  const { code, clientId, redirectUri } =
    way === 'remote' ? await askElsewhere(asking, ports) : await askHere(asking, ports);
  const grant = {
    clientId,
    grantType: 'authorization_code',
    code: code.reveal(),
    codeVerifier: verifier.reveal(),
    redirectUri,
  };
  try {
    const tokens = await createToken(site, key, grant, ports);
    return sessionOf(tokens, { site, clientId, key });
  } catch (error) {
    throw error instanceof LoginRefusal ? refused(error) : error;
  }
}

interface Asking {
  readonly site: Site;
  readonly state: string;
  readonly challenge: string;
  readonly way: ConsoleWay;
}

interface Answered {
  readonly code: Secret;
  readonly clientId: string;
  readonly redirectUri: string;
}

/** In a browser of this machine, which comes back to a listener of ours. */
async function askHere(asking: Asking, ports: Needed): Promise<Answered> {
  const listener = await ports.loopback.listen({ path: CALLBACK_PATH, state: asking.state });
  const over = new AbortController();
  try {
    const redirectUri = `http://127.0.0.1:${listener.port}${CALLBACK_PATH}`;
    const address = addressOf(asking, SAME_DEVICE, redirectUri);
    await show(asking, address, ports);
    const answer = await Promise.race([
      listener.answer(over.signal),
      ports.clock.sleep(PATIENCE_MS, over.signal).then(() => null),
    ]);
    if (answer === null) {
      throw new AwscredError('TIMEOUT', 'nobody signed in within 10m');
    }
    if (answer.error !== null) {
      throw new AwscredError('REFUSED', `the sign-in was refused: ${printable(answer.error, 80)}`);
    }
    return { code: new Secret(answer.code), clientId: SAME_DEVICE, redirectUri };
  } finally {
    over.abort();
    await listener.close();
  }
}

async function show({ site, way }: Asking, address: string, ports: Needed): Promise<void> {
  const { terminal, browser } = ports;
  const mayOpen = checkSignInAddress(address, { startUrl: site.endpoint, oidcEndpoint: site.endpoint }).open;
  const again = (): void => terminal.say(`  or open this in a browser on this machine: ${address}`);
  if (way === 'browser' && mayOpen && (await browser.open(address, again))) {
    terminal.say(
      'awscred: sign in to the AWS console: continue in the browser window just opened (10m, Ctrl-C gives up)',
    );
    terminal.say('  no browser here? add --remote');
    return;
  }
  terminal.say(
    'awscred: sign in to the AWS console: open this in a browser on this machine (10m, Ctrl-C gives up)',
  );
  terminal.say(`  ${address}`);
}

/** On another machine, whose page shows a text to bring back. */
async function askElsewhere(asking: Asking, ports: Needed): Promise<Answered> {
  const redirectUri = `${withoutTrailing(asking.site.endpoint, '/')}/v1/sessions/confirmation`;
  ports.terminal.say('awscred: sign in to the AWS console: open this on any machine (10m, Ctrl-C gives up)');
  ports.terminal.say(`  ${addressOf(asking, CROSS_DEVICE, redirectUri)}`);
  const pasted = await ports.terminal.askSecret('Paste the code that the page shows (it is not shown here)');
  if (pasted === null) {
    throw new AwscredError('INTERRUPTED', 'the sign-in was given up');
  }
  const text = Buffer.from(pasted.reveal().trim(), 'base64').toString('utf8');
  const fields = new URLSearchParams(text);
  const code = fields.get('code');
  if (code === null || fields.get('state') !== asking.state) {
    throw new AwscredError('REFUSED', 'that is not the code of this sign-in', {
      hints: ['copy the whole text from the page, and from no older one'],
    });
  }
  return { code: new Secret(code), clientId: CROSS_DEVICE, redirectUri };
}

/** The method is written `SHA-256` here, and `scope` is singular: not as in SSO. */
function addressOf({ site, state, challenge }: Asking, clientId: string, redirectUri: string): string {
  const query: readonly (readonly [string, string])[] = [
    ['response_type', 'code'],
    ['client_id', clientId],
    ['state', state],
    ['code_challenge_method', 'SHA-256'],
    ['scope', 'openid'],
    ['redirect_uri', redirectUri],
    ['code_challenge', challenge],
  ];
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${withoutTrailing(site.endpoint, '/')}/v1/authorize?${text}`;
}

function sessionOf(
  tokens: LoginTokens,
  { site, clientId, key }: { readonly site: Site; readonly clientId: string; readonly key: Secret },
): ConsoleSession {
  const arn = claimsOf(tokens.idToken?.reveal() ?? '')?.subject ?? '';
  const account = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):\S+$/.exec(arn)?.[1];
  if (account === undefined || tokens.idToken === null) {
    throw new AwscredError('NETWORK', 'the sign-in service did not say whose session it began');
  }
  const fields = {
    accessToken: {
      accessKeyId: tokens.accessKeyId,
      secretAccessKey: tokens.secretAccessKey.reveal(),
      sessionToken: tokens.sessionToken.reveal(),
      accountId: account,
      expiresAt: toIso(tokens.expiresAt),
    },
    tokenType: 'aws_sigv4',
    clientId,
    refreshToken: tokens.refreshToken.reveal(),
    idToken: tokens.idToken.reveal(),
    dpopKey: key.reveal(),
    // AWS's tools refresh where the session was begun, whatever the profile's region.
    signInRegion: site.region,
  };
  return { arn, file: `${JSON.stringify(fields, null, 2)}\n` };
}

function refused({ code, words }: LoginRefusal): AwscredError {
  if (code === 'INSUFFICIENT_PERMISSIONS') {
    return new AwscredError('REFUSED', 'AWS refused the sign-in: this identity lacks a permission', {
      hints: [
        'attach the managed policy SignInLocalDevelopmentAccess, or allow signin:AuthorizeOAuth2Access and signin:CreateOAuth2Token',
      ],
    });
  }
  const said = words === '' ? '' : `: ${printable(words, 200)}`;
  return new AwscredError('REFUSED', `AWS refused the sign-in (${printable(code, 80)}${said})`);
}
