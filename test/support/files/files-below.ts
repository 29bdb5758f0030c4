import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every regular file below a folder, as bytes read as Latin-1, so that any ASCII secret in it can be found. */
export function filesBelow(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      filesBelow(path).forEach((text, name) => files.set(name, text));
    } else if (entry.isFile()) {
      files.set(path, readFileSync(path, 'latin1'));
    }
  }
  return files;
}
