import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';
import type { HeadlessResult } from '../../support/headless.ts';

const SERIAL = 'arn:aws:iam::777788889999:mfa/ci-user';
const LOGS = '[scope logs]\nallow = logs:Get*, logs:Describe*\n';
const STS = '[scope hop]\nallow = sts:AssumeRole\nresources = arn:aws:iam::444455556666:role/ReadOnly\n';

interface Step {
  readonly kind: string;
  readonly policy?: string | null;
  readonly layer?: number;
  readonly layers?: number;
}

describe('--scope', () => {
  let aws: HeadlessAws;
  let begun = 0;

  before(async () => {
    aws = await headlessAws();
    await aws.sandbox.run(['login', 'bastion'], { env: { BROWSER: ALLOW } });
  });

  beforeEach(() => {
    config(LOGS + STS);
    begun = aws.server.calls.length;
  });

  const config = (text: string): string => aws.sandbox.write('.config/awscred/config.ini', text);
  const run = async (...args: readonly string[]): Promise<HeadlessResult> => aws.sandbox.run(args);
  /** Operations since the test began. */
  const asked = (): readonly string[] => aws.server.calls.slice(begun).map(({ operation }) => operation);
  async function keyOf(...args: readonly string[]): Promise<string> {
    const result = await run('process', ...args);
    assert.equal(result.status, 0, result.stderr);
    return (JSON.parse(result.stdout) as { AccessKeyId: string }).AccessKeyId;
  }
  async function refused(
    status: number,
    message: RegExp,
    ...args: readonly string[]
  ): Promise<HeadlessResult> {
    const result = await run('process', ...args);
    assert.equal(result.status, status, result.stderr);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, message);
    return result;
  }
  async function steps(...args: readonly string[]): Promise<readonly Step[]> {
    const result = await run('explain', '--json', ...args);
    assert.equal(result.status, 0, result.stderr);
    return (JSON.parse(result.stdout) as { steps: readonly Step[] }).steps;
  }

  for (const [name, profile, kinds, calls] of [
    ['a role', 'prod-readonly', ['sso', 'assume-role', 'assume-role', 'scoped'], 'GetScopedCredentials'],
    ['SSO', 'bastion', ['sso', 'scoped'], 'GetScopedCredentials'],
    ['keys', 'jane', ['stored-keys', 'session', 'scoped'], 'GetSessionToken GetScopedCredentials'],
  ] as const) {
    it(`narrows what ends in ${name}`, async () => {
      assert.deepEqual(
        (await steps(profile, '--scope', 'logs')).map(({ kind }) => kind),
        kinds,
      );
      await keyOf(profile, '--scope', 'logs');
      assert.ok(asked().join(' ').endsWith(calls), asked().join(' '));
      const last = aws.server.calls.at(-1);
      assert.equal(last?.status, 200);
    });
  }

  it('narrows an MFA session, with one code', async () => {
    const config = aws.sandbox.read('.aws/config');
    aws.sandbox.append(
      '.aws/config',
      `[profile coded]\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\nmfa_serial = ${SERIAL}\n`,
    );
    const keys = aws.sandbox.read('.aws/credentials');
    aws.sandbox.write('.aws/credentials', keys.replace('[ci-user]', '[coded]'));
    await keyOf('coded', '--scope', 'logs', '-t', aws.server.mfaCode(SERIAL));
    assert.deepEqual(asked(), ['GetSessionToken', 'GetScopedCredentials']);
    aws.sandbox.write('.aws/config', config);
    aws.sandbox.write('.aws/credentials', keys);
  });

  it('once to three times are layers, each in the intersection; the fourth is refused', async () => {
    const layers = ['--scope', 'logs', '--scope', 'read-only', '--scope', 'hop'];
    const scoped = (await steps('jane', ...layers)).filter(({ kind }) => kind === 'scoped');
    assert.deepEqual(
      scoped.map(({ layer, layers: all }) => [layer, all]),
      [
        [1, 3],
        [2, 3],
        [3, 3],
      ],
    );
    await keyOf('jane', ...layers);
    assert.equal(asked().filter((one) => one === 'GetScopedCredentials').length, 3);
    const { stderr } = await refused(2, /4 scopes are too many/, 'jane', ...layers, '--scope', 'logs');
    assert.match(stderr, /logs \(--scope\), read-only \(--scope\), hop \(--scope\), logs \(--scope\)/);
  });

  it('what is narrowed and what is not never answer for each other', async () => {
    const seen = new Set<string>();
    for (const args of [
      ['bastion'],
      ['bastion', '--scope', 'logs'],
      ['bastion', '--scope', 'read-only'],
      ['bastion', '--scope', 'read-only', '--scope', 'logs'],
    ]) {
      const key = await keyOf(...args);
      assert.equal(await keyOf(...args), key, 'kept');
      seen.add(key);
    }
    assert.equal(seen.size, 4);
    config('[scope logs]\nallow = logs:Get*\n');
    seen.add(await keyOf('bastion', '--scope', 'logs'));
    assert.equal(seen.size, 5, 'a changed policy is a miss');
  });

  it('a changed policy file is a miss, named on the command line or in config.ini', async () => {
    const policy = (action: string): string =>
      JSON.stringify({ Statement: { Effect: 'Allow', Action: action, Resource: '*' } });
    const file = aws.sandbox.write('p.json', policy('s3:GetObject'));
    config(`[scope own]\npolicy = ${file}\n[profile bastion]\nscope = own\n`);
    const first = [await keyOf('jane', '--scope', file), await keyOf('bastion')];
    assert.deepEqual([await keyOf('jane', '--scope', file), await keyOf('bastion')], first);
    aws.sandbox.write('p.json', policy('s3:PutObject'));
    const second = [await keyOf('jane', '--scope', file), await keyOf('bastion')];
    assert.equal(new Set([...first, ...second]).size, 4);
  });

  it('lets through what all layers allow, and nothing else', async () => {
    const taken = await run('assume', 'hub', '--scope', 'hop', '-o', 'json');
    assert.equal(taken.status, 0, taken.stderr);
    const keys = JSON.parse(taken.stdout) as Record<string, string>;
    const env = { ...keys, AWS_PROFILE: undefined, AWSCRED_PROFILE: undefined };
    const role = (name: string): readonly string[] => [
      'process',
      '--from-env',
      '--role-arn',
      `arn:aws:iam::444455556666:role/${name}`,
      '--region',
      'eu-west-1',
    ];
    const more = { ...env, AWS_ENDPOINT_URL_STS: aws.server.url };
    assert.equal((await aws.sandbox.run(role('ReadOnly'), { env: more })).status, 0);
    assert.equal((await aws.sandbox.run(role('Admin'), { env: more })).status, 3);
  });

  it('cuts the life: -d where no role ends the plan, a scope’s duration, and never more than is left', async () => {
    const left = async (...args: readonly string[]): Promise<number> => {
      const { stdout, stderr } = await run('process', ...args);
      assert.match(stdout, /Expiration/, stderr);
      const { Expiration } = JSON.parse(stdout) as { Expiration: string };
      return (Date.parse(Expiration) - Date.now()) / 1000;
    };
    config(
      '[scope short]\nallow = logs:Get*\nduration = 30m\n[scope long]\nallow = logs:Get*\nduration = 36h\n',
    );
    const half = await left('jane', '--scope', 'short');
    assert.ok(half > 1700 && half <= 1801, String(half));
    const twenty = await left('jane', '--scope', 'long', '-d', '20m');
    assert.ok(twenty > 1100 && twenty <= 1201, String(twenty));
    assert.ok((await left('bastion', '--scope', 'long')) > 3000);
  });

  it('--reason goes to AWS, and is no part of what is kept; it needs a scope', async () => {
    const args = ['hub', '--scope', 'logs', '--refresh'];
    const key = await keyOf(...args, '--reason', 'ticket 4711');
    assert.equal(aws.server.calls.at(-1)?.description, 'ticket 4711');
    assert.equal(await keyOf('hub', '--scope', 'logs', '--reason', 'another one'), key);
    await refused(2, /--reason needs a scope/, 'hub', '--reason', 'why not');
    await refused(2, /--reason takes 2 to 256 characters/, 'hub', '--scope', 'logs', '--reason', 'x');
  });

  it('--read-only and --policy narrow what ends in no role; --policy-arn and tags do not', async () => {
    const policy = '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
    assert.deepEqual(
      (await steps('bastion', '--read-only', '--policy', policy)).map(({ kind }) => kind),
      ['sso', 'scoped', 'scoped'],
    );
    const keys = [await keyOf('bastion', '--read-only'), await keyOf('bastion', '--policy', policy)];
    assert.equal(new Set([...keys, await keyOf('bastion')]).size, 3);
    await refused(
      2,
      /--policy-arn has nothing to act on[^]*use --policy or --scope/,
      'bastion',
      '--policy-arn',
      'arn:aws:iam::aws:policy/X',
    );
    await refused(2, /--tag has nothing to act on/, 'bastion', '--tag', 'a=b', '--scope', 'logs');
    await refused(2, /--policy is not a policy/, 'bastion', '--policy', '{}');
  });

  for (const [code, status, message] of [
    ['AccessDenied', 403, /may not call it \(AccessDenied\); nothing unnarrowed was handed out/],
    ['InvalidAction', 400, /does not have GetScopedCredentials \(InvalidAction\); nothing unnarrowed was/],
    ['MalformedPolicyDocument', 400, /the policy is not valid \(Malformed\w+\); nothing unnarrowed was/],
    ['PackedPolicyTooLarge', 400, /token would be too large[^;]*; nothing unnarrowed was/],
    ['InsufficientSessionLifetime', 400, /cannot outlive[^;]*; nothing unnarrowed was/],
    ['InvalidSubjectCredentials', 400, /not a session that AWS can narrow[^;]*; nothing unnarrowed was/],
    ['SomethingNew', 400, /SomethingNew\); nothing unnarrowed was/],
  ] as const) {
    it(`a refusal with ${code} is one sentence, exit 3, and hands out nothing`, async () => {
      const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
      const how = { kind: 'status', status, body, headers: { 'Content-Type': 'text/xml' } } as const;
      aws.server.fail({ operation: 'GetScopedCredentials', how, times: 'always' });
      const { stderr } = await refused(3, message, 'bastion', '--scope', 'logs', '--refresh');
      assert.equal(stderr.match(/^awscred: (?!hint)/gm)?.length, 1, stderr);
      aws.server.heal();
    });
  }
});

