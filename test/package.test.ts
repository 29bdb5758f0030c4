import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { namedProfile, unnamedProfile } from '../src/core/aws-files/profile-choice.ts';
import { ROOT } from './support/sandbox.ts';
import { tempFolder } from './support/files/temp-folder.ts';

interface Package {
  readonly name: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const PACKAGE = JSON.parse(read('package.json')) as Package;

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Every text file of ours, by its path from the root. */
function ownFiles(folder: string = '.'): readonly string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = folder === '.' ? name : `${folder}/${name}`;
    if (['node_modules', 'dist', '.git'].includes(name)) {
      return [];
    }
    return statSync(join(ROOT, path)).isDirectory() ? ownFiles(path) : [path];
  });
}

/** The files that the command loads, from its first, each by the name under which another one names it. */
function program(): ReadonlySet<string> {
  // The scripts of `init`, by the folders that awscred names: one for each shell.
  const scripts = ['bin/init', 'dist/bundle/init'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
  );
  const locks = ['x64', 'arm64'].map((arch) => `dist/bundle/lock-linux-${arch}.node`);
  const data = ['dist/bundle/complete.json', ...scripts, ...locks];
  const found = new Set(['bin/awscred.cjs', 'bin/complete.cjs', ...data]);
  for (const path of found) {
    for (const [, name = ''] of read(path).matchAll(/["']((?:\.\.?\/)+[\w/-]+\.cjs)["']/g)) {
      found.add(join(path, '..', name));
    }
    for (const [name] of read(path).matchAll(/\blauncher\.sh\b/g)) {
      found.add(join('bin', name));
    }
    // What bin/start.cjs names is in the bundle.
    for (const [, name = ''] of read(path).matchAll(/'([\w-]+\.(?:cjs|txt))'/g)) {
      found.add(join('dist/bundle', name));
    }
  }
  return found;
}

describe('the package', () => {
  it('is @awscred/cli with the command awscred, for Node 20.19 and newer', () => {
    assert.equal(PACKAGE.name, '@awscred/cli');
    assert.deepEqual(PACKAGE.bin, { awscred: 'bin/awscred.cjs' });
    assert.equal(PACKAGE.engines.node, '>=20.19');
  });

  it('runs no script when it is installed', () => {
    for (const script of ['preinstall', 'install', 'postinstall']) {
      assert.equal(PACKAGE.scripts[script], undefined);
    }
  });

  it('pins each dependency, exactly or with ~, and says why it is there', () => {
    const why = read('CONTRIBUTING.md');
    for (const [name, range] of Object.entries({ ...PACKAGE.dependencies, ...PACKAGE.devDependencies })) {
      assert.match(range, /^~?\d+\.\d+\.\d+$/, name);
    }
    // What is installed is what runs: all else is in the bundle.
    assert.deepEqual(Object.keys(PACKAGE.dependencies).sort(), ['@napi-rs/keyring', 'open']);
    for (const name of Object.keys({ ...PACKAGE.dependencies, ...PACKAGE.devDependencies })) {
      const written = name.startsWith('@types/')
        ? 'types'
        : name.startsWith('@aws-sdk/client-')
          ? name.replace('@aws-sdk/client', '')
          : name;
      assert.ok(why.includes(written), `${name} has no reason in CONTRIBUTING.md`);
    }
  });

  it('is never confused with the package that is called plain awscred', () => {
    const wrong = new RegExp(
      ['npx', 'npm (?:i|install|add)(?: -g| --global)?', 'yarn (?:dlx|add)', 'pnpm (?:dlx|add)']
        .map((way) => `${way} awscred\\b`)
        .join('|'),
    );
    for (const path of ownFiles().filter((name) => name !== 'test/package.test.ts')) {
      assert.doesNotMatch(read(path), wrong, path);
    }
  });

  it('ships the program, its documents, and no tests', () => {
    const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [{ files }] = JSON.parse(packed) as [{ files: { path: string }[] }];
    const paths = files.map((file) => file.path);
    const isDocument = (path: string): boolean =>
      /^(?:docs\/[a-z-]+\.md|[A-Z-]+\.md|LICENSE|package\.json|dist\/bundle\/[\w.-]+\.LEGAL\.txt)$/.test(
        path,
      );
    assert.ok(['LICENSE', 'README.md', 'package.json', 'docs/json.md'].every((path) => paths.includes(path)));
    // Whatever else is there is loaded by something that is there.
    assert.deepEqual(paths.filter((path) => !isDocument(path)).sort(), [...program()].sort());
  });

  it('is small, and a command reads a part of it', () => {
    const isBinary = (path: string): boolean => path.endsWith('.node');
    const sizeOf = (paths: readonly string[]): number =>
      paths.reduce((sum, path) => sum + statSync(join(ROOT, path)).size, 0);
    assert.ok(sizeOf([...program()].filter((path) => !isBinary(path))) < 1_700_000);
    assert.ok(sizeOf([...program()].filter(isBinary)) < 80_000);
    assert.ok(statSync(join(ROOT, 'dist/bundle/main.cjs')).size < 320_000);
  });

  it('has the two commands of the README, as they stand there', () => {
    const readme = read('README.md');
    assert.match(readme, /^npm ci && npm run demo$/m);
    assert.match(readme, /^npm ci && npm test$/m);
    for (const script of ['build', 'test', 'demo', 'lint', 'format', 'format:check', 'check']) {
      assert.notEqual(PACKAGE.scripts[script], undefined, script);
    }
    for (const [, path] of readme.matchAll(/\]\(([^)h][^)]*)\)/g)) {
      assert.ok(existsSync(join(ROOT, path ?? '')), `README links to ${path ?? ''}`);
    }
  });

  it('is installed from a checkout as the README says, which names no package to install from npm', () => {
    const readme = read('README.md');
    assert.match(readme, /^npm ci && npm install -g \.$/m);
    assert.match(readme, /not published on npm yet/);
    assert.doesNotMatch(readme, /npm (?:i|install|add)[^\n]* @?awscred/);
    const prefix = tempFolder();
    const words = ['install', '-g', '.', '--prefix', prefix, '--offline', '--ignore-scripts'];
    execFileSync('npm', words, { cwd: ROOT, stdio: 'ignore' });
    const printed = execFileSync(join(prefix, 'bin', 'awscred'), ['--version'], { encoding: 'utf8' });
    assert.match(printed, /^\d+\.\d+\.\d+\n$/);
  });

  it('says in the README which variable decides the profile, in the order in which they count', () => {
    const text = read('README.md');
    const names = ['AWSCRED_PROFILE', 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'default'];
    assert.ok(
      text.includes(
        names
          .slice(0, 3)
          .map((name) => `\`${name}\``)
          .join(', '),
      ),
    );
    for (let given = 0; given < names.length; given += 1) {
      const variables = new Map(names.slice(given, 3).map((name) => [name, `by-${name}`]));
      const named = namedProfile(null, { get: (name) => variables.get(name) ?? null });
      const choice = named ?? unnamedProfile(null);
      assert.equal(choice.from, names[given]);
    }
  });

  it('says on an older Node which one it needs', () => {
    const guard = read('bin/awscred.cjs');
    // What the guard itself is written in must be read by any Node.
    assert.doesNotMatch(guard.split("require('./start.cjs')")[0] ?? '', /=>|`|\bconst\b|\blet\b|\?\./);
    const old =
      "Object.defineProperty(process.versions, 'node', { value: '18.19.0' }); require(process.argv[1]);";
    const run = (): string =>
      execFileSync(process.execPath, ['-e', old, join(ROOT, 'bin/awscred.cjs')], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
    assert.throws(run, (error: { status?: number; stderr?: string }) => {
      assert.equal(error.status, 2);
      assert.match(error.stderr ?? '', /^awscred: awscred needs Node 20\.19 or newer; this is 18\.19\.0 \(/);
      return true;
    });
  });
});
