import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { Headless } from '../support/headless.ts';
import { ALLOW } from '../support/aws/headless-aws.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../support/aws/local-aws.ts';
import { Sandbox } from '../support/sandbox.ts';

const KEYS = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s/ecret\n';
const CONFIG = `[profile p]
region = eu-west-1
${KEYS}[profile r]
role_arn = arn:aws:iam::111122223333:role/R
source_profile = p
[profile lost]
role_arn = arn:aws:iam::111122223333:role/R
source_profile = nosuch
[profile torn]
no equals sign here
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
[profile s]
sso_session = acme
sso_account_id = 111122223333
sso_role_name = R
[profile pod]
awscred_source = container
[profile by-variables]
role_arn = arn:aws:iam::111122223333:role/R
credential_source = Environment
[profile program]
credential_process = /no/such/program | cat
`;
const SETTINGS = 'sign_in = never\nnosuch = 1\n[profile r]\nconfirm = true\n';

type Env = Readonly<Record<string, string>>;
type Line = readonly [string, Env?];

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const seen = ({ status, stdout, stderr }: Ended): Ended => ({ status, stdout, stderr });

/** The same text for both: without the place of the home, and without what AWS makes anew each time. */
const alike = (text: string, home: string): string =>
  text
    .replaceAll(home, '/home/jane')
    .replaceAll(/ASIA[A-Z0-9]{16}/g, 'ASIA…')
    .replaceAll(/("(?:Secret|Session|AWS_SECRET|AWS_SESSION)\w+": ?)"[^"]*"/g, '$1"…"')
    .replaceAll(/("AWSCRED_EXPIRES": ?)"\d{10}"/g, '$1"TIME"')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\b\d\d:\d\d(?::\d\d)?\b|\b(?:\d+h)?\d+[ms]\b/g, 'TIME');

/** Rows are sorted by their ends, which two runs may have on either side of each other. */
const inAnyOrder = (ended: Ended): Ended => ({
  ...ended,
  stdout: ended.stdout.split('\n').toSorted().join('\n'),
});

const same = (real: Ended, twin: Ended, home: string): void => {
  const [one, other] = [real, twin].map(({ status, stdout, stderr }) => ({
    status,
    stdout: alike(stdout, home),
    stderr: alike(stderr, home),
  }));
  assert.deepEqual(seen(other ?? twin), seen(one ?? real));
};

