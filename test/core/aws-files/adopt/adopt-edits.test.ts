import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adoptEdits, unadoptEdits } from '../../../../src/core/aws-files/adopt/adopt-edits.ts';
import { processLine } from '../../../../src/core/aws-files/adopt/process-line.ts';
import { readDrafts } from '../../../../src/core/aws-files/config-drafts.ts';
import { applyEdits } from '../../../../src/core/aws-files/edit/apply-edits.ts';
import { AwscredError } from '../../../../src/errors.ts';
import { planOf } from '../../../support/plan.ts';

const CALLER = { program: ['/usr/bin/node', '/opt/my tools/bin/awscred.cjs'], platform: 'linux' } as const;
const LINE = 'credential_process = "/usr/bin/node" "/opt/my tools/bin/awscred.cjs" process p';

function changed(make: typeof adoptEdits, config: string, credentials = '', name = 'p'): string {
  const files = {
    config: readDrafts('config', '/home/jane/.aws/config', config),
    credentials: readDrafts('credentials', '/home/jane/.aws/credentials', credentials),
    home: '/home/jane',
  };
  const edits = make(name, () => processLine(CALLER, name), files);
  return applyEdits({ file: 'config', path: '/home/jane/.aws/config', text: config }, edits);
}

const adopted = (config: string, credentials?: string, name?: string): string =>
  changed(adoptEdits, config, credentials, name);
const unadopted = (config: string): string =>
  changed((name, _line, files) => unadoptEdits(name, files), config);

const KEYS = '[profile keys]\naws_access_key_id = AKIAEXAMPLEKEYSUSER2\naws_secret_access_key = s\n';
const SSO = '[sso-session s]\nsso_start_url = https://s.awsapps.com/start\nsso_region = eu-west-1\n';

/** Each way to credentials, as people write it. */
const WAYS: readonly (readonly [what: string, text: string])[] = [
  [
    'a role',
    `${KEYS}[profile p]\nrole_arn = arn:aws:iam::111122223333:role/R\nregion = eu-west-1\nsource_profile = keys\nmfa_serial = arn:aws:iam::111122223333:mfa/j\nduration_seconds = 3600\nexternal_id = xx\nrole_session_name = nn\n`,
  ],
  [
    'a role of the machine',
    '[profile p]\nrole_arn = arn:aws:iam::111122223333:role/R\ncredential_source = Environment\n',
  ],
  [
    'a role of its own keys',
    '[profile p]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\naws_access_key_id = AKIAEXAMPLEKEYSUSER2\naws_secret_access_key = s\naws_session_token = t\n',
  ],
  [
    'an SSO session',
    `${SSO}[profile p]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = R\n`,
  ],
  [
    'SSO without a session',
    '[profile p]\nsso_start_url = https://s.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = R\nregion = eu-west-1\n',
  ],
  [
    'a web identity',
    '[profile p]\nrole_arn = arn:aws:iam::111122223333:role/R\nweb_identity_token_file = /t\n',
  ],
  ['a login', '[profile p]\nlogin_session = arn:aws:iam::111122223333:user/j\n'],
  ['another program', '[profile p]\ncredential_process = /opt/other --profile "p"\n'],
  [
    'keys',
    '[profile p]\naws_access_key_id = AKIAEXAMPLEKEYSUSER2\naws_secret_access_key = s\nregion = eu-west-1',
  ],
  [
    'indented keys and comments',
    '[profile p] # c\r\n  Role_Arn : arn:aws:iam::111122223333:role/R # why\r\n  # x\r\n  source_profile=keys\r\n'.concat(
      KEYS,
    ),
  ],
  [
    'awscred’s own way',
    '[profile p]\nrole_arn = arn:aws:iam::444455556666:role/R\nawscred_web_identity = github-actions\n',
  ],
];

function refused(work: () => unknown, message: RegExp, line: number | null): void {
  assert.throws(work, (error) => {
    assert.ok(error instanceof AwscredError);
    assert.match(error.message, message);
    assert.equal(error.line, line);
    return true;
  });
}

