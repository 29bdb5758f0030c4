import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Headless } from '../support/headless.ts';

const KEYS =
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n';
const ROLE = 'role_arn = arn:aws:iam::111122223333:role/R\n';

/** [what, config, profile, what stderr says]: all exit 2, with nothing on stdout. */
const CASES: readonly (readonly [string, string, string, RegExp])[] = [
  [
    'a near miss',
    `[profile prod-readonly]\n${KEYS}`,
    'prod-readonli',
    /no profile "prod-readonli"\nawscred: hint: did you mean prod-readonly\? \(1 profile: awscred list\)/,
  ],
  [
    'a malformed line in the profile used',
    `[profile p]\nregion us-east-1\n${KEYS}`,
    'p',
    /~\/\.aws\/config:2: /,
  ],
  [
    'a circle',
    `[profile a]\n${ROLE}source_profile = b\n[profile b]\n${ROLE}source_profile = a\n`,
    'a',
    /circle: a \(~\/\.aws\/config:3\) → b \(~\/\.aws\/config:6\) → a/,
  ],
  [
    'a missing source',
    `[profile p]\n${ROLE}source_profile = nosuch\n`,
    'p',
    /config:3: profile "p": the source_profile "nosuch" does not exist/,
  ],
  [
    'both sources',
    `[profile p]\n${ROLE}source_profile = q\ncredential_source = Environment\n[profile q]\n${KEYS}`,
    'p',
    /config:4: profile p contains both source_profile and credential_source/,
  ],
  ...(['include_profile', 'parent_profile'] as const).flatMap((key) =>
    ['', ROLE].map((own): (typeof CASES)[number] => [
      `${key}${own === '' ? '' : ' beside a role'}`,
      `[profile base]\nregion = x\n[profile p]\n${own}${key} = base\n`,
      'p',
      new RegExp(`hint: ${key} = base is aws-vault's, and neither AWS's tools nor awscred read it`),
    ]),
  ),
  [
    'an account of 11 digits',
    `[profile p]\nrole_arn = arn:aws:iam::11112222333:role/R\nsource_profile = p\n${KEYS}`,
    'p',
    /config:2: profile p: role_arn = \S+ names an account that has 11 digits and an account id has 12: a zero/,
  ],
  ...(
    [
      ['11112222333', /config:5: profile p: sso_account_id = 11112222333 has 11 digits/],
      ['1111222233334', /has 13 digits, and an account id has 12/],
      ['1111-2222-3333', /has blanks or hyphens/],
      [
        '"111122223333"',
        /sso_account_id = "111122223333" is not 12 digits\nawscred: hint: the quotes are part/,
      ],
      ["'111122223333'", /hint: the quotes are part of the value/],
      ['111122223333\n  x', /goes on in the next line/],
    ] as const
  ).map(([account, words]): (typeof CASES)[number] => [
    `sso_account_id = ${account}`,
    `[sso-session s]\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\n[profile p]\nsso_account_id = ${account}\nsso_session = s\nsso_role_name = R\n`,
    'p',
    words,
  ]),
  [
    'a quoted role',
    `[profile p]\nrole_arn = "arn:aws:iam::111122223333:role/R"\nsource_profile = p\n${KEYS}`,
    'p',
    /is not an ARN .*\nawscred: hint: the quotes are part of the value/,
  ],
  [
    'a quoted source',
    `[profile p]\n${ROLE}source_profile = "q"\n[profile q]\n${KEYS}`,
    'p',
    /does not exist\nawscred: hint: the quotes are part of the value/,
  ],
  [
    'half a key pair',
    '[profile p]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n',
    'p',
    /config:2: profile p has half a key pair: aws_secret_access_key is missing/,
  ],
  [
    'a duration that is no number',
    `[profile p]\n${ROLE}source_profile = q\nduration_seconds = 2h\n[profile q]\n${KEYS}`,
    'p',
    /config:4: profile p: duration_seconds = 2h is not a number of seconds \(900 to 43200\)/,
  ],
  [
    'a duration out of range',
    `[profile p]\n${ROLE}source_profile = q\nduration_seconds = 99999\n[profile q]\n${KEYS}`,
    'p',
    /duration_seconds = 99999/,
  ],
  [
    'a bad session name',
    `[profile p]\n${ROLE}source_profile = q\nrole_session_name = a/b\n[profile q]\n${KEYS}`,
    'p',
    /config:4: profile p: role_session_name = a\/b/,
  ],
  ['a bad region', `[profile p]\nregion = eu west\n${KEYS}`, 'p', /config:2: .*region/],
  [
    'not an ARN',
    `[profile p]\nrole_arn = Admin\nsource_profile = q\n[profile q]\n${KEYS}`,
    'p',
    /config:2: profile p: role_arn = Admin is not an ARN/,
  ],
  [
    'plain http to a host that is not loopback',
    `[profile p]\nendpoint_url = http://aws.example.com\nregion = eu-west-1\n${ROLE}source_profile = q\n[profile q]\n${KEYS}`,
    'p',
    /config:2/,
  ],
  [
    'a security key',
    `[profile p]\nmfa_serial = arn:aws:iam::111122223333:u2f/user/jane/key\n${KEYS}`,
    'p',
    /security key/,
  ],
];

