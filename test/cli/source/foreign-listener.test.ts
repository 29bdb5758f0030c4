import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import type { RunResult } from '../../support/sandbox.ts';

const NOBODY = '65534';
const isRoot = process.getuid?.() === 0;
const skip = needs('setpriv') || (isRoot ? false : 'only root can be two users');

/** A program of another user that listens on a loopback port and prints all it gets. */
class Listener {
  readonly #child: ChildProcess;
  readonly address: Promise<string>;
  heard = '';

  constructor(host: string) {
    const script = `require('net').createServer((socket) => socket.on('data', (data) => console.log(String(data)))
      .on('error', () => undefined)).listen(0, '${host}', function () { console.log('port ' + this.address().port); });`;
    const user = ['--reuid', NOBODY, '--regid', NOBODY, '--clear-groups'];
    this.#child = spawn('setpriv', [...user, process.execPath, '-e', script], { cwd: '/' });
    const shown = host === '::1' ? '[::1]' : '127.0.0.1';
    this.address = new Promise((resolve) => {
      this.#child.stdout?.on('data', (data: Buffer) => {
        this.heard += data.toString();
        const port = /^port (\d+)\n/.exec(this.heard)?.[1];
        if (port !== undefined) {
          resolve(`http://${shown}:${port}`);
        }
      });
    });
  }

  /** Only its port was ever printed. */
  get heardNothing(): boolean {
    return /^port \d+\n$/.test(this.heard);
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

describe("another user's listener on a loopback port", { skip }, () => {
  let aws: LocalAws;
  let config: string;
  let original: string;
  const listeners: Listener[] = [];

  before(async () => {
    aws = await localAws();
    config = join(aws.sandbox.home, '.aws', 'config');
    original = readFileSync(config, 'utf8');
    const env = { BROWSER: PRESS_ALLOW, AWSCRED_SSO_CACHE: 'shared' };
    const login = await aws.sandbox.run(['login', 'acme'], { env });
    assert.equal(login.status, 0, login.stderr);
    const own = ['settings', 'set', 'trusted_endpoints', '127.0.0.1,localhost'];
    assert.equal((await aws.sandbox.run(own)).status, 0);
  });

  after(() => listeners.forEach((one) => one.end()));

  function refused(result: RunResult, listener: Listener, setting: RegExp): void {
    assert.equal(result.status, 2, result.stderr);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, setting);
    assert.match(result.stderr, /nothing was sent/);
    assert.ok(listener.heardNothing, listener.heard);
  }

  for (const host of ['127.0.0.1', '0.0.0.0', '::1', '::']) {
    it(`gets no token from a profile's endpoint_url, on ${host}`, async () => {
      const listener = new Listener(host);
      listeners.push(listener);
      writeFileSync(config, original.replaceAll(aws.server.url, await listener.address));
      const env = { AWSCRED_STORE: 'none' };
      refused(
        await aws.sandbox.run(['process', 'bastion'], { env }),
        listener,
        /\.aws\/config:\d+|endpoint_url/,
      );
    });
  }

  it('gets no token by a variable', async () => {
    const listener = new Listener('127.0.0.1');
    listeners.push(listener);
    const bare = original
      .split('\n')
      .filter((line) => !line.includes(aws.server.url) || line.includes('sso_start_url'));
    writeFileSync(config, bare.join('\n'));
    const env = { AWSCRED_STORE: 'none', AWS_ENDPOINT_URL: await listener.address };
    refused(await aws.sandbox.run(['process', 'bastion'], { env }), listener, /AWS_ENDPOINT_URL/);
  });

  it('a port where nobody listens is a network failure', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    writeFileSync(config, original.replaceAll(aws.server.url, `http://127.0.0.1:${port}`));
    const result = await aws.sandbox.run(['process', 'bastion'], { env: { AWSCRED_STORE: 'none' } });
    assert.equal(result.status, 6, result.stderr);
  });

  it('logout forgets the token and does not show it there', async () => {
    const listener = new Listener('127.0.0.1');
    listeners.push(listener);
    writeFileSync(config, original.replaceAll(aws.server.url, await listener.address));
    const result = await aws.sandbox.run(['logout', 'acme'], { env: { AWSCRED_STORE: 'none' } });
    assert.ok(listener.heardNothing, listener.heard);
    assert.match(result.stderr, /nothing was sent/);
    writeFileSync(config, original);
    assert.equal(
      (await aws.sandbox.run(['process', 'bastion'], { env: { AWSCRED_STORE: 'none' } })).status,
      4,
    );
  });
});
