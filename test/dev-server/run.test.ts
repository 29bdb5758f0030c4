import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { serve, type ServeInput } from '../../src/dev-server/run.ts';
import { tempFolder } from '../support/files/temp-folder.ts';
import { get } from './support/raw-http.ts';
import { withServer } from './support/with-server.ts';

/** Runs `serve` until `stop`; `printed` is the first line it printed. */
function run(input: Partial<ServeInput>) {
  const lines: string[] = [];
  const handlers: (() => void)[] = [];
  const { promise: printed, resolve } = withResolver();
  const ended = serve({
    port: 0,
    worldText: null,
    worldFile: null,
    configFolder: null,
    print: (line) => {
      lines.push(line);
      resolve(line);
    },
    onSignal: (handler) => handlers.push(handler),
    ...input,
  });
  return { lines, printed, ended, stop: () => handlers.forEach((handler) => handler()) };
}

function withResolver() {
  let resolve: (line: string) => void = () => undefined;
  const promise = new Promise<string>((keep) => {
    resolve = keep;
  });
  return { promise, resolve };
}

describe('serve', () => {
  it('prints its address once it answers, and ends with hung connections open', async () => {
    const folder = join(tempFolder(), 'dir');
    const program = run({ configFolder: folder });
    const url = await program.printed;
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.ok(existsSync(join(folder, 'config')));
    assert.equal((await get(url, '/_dev/calls')).status, 200);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.on('error', () => undefined);
    socket.write('POST /token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    program.stop();
    await program.ended;
    await closed;
    assert.equal(program.lines.length, 1);
    await assert.rejects(get(url, '/'), { code: 'ECONNREFUSED' });
  });

  it('refuses a port in use', async () => {
    const { port } = await withServer();
    const program = run({ port });
    await assert.rejects(program.ended, { code: 'USAGE', message: `port ${port} of 127.0.0.1 is in use` });
    assert.deepEqual(program.lines, []);
  });

  it('takes a world, and names its file in what is wrong with it', async () => {
    const program = run({ worldText: '{"autoApprove": true}', worldFile: 'w.json' });
    assert.match(await program.printed, /^http/);
    program.stop();
    await program.ended;
    for (const worldText of ['{"roles": 1}', '{']) {
      const bad = run({ worldText, worldFile: 'w.json' });
      await assert.rejects(bad.ended, { code: 'CONFIG', message: /^w\.json: / });
    }
  });

  it('ends when the config cannot be written', async () => {
    const program = run({ configFolder: '/dev/null/x' });
    await assert.rejects(program.ended, { code: 'USAGE', message: /cannot be made a folder/ });
    assert.deepEqual(program.lines, []);
  });
});