describe('bad input ends with 2, names the place, and leaves stdout empty', () => {
  for (const [what, config, profile, says] of CASES) {
    it(what, async () => {
      const sandbox = new Headless();
      sandbox.write('.aws/config', config);
      const result = await sandbox.run(['process', profile]);
      assert.equal(result.status, 2, result.stderr);
      assert.equal(result.stdout, '');
      assert.match(result.stderr, says);
      assert.ok(!result.stderr.includes('wJalrXUtnFEMI'));
      checkLines(result.stderr);
      const posix = await sandbox.run(['assume', profile, '-o', 'posix']);
      assert.equal(posix.stdout, '(exit 2);\n');
      const asJson = await sandbox.run(['process', profile, '--json']);
      const { error } = JSON.parse(asJson.stderr) as { error: { code: string; message: string } };
      assert.ok(error.code.length > 0 && error.message.length > 0);
    });
  }

  it('a malformed line elsewhere breaks nothing and says nothing', async () => {
    const sandbox = new Headless();
    sandbox.write('.aws/config', `[profile broken]\nno equals sign here\n[profile p]\n${KEYS}`);
    const result = await sandbox.run(['process', 'p']);
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stderr, '');
    const answer = JSON.parse(result.stdout) as Record<string, unknown>;
    assert.deepEqual(Object.keys(answer).sort(), ['AccessKeyId', 'SecretAccessKey', 'Version']);
  });

  it('no files at all: says how to begin', async () => {
    const result = await new Headless().run(['assume', '-o', 'fish']);
    assert.equal(result.status, 2);
    assert.match(result.stderr, /no AWS profiles yet: ~\/\.aws\/config does not exist/);
    assert.match(result.stderr, /awscred dev-server --write-config/);
  });
});

describe('the command line', () => {
  const usage: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown command', ['frobnicate'], /no command "frobnicate"/],
    ['another tool’s verb', ['export', 'p'], /hint: awscred assume/],
    ['an unknown option', ['process', 'p', '--frob'], /--frob/],
    ['two different profiles', ['process', 'p', '-p', 'q'], /two profiles/],
    ['a bad duration', ['process', 'p', '-d', 'soon'], /--duration/],
    ['an unknown format', ['assume', 'p', '-o', 'cobol'], /cobol/],
    ['a relative AWSCRED_HOME', ['list'], /AWSCRED_HOME/],
    ['half a command', ['cache'], /cache list/],
    ['too many words', ['process', 'p', 'q'], /./],
  ];
  for (const [what, args, says] of usage) {
    it(what, async () => {
      const sandbox = new Headless();
      sandbox.write('.aws/config', `[profile p]\n${KEYS}`);
      const env = what.includes('AWSCRED_HOME') ? { AWSCRED_HOME: 'relative' } : {};
      const result = await sandbox.run(args, { env });
      assert.equal(result.status, 2, result.stderr);
      assert.equal(result.stdout, '');
      assert.match(result.stderr, says);
      checkLines(result.stderr);
    });
  }

  const SESSION = 'sso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n';
  const meant: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a session with two letters swapped', ['login', 'acem'], /did you mean acme\?/],
    ['a session at logout', ['logout', 'acm'], /did you mean acme\?/],
    ['a session in a profile’s place', ['process', 'acme'], /that is an SSO session: `awscred login acme`/],
    ['a profile with two letters swapped', ['process', 'prdo'], /did you mean prod\?/],
    [
      'a profile’s own session',
      ['process', 'dev'],
      /config:\d+: .*sso_session = acem.*\n.*did you mean acme\?/,
    ],
    ['a source profile', ['process', 'hop'], /config:\d+: .*"prdo" does not exist\n.*did you mean prod\?/],
    ['a program where the profile belongs', ['exec', 'aws', 's3', 'ls'], /`awscred exec PROFILE -- aws …`/],
    ['an option that means nothing', ['list', '--tag', 'a=b'], /awscred list has no option --tag\n.*assume/],
    ['a shell’s -c', ['exec', 'sh', '-c', 'true'], /`awscred exec PROFILE -- PROGRAM -c`/],
  ];
  for (const [what, args, says] of meant) {
    it(`${what} is told what was meant`, async () => {
      const sandbox = new Headless();
      const dev = '[profile dev]\nsso_session = acem\nsso_account_id = 111122223333\nsso_role_name = R\n';
      const hop = `[profile hop]\n${ROLE}source_profile = prdo\n`;
      sandbox.write('.aws/config', `[sso-session acme]\n${SESSION}[profile prod]\n${KEYS}${dev}${hop}`);
      const result = await sandbox.run(args);
      assert.equal(result.status, args[0] === 'exec' ? 125 : 2, result.stderr);
      assert.equal(result.stdout, '');
      assert.match(result.stderr, says);
      checkLines(result.stderr);
    });
  }

  it('every option may stand before or after', async () => {
    const sandbox = new Headless();
    sandbox.write('.aws/config', `[profile p]\n${KEYS}`);
    for (const args of [
      ['--region', 'eu-west-1', 'explain', 'p', '--json'],
      ['explain', '--json', 'p', '--region', 'eu-west-1'],
      ['--json', '-p', 'p', 'explain', '--region=eu-west-1'],
    ]) {
      const result = await sandbox.run(args);
      assert.equal(result.status, 0, result.stderr);
      assert.equal((JSON.parse(result.stdout) as { region: string }).region, 'eu-west-1');
    }
  });

  it('after -- a word is a profile’s name whatever it looks like', async () => {
    const sandbox = new Headless();
    sandbox.write('.aws/config', `[profile --json]\n${KEYS}`);
    const result = await sandbox.run(['explain', '--', '--json']);
    assert.equal(result.status, 0, result.stderr);
    assert.match(result.stdout, /^--json · /);
  });
});

/** Every line begins `awscred: ` or is indented; at most 15 of them. */
function checkLines(stderr: string): void {
  const lines = stderr.trimEnd().split('\n');
  assert.ok(lines.length <= 15, stderr);
  for (const line of lines) {
    assert.match(line, /^(?:awscred: | {2})/, stderr);
  }
}
