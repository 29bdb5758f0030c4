import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { DriverReport, DriverScript, DriverStep } from './store-driver.ts';

const DRIVER = fileURLToPath(new URL('./store-driver.js', import.meta.url));

export interface DriveOptions extends Omit<DriverScript, 'steps'> {
  /** Words before `node`: `prlimit --nofile=24`, `setpriv --reuid …`. */
  readonly through?: readonly string[];
}

/** Runs steps against the store in a process of their own. */
export async function drive(
  environment: Readonly<Record<string, string>>,
  steps: readonly DriverStep[],
  options: DriveOptions = {},
): Promise<DriverReport> {
  const child = startDriver(environment, steps, options);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (out === '') {
    throw new Error(`the driver said nothing: ${err}`);
  }
  return JSON.parse(out) as DriverReport;
}

export function startDriver(
  environment: Readonly<Record<string, string>>,
  steps: readonly DriverStep[],
  { through = [], ...script }: DriveOptions = {},
): ChildProcessWithoutNullStreams {
  const words = [...through, process.execPath, DRIVER];
  const child = spawn(words[0] ?? '', words.slice(1), { env: environment, stdio: 'pipe' });
  child.stdin.end(JSON.stringify({ ...script, steps }));
  return child;
}
