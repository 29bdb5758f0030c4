import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { localAws } from '../../support/aws/local-aws.ts';
import { LockProcess } from '../../support/locks/lock-process.ts';
import { Sandbox } from '../../support/sandbox.ts';

interface Finding {
  readonly status: string;
  readonly text: string;
  readonly fix: string | null;
  readonly file: string | null;
  readonly line: number | null;
}

interface Report {
  readonly ok: number;
  readonly warnings: number;
  readonly failures: number;
  readonly checks: readonly { readonly id: string; readonly status: string; readonly findings: Finding[] }[];
}

/** Ids are an interface: this list only grows. */
const IDS = [
  'config-readable config-diagnostics inline-comments duplicates profiles-planned',
  'plaintext-keys open-rotations files-private keys-shadow-process mixed-credential-styles adopted-lines',
  'credential-process-lines saml-browser',
  'store-usable folder-trust index-health orphans expired-items unfinished-files lock-holders',
  'settings node keychain-module locks proxy extra-certificates certificate-verification shell-credentials guards',
].flatMap((line) => line.split(' '));

const BAD = `[default]
region = eu-west-1 # home
region = eu-west-2
[profile torn]
no equals sign here
[profile lost]
role_arn = arn:aws:iam::111122223333:role/R
source_profile = nowhere
[profile shadowed]
credential_process = /bin/true
[profile both]
sso_session = acme
credential_process = /bin/true
`;
const KEYS =
  '[shadowed]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIK7MDENG\n';

