import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AWSCRED, finished, type RunResult, type Sandbox } from '../sandbox.ts';

/** A share that works. */
export interface Sharing {
  readonly child: ChildProcess;
  readonly over: Promise<RunResult>;
  /** The two variables. */
  readonly config: string;
  readonly profile: string;
}

/** What it prints once it works. */
export const SHARED: RegExp = /export AWS_CONFIG_FILE=(\S+)\nexport AWS_PROFILE=(\S+)\n$/;

/** Starts `awscred share … -- TRANSPORT…`. */
export function startShare(
  sandbox: Sandbox,
  args: readonly string[],
  transport: readonly string[],
): { child: ChildProcess; over: Promise<RunResult> } {
  const child = sandbox.start([process.execPath, AWSCRED, 'share', ...args, '--', ...transport]);
  return { child, over: finished(child) };
}

/** The same, once it works; fails where it ends instead. */
export async function shared(
  sandbox: Sandbox,
  args: readonly string[],
  transport: readonly string[],
): Promise<Sharing> {
  const { child, over } = startShare(sandbox, args, transport);
  let stdout = '';
  child.stdout?.on('data', (text: string) => (stdout += text));
  const failed = over.then(({ stderr, status }) => assert.fail(`ended with ${status}: ${stderr}`));
  failed.catch(() => undefined);
  while (!/AWS_PROFILE=.*\n/.test(stdout)) {
    await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
  const [whole = '', config = '', profile = ''] = SHARED.exec(stdout) ?? [];
  assert.equal(whole, stdout);
  return { child, over, config, profile };
}

/** Waits until the far side's folder is gone. */
export async function farFolderGone(config: string): Promise<void> {
  for (let tries = 0; tries < 150 && existsSync(join(config, '..')); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.ok(!existsSync(join(config, '..')), 'the folder is still there');
}
