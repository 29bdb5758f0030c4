import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * `unlocked` has a default keyring; `prompting` too, and asks to be unlocked by a dialog that nobody answers;
 * `no-collection` only the service, D-Bus-activated; `no-service` a bare bus.
 */
export type KeyringKind = 'unlocked' | 'prompting' | 'no-collection' | 'no-service';

/** The programs it takes, for `needs`. */
export const KEYRING_PROGRAMS = ['dbus-run-session', 'gnome-keyring-daemon', 'gdbus', 'secret-tool'] as const;

/** The daemon takes its name a moment after it has gone into the background. */
const UNLOCK =
  'printf %s test-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;' +
  'gdbus wait --session --timeout 20 org.freedesktop.secrets;';
const READY = {
  unlocked: UNLOCK,
  prompting: UNLOCK,
  'no-collection':
    'gdbus wait --session --timeout 20 --activate org.freedesktop.secrets org.freedesktop.secrets;',
  'no-service': '',
} as const;

/** A bus of its own with the real gnome-keyring behind it, a fresh home, and no display. Call `stop` in an `after`. */
export class KeyringSession {
  readonly home: string;
  /** All that a program in the session sees. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #shell: ChildProcess;
  #daemon: number | null = null;

  private constructor(home: string, environment: Record<string, string>, shell: ChildProcess) {
    this.home = home;
    this.environment = environment;
    this.#shell = shell;
  }

  static async start(kind: KeyringKind): Promise<KeyringSession> {
    const home = realpathSync(mkdtempSync(join(tmpdir(), 'awscred-keyring-')));
    const runtime = join(home, 'run');
    mkdirSync(runtime, { mode: 0o700 });
    const base = { HOME: home, XDG_RUNTIME_DIR: runtime, PATH: process.env['PATH'] ?? '', USER: 'tester' };
    if (kind === 'prompting') {
      plantSlowPrompter(runtime);
    }
    const bus = kind === 'no-service' ? ['--config-file', bareBus(home)] : [];
    // The shell's stdin is its lifeline: it ends with the test, and bus and keyring with it.
    const script = `${READY[kind]} echo "$DBUS_SESSION_BUS_ADDRESS"; read end`;
    const shell = spawn('dbus-run-session', [...bus, '--', 'sh', '-c', script], {
      env: base,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const [address] = await once(createInterface({ input: shell.stdout }), 'line');
    const session = new KeyringSession(home, { ...base, DBUS_SESSION_BUS_ADDRESS: String(address) }, shell);
    if (kind !== 'no-service') {
      session.#daemon = session.daemonPid();
    }
    return session;
  }

  /** Locks every collection. */
  lock(): void {
    this.#call('org.freedesktop.secrets', '/org/freedesktop/secrets', [
      'org.freedesktop.Secret.Service.Lock',
      '["/org/freedesktop/secrets/collection/login"]',
    ]);
  }

  daemonPid(): number {
    const answer = this.#call('org.freedesktop.DBus', '/org/freedesktop/DBus', [
      'org.freedesktop.DBus.GetConnectionUnixProcessID',
      'org.freedesktop.secrets',
    ]);
    return Number(/uint32 (\d+)/.exec(answer)?.[1]);
  }

  /** What `secret-tool` finds under an account, or null. */
  lookup(account: string): string | null {
    try {
      return execFileSync('secret-tool', ['lookup', 'service', 'awscred', 'username', account], {
        env: this.environment,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      return null;
    }
  }

  /** Puts an item of our service there, behind our back. */
  store(account: string, text: string): void {
    const words = ['store', '--label', account, 'service', 'awscred', 'username', account];
    execFileSync('secret-tool', words, { env: this.environment, input: text });
  }

  /** Removes an item of any service, as another program may. */
  clear(service: string, account: string): void {
    execFileSync('secret-tool', ['clear', 'service', service, 'username', account], {
      env: this.environment,
    });
  }

  async stop(): Promise<void> {
    if (this.#shell.exitCode === null && this.#shell.signalCode === null) {
      const ended = once(this.#shell, 'exit');
      // It ends with its bus, unless it is stopped or busy.
      endProcess(this.#daemon);
      this.#shell.stdin?.end();
      await ended;
      // A service that the bus started may still hold the other end.
      this.#shell.stdout?.destroy();
    }
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }

  #call(destination: string, path: string, [method, ...words]: readonly string[]): string {
    const to = ['--session', '--dest', destination, '--object-path', path, '--method', method ?? ''];
    return execFileSync('gdbus', ['call', ...to, ...words], { env: this.environment, encoding: 'utf8' });
  }
}

/** The bus waits 25 s for a prompter that never takes its name, and the keyring waits with it. */
function plantSlowPrompter(runtime: string): void {
  const services = join(runtime, 'dbus-1/services');
  mkdirSync(services, { recursive: true });
  const name = 'org.gnome.keyring.SystemPrompter';
  writeFileSync(join(services, `${name}.service`), `[D-BUS Service]\nName=${name}\nExec=/bin/sleep 20\n`);
}

function endProcess(pid: number | null): void {
  try {
    if (pid !== null) {
      process.kill(pid, 'SIGKILL');
    }
  } catch {
    // Gone already.
  }
}

function bareBus(folder: string): string {
  const file = join(folder, 'bare-bus.conf');
  writeFileSync(
    file,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=${folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>`,
  );
  return file;
}
