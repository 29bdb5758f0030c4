import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunResult } from './sandbox.ts';
import { crowd, type StressHome } from './files/stress-home.ts';

/** Makes the AWS CLI's token for the session `acme` due: three minutes are left, and its refresh token is good. */
function makeDue(home: string): void {
  const path = join(home, '.aws/sso/cache', `${createHash('sha1').update('acme').digest('hex')}.json`);
  const token = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const expiresAt = `${new Date(Date.now() + 180_000).toISOString().slice(0, 19)}Z`;
  writeFileSync(path, JSON.stringify({ ...token, expiresAt }), { mode: 0o600 });
}

const SCRIPT = fileURLToPath(new URL('../../../test/support/botocore-refresh.py', import.meta.url));

/** The AWS CLI's own refresh, which takes no lock. */
async function botocoreRefresh({ sandbox, server }: StressHome): Promise<RunResult> {
  return sandbox.program(['/usr/bin/python3', SCRIPT, 'bastion', server.url]);
}

export interface RotationRound {
  /** What awscred said where it failed, process by process. */
  readonly failed: readonly string[];
  /** Whether botocore lost the race, and whether it failed again when run again. */
  readonly botocore: { readonly lost: boolean; readonly again: boolean };
}

/** A token that is due, renewed by `processes` of awscred and by botocore at once. */
export async function rotationRound(aws: StressHome, processes: number): Promise<RotationRound> {
  makeDue(aws.sandbox.home);
  const words = ['process', 'bastion', '--refresh'];
  const [theirs, { results }] = await Promise.all([
    botocoreRefresh(aws),
    crowd(processes, async () => aws.run(words, { env: SHARED })),
  ]);
  const lost = theirs.status !== 0;
  const again = lost && (await botocoreRefresh(aws)).status !== 0;
  const failed = results.filter((result) => result.status !== 0).map((result) => result.stderr);
  return { failed, botocore: { lost, again } };
}

/** The surroundings in which `login` writes the AWS CLI's file. */
export const SHARED = { AWSCRED_SSO_CACHE: 'shared' };
