import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fullWithAll, mountsMissing, readOnly, under } from '../../support/files/mounts.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, Sandbox, type RunResult } from '../../support/sandbox.ts';

const OTHER = 65_534;
const asRoot = process.geteuid?.() === 0 ? false : 'giving files to other users takes root';

const ROLE = 'role_arn = arn:aws:iam::111122223333:role/R\nsource_profile = k\n';
const CONFIG = `[profile p]\n${ROLE}[profile q]\n${ROLE}`;

function home(config: string, credentials = ''): Sandbox {
  const sandbox = new Sandbox();
  sandbox.write('.aws/config', config);
  sandbox.write('.aws/credentials', credentials);
  return sandbox;
}

/** Nothing of it changed, no copy was made, and the message is one line that names the place. */
function assertUntouched(
  sandbox: Sandbox,
  result: RunResult,
  [status, said]: readonly [number, RegExp],
  config = CONFIG,
): void {
  assert.equal(result.status, status, result.stderr);
  assert.equal(result.stdout, '');
  assert.match(result.stderr, said);
  assert.equal(readFileSync(join(sandbox.home, '.aws/config'), 'utf8'), config);
  assert.deepEqual(readdirSync(join(sandbox.home, '.aws')).toSorted(), ['config', 'credentials']);
}

describe('adopt refuses, and the file is untouched', () => {
  for (const [what, config, credentials, words, said] of [
    [
      'a malformed line in the section',
      `${CONFIG}oops\n`,
      '',
      ['q'],
      /^awscred: ~\/\.aws\/config:7: profile "q" has a malformed line/,
    ],
    [
      'a section that stands twice',
      `${CONFIG}[profile q]\nx = 1\n`,
      '',
      ['q'],
      /^awscred: ~\/\.aws\/config:7: the section "q" stands twice: nothing was changed\n/,
    ],
    [
      'keys in the credentials file',
      CONFIG,
      '[q]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s/ecret\n',
      ['q'],
      /^awscred: ~\/\.aws\/credentials:2: profile "q" cannot be adopted: its aws_access_key_id in ~\/\.aws\/credentials would win\n/,
    ],
    ['one of several', CONFIG, '[q]\nrole_arn = x\n', ['p', 'q'], /none of the profiles was changed/],
    ['an unknown one of several', CONFIG, '', ['p', 'nosuch'], /^awscred: no profile "nosuch"/],
    ['a pattern that matches nothing', CONFIG, '', ['x*'], /^awscred: no profile "x\*"/],
    ['no profile', CONFIG, '', [], /^awscred: adopt which profiles\?/],
    ['names beside --all', CONFIG, '', ['--all', 'p'], /^awscred: --all and names exclude each other/],
  ] as const) {
    it(`for ${what}`, async () => {
      const sandbox = home(config, credentials);
      assertUntouched(sandbox, await sandbox.run(['adopt', ...words]), [2, said], config);
    });
  }

  it('for a twin that it did not write', async () => {
    const config = '[profile p]\nx = 1\nawscred_role_arn = arn:aws:iam::111122223333:role/R\n';
    const sandbox = home(config);
    const result = await sandbox.run(['unadopt', 'p']);
    assertUntouched(
      sandbox,
      result,
      [2, /^awscred: ~\/\.aws\/config:3: profile "p" was not adopted by awscred/],
      config,
    );
  });

  it('for a file, a folder or a link of another user', { skip: asRoot }, async () => {
    const [file, link] = [home(CONFIG), home(CONFIG)];
    chownSync(join(file.home, '.aws/config'), OTHER, OTHER);
    assertUntouched(file, await file.run(['adopt', 'p']), [
      2,
      /belongs to another user \(uid 65534\); nothing was changed/,
    ]);
    const theirs = join(link.home, 'theirs');
    symlinkSync(join(link.home, '.aws/config'), theirs);
    lchownSync(theirs, OTHER, OTHER);
    const result = await link.run(['adopt', 'p'], { env: { AWS_CONFIG_FILE: theirs } });
    assertUntouched(link, result, [2, /theirs belongs to another user/]);
  });

  it('with 1 where it cannot be written', { skip: mountsMissing || needs('unshare', 'mount') }, async () => {
    for (const [mounts, said] of [
      [
        readOnly('"$HOME"/.aws'),
        /^awscred: cannot write .*\/config: read-only file system\n {2}nothing was changed\n/,
      ],
      [
        readOnly('"$HOME"'),
        /^(?:.*\n)*?awscred: no backup of .*\/config can be kept, so nothing was changed\n {2}.*read-only/,
      ],
      [fullWithAll('"$HOME"/.aws'), /cannot write .*\/config: no space left on the disk/],
    ] as const) {
      const sandbox = home(CONFIG.concat(`# ${'x'.repeat(20_000)}\n`));
      const run = under(mounts, [process.execPath, AWSCRED, 'adopt', 'p']);
      assertUntouched(
        sandbox,
        await sandbox.program(run),
        [1, said],
        CONFIG.concat(`# ${'x'.repeat(20_000)}\n`),
      );
    }
  });
});

describe('a file whose owner may not write it', { skip: asRoot || needs('setpriv') }, () => {
  it('is not replaced: 1', async () => {
    const sandbox = home(CONFIG);
    for (const name of ['.', ...readdirSync(sandbox.home, { recursive: true }).map(String)]) {
      chownSync(join(sandbox.home, name), OTHER, OTHER);
    }
    chmodSync(join(sandbox.home, '.aws/config'), 0o444);
    const as = ['setpriv', `--reuid=${OTHER}`, `--regid=${OTHER}`, '--clear-groups'];
    const result = await sandbox.program([...as, process.execPath, AWSCRED, 'adopt', 'p']);
    assertUntouched(sandbox, result, [
      1,
      /^awscred: cannot write .*: permission denied\n {2}nothing was changed\n/,
    ]);
  });
});

describe('adopt --all', () => {
  it('skips what is refused, says so, and adopts the rest; unadopt restores it', async () => {
    const config = `[default]\nregion = x\n${CONFIG}[profile k]\nregion = y`;
    const sandbox = home(
      config,
      '[k]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s/ecret\n',
    );
    const result = await sandbox.run(['adopt', '--all']);
    assert.equal(result.status, 0);
    assert.match(
      result.stderr,
      /^awscred: skipped default: .*\nawscred: skipped k: .* would win\nawscred: adopted p, q in/,
    );
    const back = await sandbox.run(['unadopt', 'p', 'q']);
    assert.equal(back.status, 0, back.stderr);
    assert.equal(readFileSync(join(sandbox.home, '.aws/config'), 'utf8'), config);
  });

  it('takes a profile of exactly that name before a pattern, and follows the user’s link', async () => {
    const sandbox = home('', '');
    const dotfiles = join(sandbox.home, 'dotfiles');
    mkdirSync(dotfiles);
    writeFileSync(join(dotfiles, 'aws'), `[profile *]\n${ROLE}[profile other]\n${ROLE}`);
    const link = join(sandbox.home, '.aws', 'linked');
    symlinkSync('../dotfiles/aws', link);
    const result = await sandbox.run(['adopt', '*', '--portable'], { env: { AWS_CONFIG_FILE: link } });
    assert.equal(result.status, 0, result.stderr);
    const text = readFileSync(join(dotfiles, 'aws'), 'utf8');
    assert.match(text, /credential_process = awscred process "\*"\n\[profile other\]\nrole_arn/);
  });
});
