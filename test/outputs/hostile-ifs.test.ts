import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { outputs } from '../../src/outputs/index.ts';
import { needs } from '../support/process/needs.ts';
import { tempFolder } from '../support/files/temp-folder.ts';
import { hostileTexts, randomValue, seeded } from './hostile-values.ts';
import { posixShells, runShell, type RealShell } from './real-shells.ts';

const SEED = 20_261_201;

/** Every character that quotes, separates or begins something, alone and together; no letters, which break any line. */
const MARKS = `'"\`\\$;&|()<>{}[]*?!#~=:,/%@+- \t`;
const IFS_VALUES = [...MARKS.split(''), MARKS, `'"`, `'\``, `"\``, `\\'`, `';`, `'&`, ` '`, `'"\`\\`];

/** What may follow a name that a shell takes apart: a command, an assignment, an option. */
function textsFor(canary: string): readonly string[] {
  const touch = `touch ${canary}`;
  const parts = [';', '&', '&&', '||', '|', '`', '$(', '<(', '>', '(', '{ ', ' ', "'", '"', '\\', '#', '!'];
  return [
    ...hostileTexts(canary),
    ...parts.flatMap((one) => [`a${one}${touch}${one}b`, `a'${one}${touch};'b`, `"${one}${touch}\`b`]),
    `a PATH=/evil LD_PRELOAD=/evil.so b`,
    `a -f -n PATH=/evil`,
    `a;PATH=/evil;b`,
  ];
}

function statements(values: readonly string[]): string {
  const set = values.map((value, index) => ({ name: `VALUE_${index}`, value, secret: false }));
  return outputs.posix.render({ set, unset: ['GONE'] });
}

/** Evaluates each text unquoted under each IFS, in a subshell of its own, since a syntax error ends a shell. */
function evaluate(shell: RealShell, texts: readonly string[], folder: string): void {
  const lines = texts.flatMap((text, index) => {
    const file = join(folder, `text-${index}`);
    writeFileSync(file, text);
    return IFS_VALUES.map((ifs) => {
      const octal = ifs
        .split('')
        .map((char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`)
        .join('');
      const set = `IFS=$(printf '${octal}x'); IFS=\${IFS%x}`;
      return `( ${set}; eval $(/bin/cat ${file}); [ "$PATH$LD_PRELOAD" = "$KEEP" ] || : >"$CHANGED" ) 2>/dev/null`;
    });
  });
  const script = join(folder, 'script');
  writeFileSync(script, `KEEP=$PATH CHANGED=${folder}/changed\n${lines.join('\n')}\n: >${folder}/done\n`);
  runShell(shell, [script], { folder });
}

describe(`a hostile IFS makes a value wrong at most (seed ${SEED})`, () => {
  for (const shell of posixShells) {
    // mksh starts a program for each printf.
    const more = shell.name === 'mksh' ? 0 : 60;
    it(shell.name, { skip: needs(shell.command[0]) }, () => {
      const folder = join(tempFolder(), 'here');
      mkdirSync(folder);
      const canary = join(folder, 'canary');
      const next = seeded(SEED);
      const texts = textsFor(canary);
      const values = [...texts, ...Array.from({ length: more }, () => randomValue(next, texts))];
      const chunks = Array.from({ length: Math.ceil(values.length / 12) }, (_, at) =>
        values.slice(at * 12, at * 12 + 12),
      );
      evaluate(shell, chunks.map(statements), folder);
      assert.ok(!existsSync(canary), 'a value was run');
      assert.ok(!existsSync(join(folder, 'changed')), 'a value changed another variable');
      assert.ok(existsSync(join(folder, 'done')));
    });
  }
});