describe('doctor', () => {
  const of = (report: Report, id: string): readonly Finding[] =>
    report.checks.find((check) => check.id === id)?.findings ?? [];

  it('finds nothing to fail in a sound home, makes no call and starts nothing of the config', async () => {
    const aws = await localAws();
    const { status, stdout, stderr } = await aws.sandbox.run(['doctor', '--json']);
    assert.equal(status, 0, stderr);
    assert.equal(stderr, '');
    const report = JSON.parse(stdout) as Report;
    assert.deepEqual(
      report.checks.map(({ id }) => id),
      IDS,
    );
    assert.equal(report.failures, 0);
    assert.equal(report.ok + report.warnings, IDS.length);
    assert.equal(aws.server.calls.length, 0);
  });

  it('names each fault with file:line and a fix, quotes no secret, and ends with 1', async () => {
    const sandbox = new Sandbox();
    sandbox.write('.aws/config', BAD);
    sandbox.write('.aws/credentials', KEYS);
    const bad = {
      HTTPS_PROXY: 'ftp://jane:hunter2@proxy',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWSCRED_TRUSTED_ENDPOINTS: 'x',
    };
    const { status, stdout } = await sandbox.run(['doctor'], { env: bad });
    assert.equal(status, 1);
    for (const line of [
      /^ {2}fail {2}config-diagnostics +~\/\.aws\/config:5 \[torn\] a line has no "="/m,
      /^ {2}warn {2}inline-comments +~\/\.aws\/config:2 \[default\] /m,
      /^ {2}warn {2}duplicates +~\/\.aws\/config:3 \[default\] region appears twice/m,
      /^ {2}warn {2}profiles-planned +~\/\.aws\/config:8 .*"nowhere" does not exist/m,
      /^ {2}warn {2}plaintext-keys +~\/\.aws\/credentials:3 \[shadowed\] long-lived key in a file$/m,
      /^ {2}fail {2}keys-shadow-process +~\/\.aws\/credentials:3 \[shadowed\] hides credential_process in ~\/\.aws\/config:10$/m,
      /^ {2}warn {2}mixed-credential-styles +~\/\.aws\/config:11 \[both\] /m,
      /^ {2}fail {2}proxy +the variable HTTPS_PROXY/m,
      /^ {2}warn {2}settings +AWSCRED_TRUSTED_ENDPOINTS is ignored/m,
      /^ {2}warn {2}certificate-verification /m,
      /^ {2}warn {2}shell-credentials /m,
      /^ {2}29 checks: \d+ ok, \d+ warnings, 3 failures$/m,
    ]) {
      assert.match(stdout, line);
    }
    assert.doesNotMatch(stdout, /wJalrXUtnFEMIK7MDENG|hunter2/);
    assert.match(stdout, /^ {35}fix: \S/m);
  });

  it('says what a SAML sign-in lacks here, with the command that helps', async () => {
    const sandbox = new Sandbox();
    const of = async (env: Readonly<Record<string, string>> = {}): Promise<Finding | undefined> => {
      const { stdout } = await sandbox.run(['doctor', '--json'], { env });
      const { checks } = JSON.parse(stdout) as Report;
      return checks.find(({ id }) => id === 'saml-browser')?.findings[0];
    };
    assert.match((await of())?.text ?? '', /no profile signs in by SAML/);
    sandbox.write('.aws/config', '[profile sso]\nawscred_saml_url = https://idp.example/aws\n');
    const found = await of({ AWSCRED_SAML_BROWSER: '/bin/true' });
    assert.deepEqual([found?.status, found?.text], ['ok', '/bin/true, for sso']);
    const missing = await of({ AWSCRED_SAML_BROWSER: '/nonexistent' });
    assert.equal(missing?.status, 'warn');
    assert.match(missing.text, /^sso: saml_browser = \/nonexistent is no program$/);
    assert.match(missing.fix ?? '', /awscred settings set saml_browser/);
  });

  it('says where a credential_process is not what it seems, and knows AWS’s own broker', async () => {
    const sandbox = new Sandbox();
    const lines = [
      '/opt/creds "prod #1"',
      "/opt/creds 'a ;b'",
      '/opt/creds | jq .',
      'creds get --credential prod --format credential-process',
      '/opt/get plain',
      '/opt/get plain # a comment',
    ];
    const sections = lines.map((line, index) => `[profile p${index}]\ncredential_process = ${line}\n`);
    sandbox.write('.aws/config', sections.join(''));
    const report = JSON.parse((await sandbox.run(['doctor', '--json'])).stdout) as Report;
    assert.deepEqual(
      of(report, 'credential-process-lines').map(({ status, text, line }) => [status, line, text]),
      [
        [
          'warn',
          2,
          '~/.aws/config:2 [p0] has " #" or " ;" inside quotes: the value ends there, but botocore runs the whole line',
        ],
        [
          'warn',
          4,
          '~/.aws/config:4 [p1] has " #" or " ;" inside quotes: the value ends there, but botocore runs the whole line',
        ],
        ['warn', 6, '~/.aws/config:6 [p2] needs a shell for |: the AWS CLI and boto3 use none'],
        ['ok', null, "~/.aws/config:8 [p3] asks creds, AWS's own broker (credsd)"],
      ],
    );
  });

  it('says who holds which lock, and what lies about', async () => {
    const sandbox = new Sandbox();
    sandbox.write('.aws/config', '');
    const state = join(sandbox.home, '.local/state/awscred');
    const holder = new LockProcess({ folder: state, name: 'sso' });
    await holder.says('held');
    sandbox.write('.local/state/awscred/index.json', '{"rows": garbage');
    sandbox.write('.local/state/awscred/.index.json.0123456789abcdef.tmp', '');
    const report = JSON.parse((await sandbox.run(['doctor', '--json'])).stdout) as Report;
    assert.equal(of(report, 'lock-holders')[0]?.text, `\`process prod-admin\` (pid ${holder.pid})`);
    assert.match(of(report, 'index-health')[0]?.text ?? '', /^the index is damaged/);
    assert.equal(of(report, 'unfinished-files')[0]?.fix, 'awscred cache prune');
    process.kill(holder.pid, 'SIGSTOP');
    const stopped = JSON.parse((await sandbox.run(['doctor', '--json'])).stdout) as Report;
    process.kill(holder.pid, 'SIGCONT');
    assert.equal(of(stopped, 'lock-holders')[0]?.fix, `kill -CONT ${holder.pid}`);
    holder.release();
    await holder.says('released');
  });

  it('tells a store that cannot be used, and one that is not believed', async () => {
    const sandbox = new Sandbox();
    const keychain = { AWSCRED_STORE: 'keychain' };
    const none = await sandbox.run(['doctor', '--json'], { env: keychain });
    assert.equal(none.status, 1);
    assert.match(
      of(JSON.parse(none.stdout) as Report, 'store-usable')[0]?.text ?? '',
      /no D-Bus session bus/,
    );

    const open = join(sandbox.home, '.local/state/awscred');
    mkdirSync(open, { recursive: true });
    writeFileSync(join(open, 'index.json'), '{"rows":[]}');
    chmodSync(open, 0o777);
    const report = JSON.parse((await sandbox.run(['doctor', '--json'])).stdout) as Report;
    assert.match(of(report, 'folder-trust')[0]?.text ?? '', /can be written by other users/);
    assert.equal(of(report, 'store-usable')[0]?.status, 'fail');
  });

  it('creates nothing in a fresh home', async () => {
    const sandbox = new Sandbox();
    const before = readdirSync(sandbox.home, { recursive: true });
    await sandbox.run(['doctor']);
    assert.deepEqual(readdirSync(sandbox.home, { recursive: true }), before);
  });
});
