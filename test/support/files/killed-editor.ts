import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tempFolder } from './temp-folder.ts';

export const EDIT_DRIVER = fileURLToPath(new URL('./edit-driver.js', import.meta.url));

/** Large enough that a write takes a moment. */
const TAIL = `# ${'x'.repeat(400)}\n`.repeat(1000);

export interface KilledEdits {
  /** Kills that left something in the middle beside the file, which the next edit removes. */
  readonly midway: number;
  /** How often the file was neither the old nor the new one. */
  readonly broken: number;
  /** What is left beside the file after an edit that nobody disturbed. */
  readonly left: readonly string[];
  /** Values that were written. */
  readonly written: number;
}

/** Kills a process that edits without a pause, each time at a random point. */
export async function killedEdits(rounds: number, random: () => number): Promise<KilledEdits> {
  const folder = tempFolder();
  const config = join(folder, 'config');
  const tally = { midway: 0, broken: 0, written: 0 };
  writeFileSync(config, `[profile p]\nx = 0\n${TAIL}`);
  for (let at = 0; at < rounds; at += 1) {
    const child = spawn(process.execPath, [EDIT_DRIVER, folder, 'count'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await setTimeout(random() * 120);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [, value = '', tail] =
      /^\[profile p\]\nx = (\d+)\n([^]*)$/.exec(readFileSync(config, 'utf8')) ?? [];
    tally.broken += tail === TAIL ? 0 : 1;
    tally.written += Number(value) > 0 ? 1 : 0;
    tally.midway += readdirSync(folder).length > 2 ? 1 : 0;
  }
  const last = spawn(process.execPath, [EDIT_DRIVER, folder, 'add', 'new', '1'], { stdio: 'inherit' });
  await once(last, 'exit');
  return { ...tally, left: readdirSync(folder).filter((name) => !['config', 'state'].includes(name)) };
}