describe('a profile that is adopted', () => {
  for (const [what, text] of WAYS) {
    it(`is read as before, and restored: ${what}`, () => {
      const after = adopted(text);
      assert.match(after, /^ *credential_process = ".*" process p\r?$/m);
      const [before, now] = [text, after].map((config) => planOf({ config }, 'p'));
      // The keys are told with the lines of their twins; nothing else differs, so the cache's key is the same.
      const bare = (plan: unknown): string =>
        JSON.stringify(plan, (key, value: unknown) => (key === 'line' ? 0 : value));
      assert.equal(bare(now), bare(before));
      assert.equal(adopted(after), after);
      assert.equal(unadopted(after), text);
    });
  }

  it('is a source for others like any profile', () => {
    const [, text = ''] = WAYS[0] ?? [];
    const other = '[profile o]\nrole_arn = arn:aws:iam::444455556666:role/O\nsource_profile = p\n';
    const kinds = (config: string): readonly string[] =>
      planOf({ config }, 'o').steps.map(({ kind }) => kind);
    assert.deepEqual(kinds(adopted(text + other)), kinds(text + other));
  });

  it('has its line behind the last twin, as deep', () => {
    const text =
      '[profile p]\n  role_arn = arn:aws:iam::1:role/R\n  region = x\n  source_profile = a\n  output = json\n';
    const after = `[profile p]\n  awscred_role_arn = arn:aws:iam::1:role/R\n  region = x\n  awscred_source_profile = a\n  ${LINE}\n  output = json\n`;
    assert.equal(adopted(text), after);
  });

  it('takes what was added by hand when it is adopted again, and a program that moved', () => {
    const text = `[profile p]\nawscred_role_arn = r\n${LINE.replace('/usr/bin/node', '/old/node')}\nexternal_id = x\n`;
    assert.equal(adopted(text), `[profile p]\nawscred_role_arn = r\n${LINE}\nawscred_external_id = x\n`);
  });

  it('is not needed where a profile asks awscred for another one', () => {
    const text = '[profile p]\ncredential_process = awscred process other\n';
    assert.equal(adopted(text), text);
  });
});

describe('adopt refuses', () => {
  it('what the credentials file would win over', () => {
    const config = '[profile p]\nrole_arn = r\n';
    for (const key of ['aws_access_key_id', 'role_arn', 'credential_process']) {
      refused(
        () => adopted(config, `[q]\n[p]\n${key} = x\n`),
        new RegExp(`its ${key} in ~/.aws/credentials would win`),
        3,
      );
    }
    refused(() => adopted('', '[p]\naws_access_key_id = x\n'), /would win/, 2);
  });

  it('a profile without a way to credentials, and one that stands twice', () => {
    refused(() => adopted('[profile p]\nregion = x\n'), /says nothing of how/, 1);
    refused(() => adopted('[profile p]\nrole_arn = r\n[profile p]\n'), /stands twice/, 3);
    const both = '[profile default]\nrole_arn = r\n[default]\nregion = x\n';
    refused(() => adopted(both, '', 'default'), /as \[default\] and as \[profile default\]/, 3);
  });

  it('a twin beside the key', () => {
    refused(
      () => adopted('[profile p]\nrole_arn = r\nawscred_role_arn = r\n'),
      /has the key awscred_role_arn already/,
      3,
    );
  });
});

describe('unadopt', () => {
  it('leaves what is not adopted, and keys that are no twins', () => {
    for (const text of [
      '[profile p]\nrole_arn = r\n',
      '[profile p]\nawscred_mfa_process = x\nrole_arn = r\n',
      '',
    ]) {
      assert.equal(unadopted(text), text);
    }
    const text = '[profile p]\nawscred_mfa_process = x\nrole_arn = r\n';
    assert.equal(unadopted(adopted(text)), text);
  });

  it('refuses a twin that it did not write', () => {
    refused(() => unadopted('[profile p]\nx = 1\nawscred_role_arn = r\n'), /was not adopted by awscred/, 3);
    refused(
      () => unadopted('[profile p]\nawscred_role_arn = r\ncredential_process = /other\n'),
      /was not adopted/,
      2,
    );
    refused(
      () => unadopted(`[profile p]\nawscred_role_arn = r\n${LINE}\nrole_arn = x\n`),
      /has both role_arn and/,
      4,
    );
  });
});
