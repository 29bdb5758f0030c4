import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Headless } from '../../support/headless.ts';

const KEYS = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s/ecret\n';
const ROLE = 'role_arn = arn:aws:iam::111122223333:role/R\n';
const NAMES = ['R&D', 'équipe', '本番', 'a#b', 'acme(prod)', "o'brien", 'North East', 'a]b'];

function sandboxWith(config: string, credentials: string = ''): Headless {
  const sandbox = new Headless();
  sandbox.write('.aws/config', config);
  sandbox.write('.aws/credentials', credentials);
  return sandbox;
}

describe('names that the AWS CLI reads', () => {
  for (const name of NAMES) {
    it(`${name}: config file, credentials file, source_profile`, async () => {
      const header = /['" ]/.test(name) ? `[profile "${name}"]` : `[profile ${name}]`;
      const sandbox = sandboxWith(
        `${header}\n${KEYS}[profile r]\n${ROLE}source_profile = ${name}\n`,
        `[${name}]\n${KEYS}`,
      );
      const { status, stdout, stderr } = await sandbox.run(['process', '--', name]);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /AKIAIOSFODNN7EXAMPLE/);
      assert.equal((await sandbox.run(['explain', 'r'])).status, 0);
      const list = await sandbox.run(['list', '--json']);
      assert.ok(list.stdout.includes(JSON.stringify(name)), list.stdout);
    });
  }

  it('a session in Japanese', async () => {
    const sandbox = sandboxWith(
      '[sso-session 会社]\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\n' +
        '[profile p]\nsso_session = 会社\nsso_account_id = 111122223333\nsso_role_name = R\n',
    );
    const { status, stdout } = await sandbox.run(['explain', 'p']);
    assert.equal(status, 0);
    assert.match(stdout, /session 会社/);
  });

  it('doctor says who ignores them', async () => {
    const { stdout } = await sandboxWith(`[profile R&D]\n${KEYS}`).run(['doctor']);
    assert.match(
      stdout,
      /config:1 \[R&D\] a section name with characters .*: the AWS SDKs for JavaScript and Rust ignore/,
    );
  });
});

describe('a header that is ignored', () => {
  it('is named where its profile is looked for', async () => {
    const sandbox = sandboxWith(
      `[profile Foo Bar]\n${KEYS}[profile r]\n${ROLE}source_profile = Foo Bar\n[sso-session A B]\n` +
        '[profile s]\nsso_session = A B\nsso_account_id = 111122223333\nsso_role_name = R\n',
    );
    const foo = await sandbox.run(['process', 'Foo Bar']);
    assert.equal(foo.status, 2);
    assert.match(
      foo.stderr,
      /~\/\.aws\/config:1: no profile "Foo Bar": a section name with a blank needs quotes: \[profile 'Foo Bar'\]/,
    );
    const role = await sandbox.run(['process', 'r']);
    assert.match(role.stderr, /hint: ~\/\.aws\/config:1: .*\[profile 'Foo Bar'\]/);
    const session = await sandbox.run(['process', 's']);
    assert.match(session.stderr, /hint: ~\/\.aws\/config:\d+: .*\[sso-session 'A B'\]/);
  });
});

describe('an invisible blank', () => {
  it('around a name is dropped with a warning', async () => {
    const sandbox = sandboxWith(`[profile r]\n${ROLE}source_profile = jane\u00A0\n[profile jane]\n${KEYS}`);
    const { status, stderr } = await sandbox.run(['explain', 'r', '-v']);
    assert.equal(status, 0, stderr);
    assert.match(stderr, /~\/\.aws\/config:3: an invisible blank \(U\+00A0\)/);
    assert.match((await sandbox.run(['doctor'])).stdout, /config:3 \[r\] an invisible blank \(U\+00A0\)/);
  });
  it('inside a name is visible in messages', async () => {
    const sandbox = sandboxWith(`[profile r]\n${ROLE}source_profile = ja\u00A0ne\n`);
    const { stderr } = await sandbox.run(['process', 'r']);
    assert.match(stderr, /"ja\\u\{a0\}ne" does not exist/);
  });
});
