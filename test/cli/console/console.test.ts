import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';
import type { HeadlessOptions, HeadlessResult } from '../../support/headless.ts';

const JANE = 'arn:aws:iam::111122223333:user/jane';
const READER = 'arn:aws:iam::444455556666:role/Reader';
const SSO = { BROWSER: ALLOW };

interface Printed {
  readonly url: string;
  readonly kind: string;
  readonly account: string | null;
  readonly role: string | null;
  readonly expires: string | null;
}

describe('awscred console', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await headlessAws();
    const more = `endpoint_url = ${aws.server.url}\nregion = eu-west-1\n`;
    aws.sandbox.append(
      '.aws/config',
      `[profile gov]\nsso_session = acme\nsso_account_id = 111122223333\nsso_role_name = PowerUser\nregion = us-gov-west-1\n${more.split('\n')[0]}\n[profile mfa-keys]\nmfa_serial = arn:aws:iam::777788889999:mfa/ci-user\n${more}[profile bad]\nrole_arn = ${READER}\nsource_profile = jane\n${more}`,
    );
    aws.sandbox.append(
      '.aws/credentials',
      '[mfa-keys]\naws_access_key_id = AKIAEXAMPLECIUSER234\naws_secret_access_key = example/ci/user/secret/access/key/000001\n',
    );
    const login = await aws.sandbox.run(['login', 'acme'], { env: SSO });
    assert.equal(login.status, 0, login.stderr);
  });

  const run = async (args: readonly string[], options: HeadlessOptions = {}): Promise<HeadlessResult> =>
    aws.sandbox.run(args, options);
  const printed = async (...args: readonly string[]): Promise<Printed> => {
    const { stdout, stderr, status } = await run(['console', '--json', ...args]);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as Printed;
  };
  /** What the local AWS says to whoever opens it. */
  const pageAt = async (url: string): Promise<string> => (await fetch(url)).text();
  const stsCalls = (): number => aws.server.calls.length;

  it('is the portal’s link where the plan ends in SSO: no call, no secret', async () => {
    const calls = stsCalls();
    const link = await printed('bastion', '--service', 's3');
    assert.equal(
      link.url,
      'https://acme.awsapps.com/start/#/console?account_id=111122223333&role_name=PowerUser&destination=https%3A%2F%2Feu-west-1.console.aws.amazon.com%2Fs3%2Fhome%3Fregion%3Deu-west-1',
    );
    assert.deepEqual(
      [link.kind, link.account, link.role, link.expires],
      ['portal', '111122223333', 'PowerUser', null],
    );
    assert.equal(stsCalls(), calls);
    const { stdout, stderr } = await run(['console', '--url', 'bastion']);
    assert.match(stdout, /^https:\/\/acme\.awsapps\.com\/start\/#\/console\?\S+\n$/);
    assert.equal(stderr, '');
  });

  it('is federated for SSO on request, for a chained role, for keys with a policy', async () => {
    for (const [args, who, account] of [
      [['bastion', '--federate'], /AWSReservedSSO_PowerUser_\w+\/jane/, '111122223333'],
      [['prod-readonly'], /444455556666:assumed-role\/ReadOnly\//, '444455556666'],
      [['jane', '--read-only'], /111122223333:federated-user\/awscred-jane/, '111122223333'],
      [
        ['jane', '--policy', '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'],
        /user/,
        '111122223333',
      ],
      [['mfa-keys', '--read-only'], /777788889999:federated-user\/awscred-jane/, '777788889999'],
    ] as const) {
      const link = await printed(...args);
      assert.equal(link.kind, 'federated');
      assert.equal(link.account, account);
      assert.ok(Date.parse(link.expires ?? '') > Date.now() + 15 * 60_000);
      assert.match(await pageAt(link.url), who);
    }
    assert.equal(aws.count('GetSessionToken'), 0, 'an MFA session could not ask for a federation token');
  });

  it('says that a federated address is a secret, and the portal’s is none', async () => {
    const { stdout, stderr } = await run(['console', '--url', 'prod-readonly']);
    assert.match(stdout, /^http:\/\/127\.0\.0\.1:\d+\/federation\?Action=login&\S+\n$/);
    assert.match(
      stderr,
      /^awscred: (?:warning: )?this address signs in whoever opens it as prod-readonly, for 15m/,
    );
  });

  it('asks AWS for a long session only where it takes one, and says so once elsewhere', async () => {
    const warned = async (...args: readonly string[]): Promise<number> => {
      const { status, stderr } = await run(['console', '--json', ...args]);
      assert.equal(status, 0, stderr);
      return stderr.split('\n').filter((line) => /takes no duration for the console/.test(line)).length;
    };
    assert.equal(await warned('bastion', '-d', '4h'), 1);
    assert.equal(await warned('bastion', '--federate', '-d', '4h'), 1);
    assert.equal(await warned('prod-readonly', '-d', '30m'), 1);
    assert.equal(await warned('jane', '--read-only', '-d', '4h'), 0);
  });

  it('refuses keys without a policy with exit 2 and the way out, before any call', async () => {
    const calls = stsCalls();
    for (const profile of ['jane', 'mfa-keys']) {
      const { status, stdout, stderr } = await run(['console', '--url', profile]);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, /long-lived keys, which open the console only as a federated user with a policy/);
      assert.match(stderr, new RegExp(`awscred console --read-only ${profile}`));
    }
    assert.equal(stsCalls(), calls);
  });

  it('says with exit 3 what AWS does not take', async () => {
    aws.server.fail({ service: 'signin', operation: 'getSigninToken', how: { kind: 'status', status: 400 } });
    const { status, stdout, stderr } = await run(['console', '--url', 'prod-readonly']);
    assert.deepEqual([status, stdout], [3, '']);
    assert.match(stderr, /sign-in service does not take the credentials of prod-readonly/);
    assert.match(stderr, /awscred console --refresh prod-readonly/);
    const denied = await run(['console', '--url', 'bad']);
    assert.equal(denied.status, 3);
  });

  for (const [args, message] of [
    [['bastion', '--service', '../x'], /is not a service/],
    [['bastion', '--path', '//evil.example'], /is not a path/],
    [['bastion', '--service', 's3', '--path', '/s3'], /two ways/],
    [['bastion', '--display-name', 'x'], /belongs to --switch-role/],
    [['bastion', '--firefox-container', 'a', '--chrome-profile', 'b'], /use one/],
    [['bastion', '--switch-role'], /is no role/],
    [['prod-readonly', '--switch-role', '--service', 's3'], /goes to no page/],
    [['prod-readonly', '--switch-role', '--color', 'pinkish'], /is not one of/],
    [['prod-readonly', '--switch-role', '--display-name', 'x'.repeat(65)], /1 to 64/],
    [['gov'], /us-gov-west-1 is not one of aws\b/],
    [['jane', '--read-only', '-d', '13h'], /is not between 15m and 12h/],
    [['jane', '--read-only', '--session-name', 'x'.repeat(33)], /federated user's name/],
    [['jane', '--policy', '{'], /is not JSON/],
    [['nosuch'], /no profile/],
  ] as const) {
    it(`console ${args.map((word) => word.slice(0, 20)).join(' ')} is exit 2`, async () => {
      const { status, stdout, stderr } = await run(['console', '--url', ...args]);
      assert.deepEqual([status, stdout], [2, ''], stderr);
      assert.match(stderr, message);
    });
  }

  it('prints the switch-role link of a role without any call', async () => {
    const calls = stsCalls();
    const { stdout } = await run([
      'console',
      '--switch-role',
      'prod-readonly',
      '--display-name',
      'prod',
      '--color',
      '#f2b0a9',
    ]);
    assert.equal(
      stdout,
      'https://signin.aws.amazon.com/switchrole?account=444455556666&roleName=ReadOnly&displayName=prod&color=F2B0A9\n',
    );
    const link = JSON.parse(
      (await run(['console', '--switch-role', 'prod-admin', '--json'])).stdout,
    ) as Printed;
    assert.deepEqual([link.kind, link.account, link.role], ['switch-role', '444455556666', 'Admin']);
    assert.equal(stsCalls(), calls);
  });

  it('is assume -c, with every option of its own', async () => {
    for (const args of [
      ['assume', '-c', 'bastion'],
      ['assume', 'bastion', '--console'],
      ['assume', '-qc', 'bastion'],
    ]) {
      const { stdout, stderr, status } = await run([...args, '--url']);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^https:\/\/acme\.awsapps\.com\/start\/#\/console/);
    }
    const failed = await run(['assume', '-c', 'nosuch']);
    assert.deepEqual([failed.status, failed.stdout], [2, '']);
  });

  it('opens a browser with an address that holds no secret, whatever the kind', async () => {
    const { opened } = aws.sandbox;
    const before = opened.length;
    for (const args of [['bastion'], ['prod-readonly'], ['jane', '--read-only']]) {
      const { status, stdout, stderr } = await run(['console', ...args], { env: SSO });
      assert.deepEqual([status, stdout], [0, ''], stderr);
      assert.match(stderr, /the console is open in the browser/);
    }
    const [portal, ...others] = opened.slice(before).map((words) => words.join(' '));
    assert.match(portal ?? '', /^https:\/\/acme\.awsapps\.com\/start\/#\/console/);
    others.forEach((one) => assert.match(one, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/));
    assert.equal(new Set(others).size, 2);
  });

  it('opens it where the options or config.ini say', async () => {
    const last = (): readonly string[] => aws.sandbox.opened.at(-1) ?? [];
    await run(['console', 'bastion', '--browser', '/opt/a browser']);
    assert.deepEqual([last()[0], last().length], ['/opt/a browser', 2]);
    await run(['console', 'bastion', '--firefox-container', 'a&b', '--color', 'red']);
    assert.deepEqual(last().slice(0, 2), ['firefox', '--new-tab']);
    assert.match(last()[2] ?? '', /^ext\+container:name=a%26b&url=https%3A%2F%2Facme\S*&color=red$/);
    aws.sandbox.write(
      '.config/google-chrome/Local State',
      JSON.stringify({ profile: { info_cache: { 'Profile 3': { name: 'Work' }, Default: { name: 'Me' } } } }),
    );
    await run(['console', 'bastion', '--chrome-profile', 'Work']);
    assert.deepEqual(last().slice(0, 2), ['google-chrome', '--profile-directory=Profile 3']);
    await run(['console', 'bastion', '--chrome-profile', 'a/b', '--browser', '/usr/bin/chromium']);
    assert.deepEqual(last().slice(0, 2), ['/usr/bin/chromium', '--profile-directory=a-b']);
    const config = aws.sandbox.write(
      '.config/awscred/config.ini',
      '[profile bast*]\nconsole_container = acme\nconsole_color = blue\nconsole_browser = /opt/fox\n',
    );
    await run(['console', 'bastion']);
    assert.deepEqual(last().slice(0, 2), ['/opt/fox', '--new-tab']);
    assert.match(last()[2] ?? '', /^ext\+container:name=acme&\S*&color=blue$/);
    await run(['console', 'bastion', '--browser', '/opt/other']);
    assert.deepEqual([last()[0], last().length], ['/opt/other', 2]);
    for (const text of [
      '[profile x]\nconsole_color = pinkish\n',
      '[account 111122223333]\nconsole_browser = x\n',
      'console_browser = x\n',
    ]) {
      aws.sandbox.write('.config/awscred/config.ini', text);
      assert.equal((await run(['console', 'bastion', '--url'])).status, 2, text);
    }
    aws.sandbox.write('.config/awscred/config.ini', '');
    assert.ok(config.endsWith('config.ini'));
  });

  it('is exit 4 with the link’s own command where there is no browser, and shows what holds no secret', async () => {
    for (const [args, env] of [
      [['prod-readonly'], {}],
      [['prod-readonly', '--no-browser'], SSO],
      [['prod-readonly', '--browser', 'no-such-browser'], {}],
      [['bastion'], {}],
    ] as const) {
      const { status, stdout, stderr } = await run(['console', ...args], { env });
      assert.deepEqual([status, stdout], [4, ''], stderr);
      assert.match(stderr, new RegExp(`\`awscred console --url ${args[0]}\` prints the address`));
      assert.doesNotMatch(stderr, /SigninToken/);
    }
    const shown = await run(['console', 'bastion'], { answers: [] });
    assert.equal(shown.status, 0, shown.stderr);
    assert.match(shown.tty, /open this in a browser: https:\/\/acme\.awsapps\.com\/start\/#\/console/);
  });

  it('asks what a guard asks, for the portal’s link too, each time', async () => {
    aws.sandbox.write('.config/awscred/config.ini', '[profile bastion]\nconfirm = true\n');
    const alone = await run(['console', '--url', 'bastion']);
    assert.deepEqual([alone.status, alone.stdout], [4, '']);
    assert.match(alone.stderr, /`awscred console bastion` asks, then opens the console/);
    const wrong = await run(['console', '--url', 'bastion'], { answers: ['x', 'x', 'x'] });
    assert.deepEqual([wrong.status, wrong.stdout], [3, '']);
    const right = await run(['console', '--url', 'bastion'], { answers: ['111122223333'] });
    assert.equal(right.status, 0, right.stderr);
    const again = await run(['process', 'bastion'], { answers: [null] });
    assert.equal(again.status, 3, 'a link has released no credentials');
    aws.sandbox.write(
      '.config/awscred/config.ini',
      'trusted_endpoints = 127.0.0.1\n[account 111122223333]\nallowed_account_ids = 999988887777\n',
    );
    for (const args of [['bastion'], ['bastion', '--federate'], ['jane', '--read-only']]) {
      assert.equal((await run(['console', '--url', ...args])).status, 2, args.join(' '));
    }
    aws.sandbox.write('.config/awscred/config.ini', '');
  });

  it('narrows keys by one scope, and a portal’s role by federation only', async () => {
    const config = (text: string): string => aws.sandbox.write('.config/awscred/config.ini', text);
    const asked = async (...args: readonly string[]): Promise<HeadlessResult> =>
      run(['console', '--json', ...args]);
    config('[scope logs]\nallow = logs:Get*\nduration = 30m\n');
    const tokens = aws.count('GetFederationToken');
    const one = await asked('jane', '--scope', 'logs');
    assert.equal(one.status, 0, one.stderr);
    const { expires } = JSON.parse(one.stdout) as Printed;
    assert.ok(Date.parse(expires ?? '') < Date.now() + 31 * 60_000);
    assert.equal(aws.count('GetFederationToken'), tokens + 1);
    for (const more of [
      ['--scope', 'read-only'],
      ['--read-only'],
      ['--policy-arn', 'arn:aws:iam::aws:policy/AdministratorAccess'],
    ]) {
      const two = await asked('jane', '--scope', 'logs', ...more);
      assert.deepEqual([two.status, two.stdout], [2, ''], more.join(' '));
      assert.match(two.stderr, /AWS takes one policy/);
    }
    config('[scope logs]\nallow = logs:Get*\n[profile *]\nscope = logs\n');
    const guarded = await asked('jane');
    assert.equal(guarded.status, 0, guarded.stderr);
    assert.equal(
      (await asked('jane', '--policy-arn', 'arn:aws:iam::aws:policy/AdministratorAccess')).status,
      2,
    );
    // The whole permission set would be behind the portal's link.
    const scoped = await asked('bastion');
    assert.doesNotMatch(scoped.stdout, /"portal"/);
    assert.ok(aws.count('GetScopedCredentials') > 0);
    config('[profile *]\nmax_duration = 20m\n');
    const short = JSON.parse((await asked('jane', '--read-only', '-d', '4h')).stdout) as Printed;
    assert.ok(Date.parse(short.expires ?? '') < Date.now() + 21 * 60_000);
    config('[profile *]\nmax_duration = 5m\n');
    assert.equal((await asked('jane', '--read-only')).status, 2);
    config('[profile *]\nmfa = required\n');
    assert.equal((await asked('mfa-keys', '--read-only')).status, 2);
    config('');
  });

  it('gives no credentials to an endpoint that is not AWS’s', async () => {
    const calls = stsCalls();
    const env = { AWS_ENDPOINT_URL_SIGNIN: 'https://evil.example' };
    const { status, stdout, stderr } = await run(['console', '--url', 'prod-readonly'], { env });
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /AWS_ENDPOINT_URL_SIGNIN: evil\.example is not AWS's own host for signin/);
    assert.ok(stsCalls() >= calls);
  });

  it('knows nobody but the user that the keys are of', () => {
    assert.ok(aws.server.calls.some(({ principal }) => principal === JANE));
  });
});
