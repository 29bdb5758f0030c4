import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from './support/sandbox.ts';
import { tempFolder } from './support/files/temp-folder.ts';

/** A folder of `src` and what its files may not import, as docs/architecture.md, "Where things are" has it. */
const FORBIDDEN: readonly (readonly [string, readonly string[]])[] = [
  ['core', ['ports', 'protocols', 'sources', 'outputs', 'flow', 'commands', 'adapters', 'wiring', 'warm']],
  ['ports', ['protocols', 'sources', 'outputs', 'flow', 'commands', 'adapters', 'wiring', 'warm']],
  ['protocols', ['sources', 'outputs', 'flow', 'commands', 'adapters', 'wiring', 'warm']],
  ['sources', ['outputs', 'flow', 'commands', 'adapters', 'wiring', 'warm']],
  ['outputs', ['ports', 'protocols', 'sources', 'flow', 'commands', 'adapters', 'wiring', 'warm']],
  ['flow', ['commands', 'adapters', 'wiring', 'warm', 'dev-server']],
  ['commands', ['protocols', 'sources', 'adapters', 'wiring', 'warm']],
  ['adapters', ['protocols', 'sources', 'outputs', 'flow', 'commands', 'wiring', 'warm']],
  ['dev-server', ['protocols', 'sources', 'outputs', 'flow', 'commands', 'adapters', 'wiring', 'warm']],
];

/** A planted file, by its place in `src`, and the one import in it. */
interface Planted {
  readonly place: string;
  readonly from: string;
  readonly isTypeOnly: boolean;
}

function plantedIn(folder: string, targets: readonly string[]): readonly Planted[] {
  return ['', 'room/', 'room/corner/'].flatMap((room, depth) =>
    [...targets.map((target) => `${target}/any.ts`), 'main.ts'].map((file, index) => ({
      place: `${folder}/${room}planted-${index}.ts`,
      from: `${'../'.repeat(depth + 1)}${file}`,
      isTypeOnly: index % 2 === 1,
    })),
  );
}

/** The places of the files that the lint reports. */
function reported(planted: readonly Planted[]): ReadonlySet<string> {
  const root = tempFolder();
  copyFileSync(join(ROOT, '.eslintrc.json'), join(root, '.eslintrc.json'));
  for (const { place, from, isTypeOnly } of planted) {
    const file = join(root, 'src', place);
    mkdirSync(dirname(file), { recursive: true });
    const line = isTypeOnly
      ? `import type { Any } from '${from}';\nexport type Planted = Any;\n`
      : `import { any } from '${from}';\nexport const planted = any;\n`;
    writeFileSync(file, line);
  }
  const oxlint = join(ROOT, 'node_modules/.bin/oxlint');
  const { stdout } = spawnSync(oxlint, ['-c', '.eslintrc.json', '-f', 'unix', 'src'], {
    cwd: root,
    encoding: 'utf8',
  });
  const places = [...stdout.matchAll(/src\/([\w/-]+\.ts):.*no-restricted-imports/g)];
  return new Set(places.map(([, place]) => place ?? ''));
}

describe('the lint enforces the layers', () => {
  for (const [folder, targets] of FORBIDDEN) {
    it(`${folder} imports nothing above it, in rooms at any depth`, () => {
      const planted = plantedIn(folder, targets);
      const found = reported(planted);
      assert.deepEqual(
        planted.filter(({ place }) => !found.has(place)),
        [],
      );
    });
  }

  it('allows what stands below', () => {
    const allowed = [
      { place: 'flow/room/a.ts', from: '../../sources/any.ts', isTypeOnly: false },
      { place: 'adapters/room/b.ts', from: '../../core/any.ts', isTypeOnly: false },
      { place: 'commands/room/c.ts', from: '../../flow/any.ts', isTypeOnly: true },
      { place: 'wiring/d.ts', from: '../adapters/any.ts', isTypeOnly: false },
    ];
    assert.deepEqual([...reported(allowed)], []);
  });
});
