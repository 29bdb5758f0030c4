import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credentials } from '../../../src/core/credentials.ts';
import { NO_GUARDS } from '../../../src/core/settings/guards.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Request } from '../../../src/core/plan/request.ts';
import { type ConsoleInput, openConsole } from '../../../src/flow/ends/console/console.ts';
import type { Run } from '../../../src/flow/line/run.ts';
import type { HttpRequest } from '../../../src/ports/http.ts';
import { configOf, PLAIN_REQUEST, SETTINGS } from '../../support/plan.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';

const TOKEN = 'signin-token-hush';

interface Around {
  readonly run: Run;
  readonly ports: TestPorts;
  readonly sent: HttpRequest[];
}

const credentials = (arn: string | null, name: string): Credentials => ({
  accessKeyId: `ASIA${name}`,
  secretAccessKey: new Secret(`secret/of+${name}=`),
  sessionToken: new Secret(`token/of+${name}=`),
  expiresAt: Date.UTC(2026, 0, 2, 15, 2, 0),
  accountId: null,
  arn,
});

/** A run whose sign-in service answers, with everything that was sent to it. */
function around(config: string, request: Partial<Request> = {}, status: number = 200): Around {
  const sent: HttpRequest[] = [];
  const ports: TestPorts = {
    ...testPorts(),
    http: async () =>
      Promise.resolve({
        send: async (one: HttpRequest) => {
          sent.push(one);
          const body = Buffer.from(JSON.stringify({ SigninToken: TOKEN }));
          return Promise.resolve({ status, headers: {}, body });
        },
        open: () => ({ origin: '', discard: () => undefined }),
        route: () => ({ proxy: null, proxySet: false, local: false }),
      }),
  };
  const run: Run = {
    ports,
    settings: SETTINGS,
    request: { ...PLAIN_REQUEST, ...request },
    config: () => configOf({ config }),
    guards: () => NO_GUARDS,
    accountName: () => null,
  };
  return { run, ports, sent };
}

const input = (profile: string, more: Partial<ConsoleInput> = {}): ConsoleInput => ({
  profile,
  page: { service: 's3', path: null },
  federate: false,
  switchRole: false,
  displayName: null,
  colour: null,
  browser: { program: null, container: null, chromeProfile: null },
  prints: true,
  ...more,
});

