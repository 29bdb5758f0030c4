import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { USER_KEY, USER_SECRET } from '../aws/chain-world.ts';
import type { Sandbox } from '../sandbox.ts';

/** A program of a sandbox that counts how often it was started. */
export interface CredentialProgram {
  readonly path: string;
  starts(): number;
}

/** A shell script under the home with this body. */
export function credentialProgram(sandbox: Sandbox, name: string, body: string): CredentialProgram {
  const count = join(sandbox.home, `${name}.count`);
  const path = sandbox.write(name, `#!/bin/sh\necho x >> '${count}'\n${body}\n`);
  chmodSync(path, 0o700);
  return { path, starts: () => (existsSync(count) ? readFileSync(count, 'utf8').length / 2 : 0) };
}

/** `echo`s an answer: the keys of the world's user, with changes. A key that is undefined is left out. */
export function printing(changes: Readonly<Record<string, unknown>> = {}): string {
  const answer = { Version: 1, AccessKeyId: USER_KEY, SecretAccessKey: USER_SECRET, ...changes };
  return `cat <<'END'\n${JSON.stringify(answer)}\nEND`;
}

export function inOneHour(): string {
  return new Date(Math.floor((Date.now() + 3_600_000) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