describe('the twin in this process and the real program end alike', () => {
  let sandbox: Sandbox;
  let twin: Headless;

  before(() => {
    sandbox = new Sandbox();
    twin = new Headless();
    for (const home of [sandbox, twin]) {
      home.write('.aws/config', CONFIG);
      home.write('.config/awscred/config.ini', SETTINGS);
    }
  });

  const lines: readonly Line[] = [
    ['--version'],
    ['help'],
    ['help', { COLUMNS: '50' }],
    ['assume --help'],
    ['list'],
    ['list --json'],
    ['list -v'],
    ['list lsot'],
    ['explain r'],
    ['explain s --json'],
    ['explain p --region us-west-2 -v'],
    ['explain lost'],
    ['explain torn'],
    ['config show'],
    ['config show --json'],
    ['adopt'],
    ['adopt p --all'],
    ['adopt nosuch'],
    ['adopt torn p'],
    ['adopt lost --dry-run --portable'],
    ['adopt r s --dry-run --portable --json'],
    ['unadopt p'],
    ['process p'],
    ['process p --json'],
    ['process nosuch'],
    ['process nosuch --json'],
    ['process nosuch -q'],
    ['process lost --debug'],
    ['process s'],
    ['process s --no-input'],
    ['process r'],
    ['process p', { AWSCRED_NO_INPUT: '1' }],
    ['process', { AWS_PROFILE: 'p' }],
    ['process'],
    ['process pod'],
    ['process pod', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://192.0.2.1/' }],
    ['process by-variables', { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' }],
    ['explain pod', { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x' }],
    ['explain by-variables --json'],
    ['explain program'],
    ['process p -p r'],
    ['process p -d soon'],
    ['process p --frob'],
    ['process p', { AWSCRED_STORE: 'nowhere' }],
    ['process p', { AWSCRED_HOME: 'relative' }],
    ['share p'],
    ['share p -- true'],
    ['share p --full --as ../x -- true'],
    ['console p'],
    ['console s --url'],
    ['console s'],
    ['console r --switch-role --json'],
    ['assume -c p --url'],
    ['assume p -o posix'],
    ['assume p -o fish', { AWS_PROFILE: 'q' }],
    ['assume p -o json'],
    ['assume nosuch -o posix'],
    ['assume --live p -o posix'],
    ['assume --live nosuch -o fish'],
    ['assume nosuch -o fish'],
    ['assume nosuch'],
    ['assume p -o cobol'],
    ['assume --unset -o posix', { AWSCRED_PROFILE: 'p' }],
    ['exec nosuch -- true'],
    ['exec p -- true'],
    ['exec --live p -- true'],
    ['exec --live nosuch -- true'],
    ['exec --help'],
    ['explain', { AWS_PROFILE: 'p' }],
    ['whoami nosuch'],
    ['frobnicate'],
    ['cache'],
    ['cache list'],
    ['cache clear'],
    ['keys'],
    ['keys list'],
    ['keys list --json'],
    ['keys add p'],
    ['keys remove p --yes'],
    ['keys import p'],
    ['keys import --all p'],
    ['logout acme'],
    ['init bash'],
    ['init zsh --cmd go --json'],
    ['init cobol'],
    ['init', { SHELL: '/bin/fish' }],
    ['init fish --cmd awscred'],
    ['assume - -o posix', { SHELL: '/bin/zsh' }],
    ['settings get'],
    ['settings set wait_timeout 30s'],
    ['settings get wait_timeout'],
  ];
  for (const [line, env = {}] of lines) {
    it(`${Object.keys(env).join(' ')} ${line}`.trim(), async () => {
      const args = line.split(' ');
      const all = { ...env, AWSCRED_HOT_CACHE: 'off', AWSCRED_UNLOCK_FOR: 'off' };
      const [real, here] = await Promise.all([sandbox.run(args, { env: all }), twin.run(args, { env: all })]);
      same(real, here, sandbox.home);
    });
  }
});

describe('the twin and the real program end alike before the local AWS', () => {
  let aws: LocalAws;
  let twin: Headless;

  before(async () => {
    aws = await localAws();
    twin = new Headless('network');
    for (const name of ['.aws/config', '.aws/credentials']) {
      twin.write(name, readFileSync(join(aws.sandbox.home, name), 'utf8'));
    }
  });

  // In this order: the later ones find what the earlier ones have left.
  for (const line of [
    'process prod-readonly',
    'assume prod-readonly -o posix',
    'process deploy',
    'process deploy -t 000000',
    'login acme',
    'process prod-readonly',
    'process prod-readonly --no-cache -v',
    'assume prod-admin -o json',
    'whoami prod-readonly',
    'whoami jane',
    'explain prod-admin',
    'explain prod-admin --json',
    'list',
    'keys import jane',
    'keys list',
    'whoami jane',
    'keys remove jane --yes',
    'cache list',
    'cache clear',
    'logout acme',
    'logout acme',
    'process prod-readonly --json',
  ]) {
    it(line, async () => {
      const args = line.split(' ');
      const real = await aws.sandbox.run(args, { env: { BROWSER: PRESS_ALLOW } });
      const here = await twin.run(args, { env: { BROWSER: ALLOW } });
      const [one, other] = line === 'cache list' ? [real, here].map(inAnyOrder) : [real, here];
      same(one ?? real, other ?? here, aws.sandbox.home);
    });
  }
});
