import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';
import type { HeadlessResult } from '../../support/headless.ts';

const PROD = '444455556666';
const BASTION = '111122223333';
const LOGS = '[scope logs]\nallow = logs:Get*\n';

interface Step {
  readonly kind: string;
  readonly asks: number | null;
  readonly policy?: string | null;
  readonly settings: Readonly<Record<string, { value: string; line: number | null }>>;
}

describe('guards that narrow', () => {
  let aws: HeadlessAws;
  let begun = 0;

  before(async () => {
    aws = await headlessAws();
    await aws.sandbox.run(['login', 'bastion'], { env: { BROWSER: ALLOW } });
  });

  beforeEach(() => {
    begun = aws.server.calls.length;
  });

  const config = (text: string): string =>
    aws.sandbox.write('.config/awscred/config.ini', `trusted_endpoints = 127.0.0.1\n${text}`);
  const run = async (...args: readonly string[]): Promise<HeadlessResult> => aws.sandbox.run(args);
  const count = (operation: string): number =>
    aws.server.calls.slice(begun).filter((call) => call.operation === operation).length;
  async function steps(...args: readonly string[]): Promise<readonly Step[]> {
    const result = await run('explain', '--json', ...args);
    assert.equal(result.status, 0, result.stderr);
    return (JSON.parse(result.stdout) as { steps: readonly Step[] }).steps;
  }
  async function keyOf(...args: readonly string[]): Promise<string> {
    const result = await run('process', ...args);
    assert.equal(result.status, 0, result.stderr);
    return (JSON.parse(result.stdout) as { AccessKeyId: string }).AccessKeyId;
  }

  it('scope: always narrowed, and never answered from what was not', async () => {
    config('');
    const whole = [await keyOf('bastion'), await keyOf('prod-readonly')];
    config(`${LOGS}[profile *]\nscope = logs\n`);
    const less = [await keyOf('bastion'), await keyOf('prod-readonly')];
    assert.equal(count('GetScopedCredentials'), 2);
    config('');
    assert.deepEqual([await keyOf('bastion'), await keyOf('prod-readonly')], whole);
    assert.equal(new Set([...whole, ...less]).size, 4);
  });

  it('scope: --scope adds a layer, and four are refused with where each comes from', async () => {
    config(`${LOGS}[scope b]\nallow = s3:*\n[profile *]\nscope = logs\n[profile bastion]\nscope = b\n`);
    const plan = await steps('bastion', '--scope', 'read-only');
    assert.equal(plan.filter(({ kind }) => kind === 'scoped').length, 3);
    const result = await run('process', 'bastion', '--scope', 'read-only', '--read-only');
    assert.equal(result.status, 2);
    assert.match(result.stderr, /4 scopes are too many.*config\.ini:7\).*config\.ini:9\)/);
  });

  it('scope under [account N] narrows keys whose account AWS alone knows, the first time too', async () => {
    config('');
    const whole = await keyOf('bastion');
    config(`${LOGS}[account ${BASTION}]\nscope = logs\n`);
    const jane = await run('assume', 'jane', '-o', 'json');
    assert.equal(jane.status, 0, jane.stderr);
    const { AWS_ACCESS_KEY_ID: key } = JSON.parse(jane.stdout) as { AWS_ACCESS_KEY_ID: string };
    assert.match(key, /^ASIA/);
    assert.equal(count('GetScopedCredentials'), 1);
    assert.notEqual(await keyOf('bastion'), whole);
  });

  it('read_only: a role gets ReadOnlyAccess, all else the scope; --policy is a layer, --policy-arn refused', async () => {
    config('[profile *]\nread_only = true\n');
    const policy = '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
    const role = await steps('prod-readonly', '--policy', policy);
    assert.deepEqual(
      role.slice(-2).map(({ kind }) => kind),
      ['assume-role', 'scoped'],
    );
    assert.equal(role.at(-2)?.settings['policy'], undefined);
    assert.match(role.at(-1)?.policy ?? '', /s3:\*/);
    assert.match((await steps('bastion')).at(-1)?.policy ?? '', /ec2:Describe\*/);
    const arn = ['--policy-arn', 'arn:aws:iam::aws:policy/AdministratorAccess'];
    for (const profile of ['prod-readonly', 'bastion']) {
      const result = await run('process', profile, ...arn);
      assert.equal(result.status, 2, result.stderr);
      assert.match(result.stderr, /--policy-arn would widen what \[profile \*\] read_only = true allows/);
    }
    assert.equal((await run('process', 'prod-readonly', '--policy', policy)).status, 0);
  });

  it('max_duration: the shortest counts; a role asks for no more, all else is cut', async () => {
    config(`[profile *]\nmax_duration = 2h\n[account ${PROD}]\nmax_duration = 30m\n`);
    assert.equal((await steps('prod-readonly', '-d', '12h')).at(-1)?.asks, 1800);
    const life = async (...args: readonly string[]): Promise<number> => {
      const { stdout, stderr } = await run('process', ...args);
      assert.match(stdout, /Expiration/, stderr);
      return (Date.parse((JSON.parse(stdout) as { Expiration: string }).Expiration) - Date.now()) / 1000;
    };
    assert.ok((await life('prod-readonly')) <= 1801);
    config('[profile *]\nmax_duration = 20m\n');
    assert.deepEqual(
      (await steps('jane')).map(({ kind, asks }) => [kind, asks]),
      [
        ['stored-keys', null],
        ['session', 43_200],
        ['scoped', 1200],
      ],
    );
    for (const args of [
      ['jane'],
      ['bastion'],
      ['bastion', '--scope', 'read-only'],
      ['prod-readonly', '-d', '1h'],
    ]) {
      const seconds = await life(...args);
      assert.ok(seconds > 1100 && seconds <= 1201, `${args.join(' ')}: ${seconds}`);
    }
    config('[profile *]\nmax_duration = 5m\n');
    assert.ok((await life('prod-readonly')) <= 301, 'less than a role can be asked for');
  });

  it('mfa = required: SSO and a code pass, keys and what only the account shows are exit 2', async () => {
    config('[profile *]\nmfa = required\n');
    await keyOf('prod-readonly');
    const keys = await run('process', 'jane');
    assert.deepEqual([keys.status, keys.stdout], [2, '']);
    assert.match(keys.stderr, /nothing in its plan asks for MFA/);
    assert.equal(count('GetSessionToken'), 0);
    config(`[account ${BASTION}]\nmfa = required\n`);
    assert.deepEqual([(await run('process', 'jane')).status, (await run('process', 'jane')).stdout], [2, '']);
  });

  it('false asks for nothing, and undoes nothing', async () => {
    config('[profile *]\nread_only = true\n[profile bastion]\nread_only = false\n');
    assert.equal((await steps('bastion')).at(-1)?.kind, 'scoped');
    config('[profile bastion]\nread_only = false\n');
    assert.equal((await steps('bastion')).at(-1)?.kind, 'sso');
  });
});
