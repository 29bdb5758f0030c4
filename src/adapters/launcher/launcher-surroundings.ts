import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stampOf } from '../../core/hot/file-stamp.ts';
import { printable } from '../../core/text/printable.ts';
import type { FoundProgram, LauncherSurroundings } from '../../ports/launcher.ts';
import { pathFault } from '../files/trust/safe-path.ts';

const LIMIT_MS = 5000;

/** Where systems install their programs. */
const FOLDERS = ['/usr/bin', '/bin', '/usr/local/bin', '/run/current-system/sw/bin'];
const SHELLS = ['sh', 'dash', 'bash', 'zsh', 'ksh', 'ksh93', 'mksh', 'busybox'];

/** Keeps V8's built-in hash seed, which saves a sixth of an empty program and is safe for reading our own record. */
const LEAN = '--no-rehash-snapshot';

/** `root`: the package's folder. */
export function launcherSurroundings(root: string): LauncherSurroundings {
  const node = realpathSync(process.execPath);
  return {
    template: readFileSync(join(root, 'bin/launcher.sh'), 'utf8'),
    node: helper(node),
    program: target(join(realpathSync(root), 'bin/awscred.cjs')),
    stat: tried(systemProgram('stat')),
    keyctl: systemProgram('keyctl'),
    nodeOptions:
      spawnSync(node, [LEAN, '-e', '0'], { env: {}, stdio: 'ignore', timeout: LIMIT_MS }).status === 0
        ? [LEAN]
        : [],
    shells: SHELLS.flatMap((name) => {
      const found = systemProgram(name);
      return 'path' in found ? [found.path] : [];
    }),
  };
}

/** PATH is not used: whoever starts us can set it. */
function systemProgram(name: string): FoundProgram {
  const found = FOLDERS.map((folder) => join(folder, name)).find((path) => existsSync(path));
  return found === undefined ? { fault: `${name} is not installed in ${FOLDERS.join(', ')}` } : helper(found);
}

/** npm puts programs of dependencies into `.bin`, and anybody may put one into a temporary folder. */
function helper(path: string): FoundProgram {
  const real = realpathSync(path);
  const inTemporary = ['/tmp', '/var/tmp', '/dev/shm', tmpdir()].some((folder) =>
    real.startsWith(`${folder}/`),
  );
  if (/\/node_modules\/\.bin\//.test(`${path} ${real}`)) {
    return {
      fault: `${printable(path)} is in a node_modules/.bin folder, where any package can put a program`,
    };
  }
  if (inTemporary) {
    return { fault: `${printable(real)} is in a temporary folder` };
  }
  return target(path);
}

function target(path: string): FoundProgram {
  if (`${path}/${realpathSync(path)}`.includes('/_npx/')) {
    return { fault: `${printable(path)} is in the npx cache, which npm may empty at any time` };
  }
  const fault = pathFault(path);
  return fault === null ? { path } : { fault };
}

/** One that prints stamps as a record holds them, and knows the time of a process just started. */
function tried(stat: FoundProgram): FoundProgram {
  if ('fault' in stat) {
    return stat;
  }
  const words = ['-L', '-c', '%Y %s %i %d %u %y %z', '/proc/self', process.execPath];
  const run = spawnSync(stat.path, words, { env: { TZ: 'UTC0' }, encoding: 'utf8', timeout: LIMIT_MS });
  const [self = '', file = ''] = (run.stdout ?? '').split('\n');
  const stats = statSync(process.execPath, { bigint: true });
  const facts = { ...stats, inode: stats.ino, device: stats.dev };
  const stamp = stampOf({ ...facts, mtimeNs: stats.mtimeNs, ctimeNs: stats.ctimeNs }).forShells;
  const isNow = Math.abs(Number(self.split(' ')[0]) - Date.now() / 1000) < 10;
  return isNow && file.endsWith(` ${stamp}`)
    ? stat
    : { fault: `${stat.path} does not print what a record needs` };
}
