import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DevServer } from '../../src/dev-server/dev-server.ts';
import { ROOT } from './sandbox.ts';
import { tempFolder } from './files/temp-folder.ts';

export const CC = '/usr/bin/cc';

export interface MovedClock {
  /** For programs whose time of day moves, and for all that they start. */
  readonly env: Readonly<Record<string, string>>;
  /** A shell command that moves on their clock and AWS's by an hour. */
  readonly nextHour: string;
}

/** One clock for AWS and for real programs, whose hours pass at once. */
export function movedClock(server: DevServer): MovedClock {
  const folder = tempFolder();
  const library = join(folder, 'moved-clock.so');
  execFileSync(CC, [
    '-shared',
    '-fPIC',
    '-O1',
    '-o',
    library,
    join(ROOT, 'test/support/moved-clock.c'),
    '-ldl',
  ]);
  const file = join(folder, 'moved');
  writeFileSync(file, '0');
  const script = join(folder, 'next-hour.cjs');
  writeFileSync(
    script,
    `const fs = require('fs');
const file = ${JSON.stringify(file)};
const moveMs = Number(fs.readFileSync(file, 'utf8')) + 3600000;
const body = JSON.stringify({ moveMs: 3600000 });
const headers = { 'Content-Type': 'application/json' };
fetch('${server.url}/_dev/clock', { method: 'POST', headers, body }).then((answer) => {
  if (!answer.ok) process.exit(1);
  fs.writeFileSync(file, String(moveMs));
});
`,
  );
  return {
    env: { LD_PRELOAD: library, MOVED_CLOCK: file },
    nextHour: `LD_PRELOAD= '${process.execPath}' '${script}'`,
  };
}
