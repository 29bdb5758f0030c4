import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launcherScript } from '../../../src/core/launcher/launcher-script.ts';
import { KEYCTL } from '../store/kernel-keyring.ts';
import { AWSCRED, ROOT, type Sandbox } from '../sandbox.ts';

/** The shells that answer from a record, as words before a script; those that are here. */
export const SHELLS = [
  ['/usr/bin/dash'],
  ['/usr/bin/bash'],
  ['/usr/bin/busybox', 'sh'],
  ['/usr/bin/ksh'],
].filter(([program = '']) => existsSync(program));

const SHELL_NAMES = ['sh', 'dash', 'bash', 'ksh', 'busybox'].map((name) => `/usr/bin/${name}`);

export interface LauncherOptions {
  /** What is called for Node: `/bin/echo` unless given, which prints what it was called with. */
  readonly node?: string;
  readonly program?: string;
  readonly keyctl?: string;
  readonly stat?: string;
}

/** A launcher in the sandbox, made as `install-launcher` makes it, but for what it calls. Its path. */
export function writeLauncher(sandbox: Sandbox, name: string, options: LauncherOptions = {}): string {
  const { node = '/bin/echo', program = AWSCRED, keyctl = KEYCTL, stat = '/usr/bin/stat' } = options;
  const template = readFileSync(join(ROOT, 'bin/launcher.sh'), 'utf8');
  const shells = SHELL_NAMES.filter((path) => existsSync(path));
  return sandbox.write(
    name,
    launcherScript(template, { node, program, keyctl, stat, shells, nodeOptions: [] }),
  );
}
