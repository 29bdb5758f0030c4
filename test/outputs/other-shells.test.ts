import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { outputs } from '../../src/outputs/index.ts';
import { needs } from '../support/process/needs.ts';
import { tempFolder } from '../support/files/temp-folder.ts';
import { hostileTexts, plantFiles, randomValue, seeded } from './hostile-values.ts';
import { environmentsAfter, otherShells, runShell, type RealShell } from './real-shells.ts';

const SEED = 20_260_103;

const shells: readonly RealShell[] = [
  ...otherShells,
  {
    name: 'tcsh, quoted',
    command: ['tcsh', '-f'],
    syntax: 'tcsh',
    idiom: (command) => `eval "\`${command}\`"`,
  },
  {
    name: 'fish, eval',
    command: ['fish', '--no-config'],
    syntax: 'fish',
    idiom: (command) => `eval (${command})`,
  },
];

/** What fish and elvish hold and sh does not. */
const controls = ['two\nlines', '\n', 'tab\there', '\r\n', '\u0001\u001b[31m\u007f', "'\n'", '\\\n"'];

describe(`statements of other shells arrive exactly (seed ${SEED})`, () => {
  for (const shell of shells) {
    // tcsh starts a program for each printf.
    const count = shell.syntax === 'tcsh' ? 140 : 1000;
    it(
      `${shell.name}: ${count} hostile values among hostile files`,
      { skip: needs(shell.command[0]) },
      () => {
        const temp = tempFolder();
        const canary = join(temp, 'canary');
        const folder = join(temp, 'here');
        mkdirSync(folder);
        const next = seeded(SEED);
        const known = [...hostileTexts(canary), ...(shell.syntax === 'tcsh' ? [] : controls)];
        const values = [
          ...known,
          ...Array.from({ length: count - known.length }, () => randomValue(next, known)),
        ];
        const sets = Array.from({ length: Math.ceil(count / 20) }, (_, index) =>
          values
            .slice(index * 20, index * 20 + 20)
            .map((value, position) => ({ name: `VALUE_${position}`, value, secret: false })),
        );
        const texts = sets.map((set) => outputs[shell.syntax].render({ set, unset: [] }));
        plantFiles(folder, texts);
        const seen = environmentsAfter(shell, { texts, folder, results: join(temp, 'results') });
        for (const [index, set] of sets.entries()) {
          for (const { name, value } of set) {
            assert.equal(seen[index]?.get(name), value, `text ${index}`);
          }
        }
        assert.ok(!existsSync(canary), 'a value was run');
      },
    );
  }

  it('a universal variable of fish is kept for other shells, and named', { skip: needs('fish') }, () => {
    const temp = tempFolder();
    const environment = { XDG_CONFIG_HOME: join(temp, 'config'), AWS_REGION: 'eu-west-1' };
    const fish: RealShell = { name: 'fish', command: ['fish'], syntax: 'fish', idiom: outputs.fish.evalLine };
    const text = outputs.fish.render({ set: [], unset: ['AWS_PROFILE', 'NEVER_SET', 'AWS_REGION'] });
    const script = `set -Ux AWS_PROFILE mine\nset name own\n${text}\necho $status $name $AWS_PROFILE $AWS_REGION`;
    const done = runShell(fish, ['-c', script], { folder: temp, environment });
    assert.equal(done.stdout, '0 own mine\n');
    assert.equal(
      done.stderr,
      'awscred: AWS_PROFILE is a universal variable and stays set; hint: set -eU AWS_PROFILE\n',
    );
  });
});