describe('what is sent for the console, in each partition', () => {
  for (const [partition, region, signIn, home] of [
    ['aws', 'eu-west-1', 'signin.aws.amazon.com', 'console.aws.amazon.com'],
    ['aws-cn', 'cn-north-1', 'signin.amazonaws.cn', 'console.amazonaws.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'signin.amazonaws-us-gov.com', 'console.amazonaws-us-gov.com'],
    ['aws-eusc', 'eusc-de-east-1', 'signin.amazonaws-eusc.eu', 'console.amazonaws-eusc.eu'],
  ] as const) {
    const role = (name: string): string => `arn:${partition}:iam::444455556666:role/${name}`;
    const config = `[profile keys]
region = ${region}
aws_access_key_id = AKIAUSER
aws_secret_access_key = example
[profile direct]
region = ${region}
role_arn = ${role('Direct')}
source_profile = keys
[profile chained]
region = ${region}
role_arn = ${role('Chained')}
source_profile = direct
[profile temporary]
region = ${region}
aws_access_key_id = ASIATEMP
aws_secret_access_key = example
aws_session_token = token
[profile sso]
region = ${region}
sso_start_url = https://acme.example/start
sso_region = ${region}
sso_account_id = 111122223333
sso_role_name = Reader
`;
    const page = `https://${region}.${home}/s3/home?region=${region}`;

    /** The form that was posted, and where. */
    const form = (sent: readonly HttpRequest[]): URLSearchParams => {
      assert.deepEqual(
        sent.map(({ url, method, bearer }) => [url.href, method, bearer]),
        [[`https://${signIn}/federation`, 'POST', true]],
      );
      const [{ body } = { body: '' }] = sent;
      return new URLSearchParams(String(body));
    };

    const login = (url: string): void => {
      const { origin, pathname, searchParams } = new URL(url);
      assert.equal(`${origin}${pathname}`, `https://${signIn}/federation`);
      assert.deepEqual(Object.fromEntries(searchParams), {
        Action: 'login',
        Issuer: 'awscred',
        Destination: page,
        SigninToken: TOKEN,
      });
    };

    it(`${partition}: SSO's role by the portal, and nothing is sent`, async () => {
      const { run, ports, sent } = around(config);
      const link = await openConsole(run, input('sso'));
      assert.equal(
        link?.url,
        `https://acme.example/start/#/console?account_id=111122223333&role_name=Reader&destination=${encodeURIComponent(page)}`,
      );
      assert.deepEqual([sent, ports.aws.calls], [[], []]);
    });

    for (const [profile, duration, seconds] of [
      ['direct', null, null],
      ['direct', 7200, '7200'],
      ['chained', null, null],
      ['chained', 7200, null],
      ['temporary', null, null],
    ] as const) {
      it(`${partition}: ${profile}${duration === null ? '' : ', for two hours'}`, async () => {
        const { run, ports, sent } = around(config, { duration });
        ports.aws.on('assumeRole', (_site, _as, { roleArn }) =>
          credentials(roleArn.replace('iam', 'sts'), 'ROLE'),
        );
        const link = await openConsole(run, input(profile));
        const posted = form(sent);
        assert.equal(posted.get('Action'), 'getSigninToken');
        assert.equal(posted.get('SessionDuration'), seconds);
        assert.deepEqual(
          JSON.parse(posted.get('Session') ?? ''),
          profile === 'temporary'
            ? { sessionId: 'ASIATEMP', sessionKey: 'example', sessionToken: 'token' }
            : { sessionId: 'ASIAROLE', sessionKey: 'secret/of+ROLE=', sessionToken: 'token/of+ROLE=' },
        );
        assert.equal(link?.kind, 'federated');
        login(link?.url ?? '');
        const asked = ports.aws.calls.map(
          ({ args }) => (args[2] as { durationSeconds: number }).durationSeconds,
        );
        // The role itself lasts so long, where it may.
        assert.equal(
          asked.at(-1) ?? null,
          profile === 'direct' && duration !== null ? 7200 : (asked.at(-1) ?? null),
        );
      });
    }

    it(`${partition}: keys as a federated user, with AWS's own policy of the partition`, async () => {
      const { run, ports, sent } = around(config, { readOnly: true, duration: 3600 });
      const user = credentials(`arn:${partition}:sts::111122223333:federated-user/awscred-jane`, 'FED');
      ports.aws.on('getFederationToken', { give: user });
      login((await openConsole(run, input('keys')))?.url ?? '');
      const [{ args: [site, as, request] } = { args: [] }] = ports.aws.calls;
      assert.equal((site as { region: string }).region, region);
      assert.equal((as as Credentials).accessKeyId, 'AKIAUSER');
      assert.deepEqual(request, {
        name: 'awscred-jane',
        durationSeconds: 3600,
        policy: null,
        policyArns: [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`],
        tags: [],
      });
      const posted = form(sent);
      assert.equal(posted.get('SessionDuration'), null);
      assert.match(posted.get('Session') ?? '', /ASIAFED/);
    });
  }
});

describe('a federated address for the browser', () => {
  const CONFIG =
    '[profile temporary]\nregion = eu-west-1\naws_access_key_id = ASIATEMP\naws_secret_access_key = example\naws_session_token = token\n';

  /** A browser that is there; its page is taken or not. */
  function opening(
    isTaken: boolean,
  ): Around & { readonly handed: { path: string; address: Secret }[]; readonly closed: () => number } {
    const { run, ports, sent } = around(CONFIG);
    const handed: { path: string; address: Secret }[] = [];
    let closed = 0;
    ports.browser.available = true;
    ports.loopback.handOff = async (path, address) => {
      handed.push({ path, address });
      return Promise.resolve({
        port: 43210,
        taken: async (signal) =>
          isTaken ? Promise.resolve() : new Promise((_, reject) => signal.addEventListener('abort', reject)),
        close: async () => Promise.resolve(void (closed += 1)),
      });
    };
    return { run, ports, sent, handed, closed: () => closed };
  }

  it('goes by a page of 256 random bits, which is closed when it was taken', async () => {
    const { run, ports, handed, closed } = opening(true);
    assert.equal(await openConsole(run, input('temporary', { prints: false })), null);
    const [{ path, address } = { path: '', address: new Secret('') }] = handed;
    assert.match(path, /^\/[\w-]{43}$/);
    assert.deepEqual(ports.browser.opened, [`http://127.0.0.1:43210${path}`]);
    assert.match(address.reveal(), new RegExp(TOKEN));
    assert.equal(closed(), 1);
  });

  it('is there for a minute, and then no more: exit 6', async () => {
    const { run, ports, closed } = opening(false);
    const began = ports.clock.now();
    await assert.rejects(openConsole(run, input('temporary', { prints: false })), {
      code: 'TIMEOUT',
      message: /within a minute/,
    });
    assert.equal(ports.clock.now() - began, 60_000);
    assert.equal(closed(), 1);
  });

  for (const [status, code] of [
    [400, 'REFUSED'],
    [403, 'REFUSED'],
    [302, 'NETWORK'],
  ] as const) {
    it(`is not made of an answer ${status}, whose words are not repeated`, async () => {
      const { run } = around(CONFIG, {}, status);
      await assert.rejects(openConsole(run, input('temporary')), (error: Error & { code?: string }) => {
        assert.equal(error.code, code);
        assert.doesNotMatch(JSON.stringify(error) + error.message, /hush|example/);
        return true;
      });
    });
  }
});
