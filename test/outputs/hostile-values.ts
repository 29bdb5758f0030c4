import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every printable ASCII character, in order. */
export const printableAscii = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join(
  '',
);

/** Texts that a careless quotation runs, expands, splits or loses. `canary` is a file that must never appear. */
export function hostileTexts(canary: string): readonly string[] {
  return [
    printableAscii,
    `$(touch ${canary})`,
    `\`touch ${canary}\``,
    `'; touch ${canary}; '`,
    `"; touch ${canary}; "`,
    `' & touch ${canary} & '`,
    `\\'; touch ${canary}; #`,
    `'"'"'; touch ${canary}; '"'"'`,
    `)) touch ${canary}; (`,
    `x' && touch ${canary} || '`,
    `%COMSPEC% & touch ${canary}`,
    '*',
    '?',
    '[a-z]*',
    '{a,b}',
    '{1..3}',
    'a  b   c',
    ' leads',
    'trails ',
    ' ',
    '   ',
    '=ls',
    '~',
    '~root',
    'a:~root:b',
    '!!',
    '!(a)',
    '@(a|b)',
    '#no',
    '^a^b',
    '\\',
    '\\\\',
    "'",
    "''",
    '"',
    '-n',
    '-e',
    '$IFS',
    '$$',
    '${HOME}',
    '$HOME/*',
    '000011112222:Admin',
    'my profile (prod)',
    'São Paulo/日本/🦀',
    '\u00a0\u2028\u3000',
    'x\ue000\uf600\uf6ff\ufdd0y',
    'Á\u0081\u0088\u0099',
    'a.masked.b',
    '\u2018\u2019\u201a\u201b',
  ];
}

/** The same sequence for the same seed: mulberry32. Returns integers below `below`. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Up to eight pieces in a row: hostile texts, single characters of ASCII, and some beyond. */
export function randomValue(next: (below: number) => number, texts: readonly string[]): string {
  const pieces = Array.from({ length: 1 + next(8) }, () => {
    const kind = next(4);
    if (kind === 0) {
      return texts[next(texts.length)] ?? '';
    }
    return kind === 1 ? String.fromCodePoint(0xa0 + next(0x2000)) : (printableAscii[next(95)] ?? '');
  });
  return pieces.join('');
}

/** Files named like the words of the texts, their quotes or escapes removed too, and like options and words of sh. */
export function plantFiles(folder: string, texts: readonly string[]): void {
  const words = texts.flatMap((text) => text.split(/[ \n]+/));
  const names = [
    ...words,
    ...words.map((word) => word.replaceAll('\\', '')),
    ...words.map((word) => word.replace(/['"`;]/g, '')),
    'export',
    'unset',
    'a=b',
    '-n',
    '-p',
    '*',
    '?',
    '[a]',
    'a',
    "'a",
    ';',
    '$(exit)',
    'printf',
    "'052'",
    "'\\052'",
  ];
  for (const name of new Set(names)) {
    if (
      name !== '' &&
      name !== '.' &&
      name !== '..' &&
      !name.includes('/') &&
      Buffer.byteLength(name) < 255
    ) {
      writeFileSync(join(folder, name), '');
    }
  }
}
