import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { atEnd } from './cleanup.ts';
import { mountsMissing, under } from '../files/mounts.ts';
import { needs } from './needs.ts';
import type { Sandbox } from '../sandbox.ts';

const SSHD = '/usr/sbin/sshd';
let started = 0;

/** For a test's `skip`: why no sshd can be started here. */
export const sshdMissing: string | false = mountsMissing !== false ? mountsMissing : needs('ssh', SSHD);

/**
 * A real sshd on loopback whose one user, ourselves, has `shell` as login shell: it lives in a mount namespace with a
 * passwd file of its own, so that nothing of the machine is changed. Returns the words that reach it, `ssh` first.
 */
export async function realSshd(sandbox: Sandbox, shell: string): Promise<readonly string[]> {
  started += 1;
  const folder = `sshd-${started}`;
  const file = (name: string, text: string): string => sandbox.write(`${folder}/${name}`, text);
  const home = sandbox.home;
  const key = join(home, folder, 'key');
  const hostKey = join(home, folder, 'host-key');
  file('known_hosts', '');
  for (const path of [key, hostKey]) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
  }
  const authorized = file('authorized', readFileSync(`${key}.pub`, 'utf8'));
  const far = join(home, folder, 'home');
  const users = readFileSync('/etc/passwd', 'utf8').replace(/^root:.*$/m, `root:x:0:0:root:${far}:${shell}`);
  const passwd = file('passwd', users);
  file('home/.profile', 'echo a file at start-up talks\n');
  const port = await freePort();
  const config = file(
    'config',
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${authorized}`,
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'PidFile none',
      '',
    ].join('\n'),
  );
  // sshd wants a folder of its own in /run, and a passwd file that others can read.
  const mounts = `chmod 644 ${passwd} && mount --bind ${passwd} /etc/passwd && mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd`;
  const [program = '', ...words] = under(mounts, [SSHD, '-D', '-e', '-f', config]);
  const sshd = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  atEnd(() => void sshd.kill('SIGTERM'));
  await listens(port, sshd);
  const options = { StrictHostKeyChecking: 'no', UserKnownHostsFile: join(home, folder, 'known_hosts') };
  const pairs = Object.entries({ ...options, LogLevel: 'ERROR' }).flatMap(([name, value]) => [
    '-o',
    `${name}=${value}`,
  ]);
  return ['ssh', '-F', 'none', '-i', key, ...pairs, '-p', String(port), 'root@127.0.0.1'];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function listens(port: number, sshd: ChildProcess): Promise<void> {
  let said = '';
  sshd.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  for (let tries = 0; tries < 500 && sshd.exitCode === null; tries += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      }).on('error', () => resolve(false));
    });
    if (isOpen) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`sshd does not listen: ${said}${existsSync(SSHD) ? '' : ' (not installed)'}`);
}
