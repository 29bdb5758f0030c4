import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunResult } from './sandbox.ts';
import type { StressHome } from './stress-home.ts';

/** Makes the AWS CLI's token for the session `acme` due: three minutes are left, and its refresh token is good. */
export function makeDue(home: string): void {
  const path = join(home, '.aws/sso/cache', `${createHash('sha1').update('acme').digest('hex')}.json`);
  const token = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const expiresAt = `${new Date(Date.now() + 180_000).toISOString().slice(0, 19)}Z`;
  writeFileSync(path, JSON.stringify({ ...token, expiresAt }), { mode: 0o600 });
}

const SCRIPT = fileURLToPath(new URL('../../../test/support/botocore-refresh.py', import.meta.url));

/** The AWS CLI's own refresh, which takes no lock. */
export async function botocoreRefresh({ sandbox, server }: StressHome): Promise<RunResult> {
  return sandbox.program(['/usr/bin/python3', SCRIPT, 'bastion', server.url]);
}