describe('a scope that is none', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await headlessAws();
  });

  for (const [text, line, message] of [
    ['[scope a]\nallow = logs:Get*\npolicy = /p.json\n', 3, /both policy and allow/],
    ['[scope a]\nalow = logs:Get*\n', 2, /a scope has no key "alow"/],
    ['[scope a]\nallow = logs\n', 2, /"logs" is not an action/],
    ['[scope a]\n', 1, /allows nothing/],
    ['[scope a]\nallow = a:b\nresources = x\n', 3, /"x" is not an ARN/],
    ['[scope a]\nallow = a:b\nduration = 2d\n', 3, /not a time up to 36h/],
    ['[scope read-only]\nallow = a:b\n', 1, /built in/],
    ['[scope a.json]\nallow = a:b\n', 1, /no name of a scope/],
    ['[scope a]\nallow = a:b\n[scope a]\nallow = a:b\n', 3, /stands in line 1 already/],
    ['[scope a]\npolicy = p.json\n', 2, /not the full path/],
    ['[profile x]\nscope = lgos\n[scope logs]\nallow = a:b\n', 2, /no scope "lgos"; did you mean logs\?/],
    [`[scope a]\nallow = ${'service:Action, '.repeat(150)}a:b\n`, 1, /AWS takes 2048/],
  ] as const) {
    it(`${JSON.stringify(text.slice(0, 60))}: exit 2, by file and line`, async () => {
      aws.sandbox.write('.config/awscred/config.ini', text);
      const result = await aws.sandbox.run(['process', 'jane']);
      assert.deepEqual([result.status, result.stdout], [2, '']);
      assert.match(result.stderr, new RegExp(`^awscred: ~/.config/awscred/config.ini:${line}: `));
      assert.match(result.stderr, message);
    });
  }

  for (const [text, message] of [
    ['{', /p\.json:1: .*is not JSON/],
    ['{\n"Statement": [\n', /p\.json:3: .*is not JSON/],
    ['[]', /is not a policy: it is no JSON object/],
    ['{"Statement": []}', /no Statement/],
    ['{"Statement": {"Action": "a:b", "Resource": "*"}}', /statement 1 needs an Effect/],
    ['{"Statement": {"Effect": "Allow", "Resource": "*"}}', /statement 1 needs Action or NotAction/],
    ['{"Statement": {"Effect": "Allow", "Action": "a:b"}}', /needs Resource or NotResource/],
    ['{"Statement": {"Effect": "Allow", "Actions": "a:b", "Resource": "*"}}', /Actions, which is no element/],
    [
      `{"Statement": {"Effect": "Allow", "Action": "a:${'b'.repeat(2048)}", "Resource": "*"}}`,
      /AWS takes 2048/,
    ],
    [
      '{"Statement":\n{"Effect": "Allow", "Action": "a:b", "Resource": "\u4e2d"}}',
      /p\.json:2: .*beyond U\+00FF/,
    ],
  ] as const) {
    it(`the policy file ${JSON.stringify(text.slice(0, 70))}: exit 2`, async () => {
      const path = aws.sandbox.write('p.json', text);
      aws.sandbox.write('.config/awscred/config.ini', `[scope own]\npolicy = ${path}\n`);
      for (const name of [path, 'own']) {
        const result = await aws.sandbox.run(['process', 'jane', '--scope', name]);
        assert.deepEqual([result.status, result.stdout], [2, ''], result.stderr);
        assert.match(result.stderr, message);
      }
      assert.equal(aws.server.calls.length, 0);
    });
  }

  it('an unknown name is never a file', async () => {
    aws.sandbox.write('.config/awscred/config.ini', LOGS);
    aws.sandbox.write('policy', '{}');
    const result = await aws.sandbox.run(['process', 'jane', '--scope', 'policy']);
    assert.deepEqual([result.status, result.stdout], [2, '']);
    assert.match(result.stderr, /there is no scope "policy"/);
    const near = await aws.sandbox.run(['process', 'jane', '--scope', 'lgos']);
    assert.match(near.stderr, /did you mean logs\?/);
  });

  it('`scopes` shows each policy, and read-only fits', async () => {
    aws.sandbox.write('.config/awscred/config.ini', LOGS);
    const { stdout } = await aws.sandbox.run(['scopes', '--json']);
    const { scopes } = JSON.parse(stdout) as { scopes: { name: string; policy: string }[] };
    assert.deepEqual(
      scopes.map(({ name }) => name),
      ['read-only', 'logs'],
    );
    assert.ok((scopes[0]?.policy.length ?? 9999) <= 2048, String(scopes[0]?.policy.length));
    assert.match(
      (await aws.sandbox.run(['scopes'])).stdout,
      /^logs {2}\(~\/.config\/awscred\/config.ini:1\)$/m,
    );
  });
});
