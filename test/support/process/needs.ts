import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * For a test's `skip` option: false when all programs are there, else the reason.
 * Under `CI` a missing program is a failure, so a skip can never hide there.
 */
export function needs(...programs: readonly string[]): false | string {
  const missing = programs.filter((program) => !isThere(program));
  if (missing.length === 0) {
    return false;
  }
  const reason = `not on this machine: ${missing.join(', ')}`;
  if (process.env['CI'] !== undefined && process.env['CI'] !== '') {
    throw new Error(`${reason} (under CI a skip is a failure)`);
  }
  return reason;
}

function isThere(program: string): boolean {
  if (isAbsolute(program)) {
    return existsSync(program);
  }
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
