import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { NODE, WindowsHome } from './support/windows-home.ts';

/** Sizes in bytes of awscred's items, by their names. Wine keeps the Credential Manager in its registry. */
function items(): ReadonlyMap<string, number> {
  const words = ['query', String.raw`HKCU\Software\Wine\Credential Manager`, '/s'];
  const { stdout } = spawnSync('reg', words, { encoding: 'latin1' });
  const found = new Map<string, number>();
  let name = '';
  for (const line of stdout.split(/\r?\n/)) {
    name = /^HKEY.*Generic: (.*awscred.*)$/.exec(line)?.[1] ?? name;
    const bytes = /^ +Password +REG_BINARY +([0-9A-F]+)/.exec(line)?.[1];
    if (bytes !== undefined && name !== '') {
      found.set(name, bytes.length / 2);
    }
  }
  return found;
}

const KEYCHAIN = { AWSCRED_STORE: 'keychain', AWSCRED_PASSPHRASE_FILE: undefined };

suite('the Credential Manager', () => {
  test('holds what is longer than its 2,560 bytes in several items, and gives it back and up', async () => {
    const before = items();
    const box = new WindowsHome();
    const program = box.write(
      'Programme/lang.cjs',
      `require('fs').appendFileSync(__dirname + '/calls', 'x');
       const token = Array.from({ length: 900 }, (_, index) => 'token' + index).join('/');
       process.stdout.write(JSON.stringify({ Version: 1, AccessKeyId: 'ASIAEXAMPLELONGTOKEN', SecretAccessKey: 'secret',
         SessionToken: token, Expiration: new Date(Date.now() + 3600000).toISOString() }));`,
    );
    box.write('.aws/config', `[profile lang]\r\ncredential_process = "${NODE}" "${program}"\r\n`);
    const first = await box.run(['process', 'lang'], { env: KEYCHAIN });
    assert.equal(first.status, 0, first.stderr);
    const held = items();
    assert.ok(
      [...held.keys()].filter((name) => name.startsWith('v1.chunk.')).length >= 3,
      [...held].join('\n'),
    );
    assert.ok(
      [...held.values()].every((bytes) => bytes <= 2560),
      [...held].join('\n'),
    );
    const second = await box.run(['process', 'lang'], { env: KEYCHAIN });
    assert.deepEqual(JSON.parse(second.stdout), JSON.parse(first.stdout));
    assert.equal(readFileSync(box.path('Programme/calls'), 'utf8'), 'x');
    const cleared = await box.run(['cache', 'clear'], { env: KEYCHAIN });
    assert.equal(cleared.status, 0, cleared.stderr);
    assert.deepEqual(
      [...items().keys()].filter((name) => /^v1\.(?:tmp|chunk)\./.test(name) && !before.has(name)),
      [],
    );
  });

  test('holds a sign-in, and logout removes it', async () => {
    const before = items();
    const box = new WindowsHome();
    await box.signIn({ env: KEYCHAIN });
    const { status, stderr } = await box.run(['process', 'prod-readonly'], { env: KEYCHAIN });
    assert.equal(status, 0, stderr);
    assert.ok([...items().keys()].some((name) => name.startsWith('v1.sso.')));
    const out = await box.run(['logout', '--all'], { env: KEYCHAIN });
    assert.equal(out.status, 0, out.stderr);
    assert.deepEqual(
      [...items().keys()].filter((name) => /^v1\.(?:sso|tmp|chunk)\./.test(name) && !before.has(name)),
      [],
    );
  });
});
