import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { ownNodeModules } from '../../src/adapters/process/own-packages.ts';
import { ROOT, Sandbox } from '../support/sandbox.ts';
import { tempFolder } from '../support/files/temp-folder.ts';

const TARGET = `${process.platform}-${process.arch}-gnu`;

/** An installation of its own, below a folder whose `node_modules` somebody else fills. */
class Installed {
  readonly above = tempFolder();
  readonly modules = join(this.above, 'app', 'node_modules');
  readonly root = join(this.modules, '@awscred', 'cli');
  readonly marks = join(this.above, 'marks');

  constructor() {
    mkdirSync(this.root, { recursive: true });
    mkdirSync(this.marks);
    for (const name of ['bin', 'package.json']) {
      cpSync(join(ROOT, name), join(this.root, name), { recursive: true });
    }
    cpSync(join(ROOT, 'dist/bundle'), join(this.root, 'dist/bundle'), { recursive: true });
    for (const folder of [join(this.above, 'node_modules'), join(this.above, 'path')]) {
      for (const name of ['@napi-rs/keyring', `@napi-rs/keyring-${TARGET}`, 'open', 'playwright-core']) {
        this.#plant(join(folder, name), name);
      }
    }
  }

  #plant(folder: string, name: string): void {
    mkdirSync(folder, { recursive: true });
    const mark = JSON.stringify(join(this.marks, name.replaceAll('/', '-')));
    const code = `require('node:fs').writeFileSync(${mark}, '');`;
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name, version: '6.6.6', main: 'index.cjs' }),
    );
    writeFileSync(join(folder, 'index.cjs'), code);
    writeFileSync(
      join(folder, 'index.mjs'),
      `import { writeFileSync } from 'node:fs'; writeFileSync(${mark}, '');`,
    );
    writeFileSync(join(folder, `keyring.${TARGET}.node`), code);
  }

  run(
    args: readonly string[],
    box: Sandbox,
    more: Readonly<Record<string, string>> = {},
  ): { readonly status: number | null; readonly stderr: string; readonly stdout: string } {
    const env = {
      ...box.environment(),
      NODE_PATH: join(this.above, 'path'),
      AWSCRED_STORE: 'keychain',
      DISPLAY: ':9',
      ...more,
    };
    return spawnSync(process.execPath, [join(this.root, 'bin/awscred.cjs'), ...args], {
      env,
      cwd: this.above,
      encoding: 'utf8',
    });
  }

  marked(): readonly string[] {
    return ['@napi-rs-keyring', `@napi-rs-keyring-${TARGET}`, 'open', 'playwright-core'].filter((name) =>
      existsSync(join(this.marks, name)),
    );
  }
}

describe('packages come from the installation alone', () => {
  let box: Sandbox;

  before(() => {
    box = new Sandbox();
    box.write(
      '.aws/config',
      '[profile p]\nrole_arn = arn:aws:iam::444455556666:role/A\nsource_profile = k\nregion = eu-west-1\n',
    );
    box.write(
      '.aws/credentials',
      '[k]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n',
    );
  });

  it('a missing keychain module is not looked for in NODE_PATH, nor above the installation', () => {
    const installed = new Installed();
    for (const args of [['process', 'p'], ['doctor'], ['store', 'status'], ['cache', 'clear']]) {
      installed.run(args, box);
    }
    assert.deepEqual(installed.marked(), []);
    assert.match(installed.run(['doctor'], box).stdout, /keychain module .* cannot be loaded/);
  });

  it('without playwright-core a SAML sign-in is exit 2 with the command that adds it', () => {
    const installed = new Installed();
    const other = new Sandbox();
    other.write(
      '.aws/config',
      '[profile s]\nawscred_saml_url = https://idp.example/\nrole_arn = arn:aws:iam::444455556666:role/A\nregion = eu-west-1\n',
    );
    const { status, stderr } = installed.run(['login', 's'], other, { AWSCRED_STORE: 'file' });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /npm install -g playwright-core@\d/);
    assert.deepEqual(installed.marked(), []);
  });

  const skip = existsSync(join(ROOT, 'node_modules/@napi-rs', `keyring-${TARGET}`))
    ? false
    : 'no such addon here';
  for (const [where, place] of [
    ['beside it, as npm puts them', (one: Installed, name: string) => join(one.modules, name)],
    ['inside it', (one: Installed, name: string) => join(one.root, 'node_modules', name)],
  ] as const) {
    it(`the real one is found ${where}`, { skip }, () => {
      const installed = new Installed();
      for (const name of ['@napi-rs/keyring', `@napi-rs/keyring-${TARGET}`]) {
        const path = place(installed, name);
        mkdirSync(join(path, '..'), { recursive: true });
        symlinkSync(join(ROOT, 'node_modules', name), path);
      }
      assert.match(installed.run(['doctor'], box).stdout, /ok +keychain-module +@napi-rs\/keyring \d/);
      assert.deepEqual(installed.marked(), []);
    });
  }

  it('knows its own folders by the place of the package', () => {
    assert.deepEqual(ownNodeModules('/a/node_modules/@awscred/cli/dist/bundle'), [
      '/a/node_modules/@awscred/cli/node_modules',
      '/a/node_modules',
    ]);
    assert.deepEqual(ownNodeModules('/src/awscred/dist/src/adapters/process'), ['/src/awscred/node_modules']);
    assert.deepEqual(ownNodeModules('/somewhere/else'), []);
  });
});
