import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

/** A keychain for the demo alone: gnome-keyring on a bus of its own, in the demo's home. */
export interface PrivateKeychain {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const PROGRAMS = ['dbus-run-session', 'gnome-keyring-daemon', 'sh'];
const START_MS = 4000;

/** Null where this machine cannot give one: then the demo uses an encrypted store. */
export async function privateKeychain(home: string): Promise<PrivateKeychain | null> {
  if (!PROGRAMS.every(isOnPath)) {
    return null;
  }
  const runtime = join(home, 'run');
  await mkdir(runtime, { mode: 0o700 });
  const base = { HOME: home, XDG_RUNTIME_DIR: runtime, PATH: process.env['PATH'] ?? '' };
  // The shell's stdin is its lifeline: when it closes, the shell ends, and the bus and the keyring with it.
  const script =
    'printf %s demo | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 1; echo "$DBUS_SESSION_BUS_ADDRESS"; read end';
  const shell = spawn('dbus-run-session', ['--', 'sh', '-c', script], {
    env: base,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const address = await firstLine(shell);
  if (address === null) {
    await ended(shell);
    return null;
  }
  return {
    environment: { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: address },
    close: async () => ended(shell),
  };
}

async function firstLine(shell: ChildProcess): Promise<string | null> {
  const { stdout } = shell;
  if (stdout === null) {
    return null;
  }
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), START_MS);
    const done = (line: string | null): void => {
      clearTimeout(late);
      resolve(line);
    };
    createInterface({ input: stdout }).once('line', done);
    shell.once('error', () => done(null));
    shell.once('close', () => done(null));
  });
}

async function ended(shell: ChildProcess): Promise<void> {
  if (shell.exitCode !== null || shell.signalCode !== null || shell.pid === undefined) {
    return;
  }
  await new Promise<void>((resolve) => {
    shell.once('close', () => resolve());
    shell.stdin?.end();
    setTimeout(() => shell.kill('SIGKILL'), START_MS).unref();
  });
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
