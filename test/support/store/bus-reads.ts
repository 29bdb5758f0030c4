import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { PROBE_ACCOUNT, PROBE_SERVICE } from '../../../src/adapters/keychain/child/native.ts';

/** The program it takes, for `needs`. */
export const MONITOR = 'dbus-monitor';

/**
 * Runs `work` and returns the D-Bus paths of the items whose secret was asked for meanwhile, by whomever: without
 * the sentinel, which holds none and tells whether the keychain is locked.
 */
export async function itemsRead(
  environment: Readonly<Record<string, string>>,
  work: () => Promise<unknown>,
): Promise<readonly string[]> {
  const monitor = spawn(MONITOR, ['--session', '--profile', ...WATCHED], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines: string[] = [];
  const reader = createInterface({ input: monitor.stdout });
  reader.on('line', (line) => lines.push(line));
  const seen = async (word: string): Promise<void> => {
    while (!lines.some((line) => line.includes(word))) {
      await once(reader, 'line');
    }
  };
  try {
    // What becomes a monitor loses its name on the bus.
    await seen('NameLost');
    await work();
    const signal = ['emit', '--session', '--object-path', '/over', '--signal', 'org.awscred.test.Over'];
    execFileSync('gdbus', signal, { env: environment });
    await seen('org.awscred.test');
    const sentinel = sentinelOf(environment);
    return lines
      .map((line) => line.split('\t'))
      .filter((fields) => /^GetSecrets?$/.test(fields.at(-1) ?? ''))
      .map((fields) => fields[5] ?? '')
      .filter((path) => path !== sentinel);
  } finally {
    monitor.kill('SIGKILL');
  }
}

const WATCHED = [
  "type='method_call',interface='org.freedesktop.Secret.Item'",
  "type='method_call',interface='org.freedesktop.Secret.Service'",
  "type='signal',interface='org.awscred.test'",
];

function sentinelOf(environment: Readonly<Record<string, string>>): string {
  const attributes = JSON.stringify({ service: PROBE_SERVICE, username: PROBE_ACCOUNT });
  const words = ['call', '--session', '--dest', SERVICE, '--object-path', '/org/freedesktop/secrets'];
  const method = ['--method', 'org.freedesktop.Secret.Service.SearchItems', attributes];
  const answer = execFileSync('gdbus', [...words, ...method], { env: environment, encoding: 'utf8' });
  return /'(\/org[^']*)'/.exec(answer)?.[1] ?? '';
}

const SERVICE = 'org.freedesktop.secrets';
