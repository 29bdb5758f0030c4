import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createLoopback } from '../../../src/adapters/loopback/loopback-server.ts';
import type { LoopbackListener } from '../../../src/ports/person/loopback.ts';
import { needs } from '../../support/process/needs.ts';

const STATE = 'x'.repeat(43);
const PATH = '/oauth/callback';
const NOBODY = 65534;

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly host?: string;
}

let listener: LoopbackListener;
const never = new AbortController().signal;

function send({
  method = 'GET',
  path,
  host,
}: Sent): Promise<{ status: number; body: string; headers: string }> {
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { Host: host };
    const call = request({ host: '127.0.0.1', port: listener.port, method, path, headers }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, headers: JSON.stringify(response.headers) }),
      );
    });
    call.once('error', reject);
    call.end();
  });
}

describe('the loopback listener', () => {
  beforeEach(async () => {
    listener = await createLoopback(process.getuid?.() ?? null).listen({ path: PATH, state: STATE });
  });
  afterEach(() => listener.close());

  it('takes the one answer with the exact path and state', async () => {
    const page = await send({ path: `${PATH}?code=c-1&state=${STATE}` });
    assert.equal(page.status, 200);
    assert.match(page.body, /You can close this window/);
    assert.deepEqual(await listener.answer(never), { code: 'c-1', error: null });
  });

  it('passes on the error that the server sent', async () => {
    const page = await send({ path: `${PATH}?error=access_denied&state=${STATE}` });
    assert.match(page.body, /refused/);
    assert.deepEqual(await listener.answer(never), { code: null, error: 'access_denied' });
  });

  const strangers: readonly (readonly [string, number, Sent])[] = [
    ['another path', 404, { path: `/favicon.ico?code=evil&state=${STATE}` }],
    ['a longer path', 404, { path: `${PATH}/?code=evil&state=${STATE}` }],
    ['an escaped path', 404, { path: `/oauth/%63allback?code=evil&state=${STATE}` }],
    ['a wrong state', 400, { path: `${PATH}?code=evil&state=${'y'.repeat(43)}` }],
    ['a shorter state', 400, { path: `${PATH}?code=evil&state=x` }],
    ['no state', 400, { path: `${PATH}?code=evil` }],
    ['two states', 400, { path: `${PATH}?code=evil&state=${STATE}&state=${STATE}` }],
    ['two codes', 400, { path: `${PATH}?code=evil&code=evil2&state=${STATE}` }],
    ['no code', 400, { path: `${PATH}?state=${STATE}` }],
    ['an error with a wrong state', 400, { path: `${PATH}?error=evil&state=no` }],
    ['another method', 405, { method: 'POST', path: `${PATH}?code=evil&state=${STATE}` }],
    ['HEAD', 405, { method: 'HEAD', path: `${PATH}?code=evil&state=${STATE}` }],
    ['another host', 400, { path: `${PATH}?code=evil&state=${STATE}`, host: 'evil.example' }],
    ['localhost', 400, { path: `${PATH}?code=evil&state=${STATE}`, host: 'localhost' }],
    ['an absolute target', 400, { path: `http://127.0.0.1${PATH}?code=evil&state=${STATE}` }],
  ];
  for (const [name, status, sent] of strangers) {
    it(`answers and ignores ${name}, echoes nothing, and waits on`, async () => {
      const page = await send(sent);
      assert.equal(page.status, status);
      assert.ok(!`${page.body}${page.headers}`.includes('evil'), page.body);
      await send({ path: `${PATH}?code=right&state=${STATE}` });
      assert.deepEqual(await listener.answer(never), { code: 'right', error: null });
    });
  }

  it('survives what is no HTTP at all', async () => {
    await new Promise<void>((resolve, reject) => {
      const socket = connect(listener.port, '127.0.0.1', () => socket.write('\u0000garbage\r\n\r\n'));
      socket.resume();
      socket.once('close', () => resolve());
      socket.once('error', reject);
    });
    await send({ path: `${PATH}?code=right&state=${STATE}` });
    assert.deepEqual(await listener.answer(never), { code: 'right', error: null });
  });

  it('listens on 127.0.0.1 only', async () => {
    const refused = await new Promise<string>((resolve) => {
      const socket = connect(listener.port, '::1', () => resolve('connected'));
      socket.once('error', (error) => resolve(error.message));
    });
    assert.notEqual(refused, 'connected');
  });

  it('gives up with the reason of its signal', async () => {
    const over = new AbortController();
    const waiting = listener.answer(over.signal);
    over.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
  });

  const isRoot = process.getuid?.() === 0;
  const skip = needs('setpriv') || (isRoot ? false : 'only root can be two users');
  it("refuses another user's connection before reading from it", { skip }, async () => {
    const url = `http://127.0.0.1:${listener.port}${PATH}?code=evil&state=${STATE}`;
    const script = `require('http').get(process.argv[1], (r) => console.log('got', r.statusCode))
      .on('error', (e) => console.log('refused', e.code))`;
    const user = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'];
    const seen = await output('setpriv', [...user, process.execPath, '-e', script, url]);
    assert.equal(seen, 'refused ECONNRESET\n');
    await send({ path: `${PATH}?code=right&state=${STATE}` });
    assert.deepEqual(await listener.answer(never), { code: 'right', error: null });
  });

  for (const [who, from] of [
    ["another user's program", ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups']],
    ['our own program', []],
  ] as const) {
    it(`takes nothing of ${who} from another loopback address`, { skip }, async () => {
      const script = `require('http').get({ host: '127.0.0.1', port: process.argv[1], path: process.argv[2],
        localAddress: '127.0.0.2' }, (r) => console.log(r.statusCode)).on('error', (e) => console.log(e.code))`;
      const path = `${PATH}?code=evil&state=${STATE}`;
      const words = [...from, process.execPath, '-e', script, String(listener.port), path];
      const seen = await output('setpriv', words);
      assert.match(seen, from.length === 0 ? /^403$/m : /^ECONNRESET$/m);
      await send({ path: `${PATH}?code=right&state=${STATE}` });
      assert.deepEqual(await listener.answer(never), { code: 'right', error: null });
    });
  }

  it('takes nothing of a connection that its owner resets at once', { skip }, async () => {
    // A socket that is reset leaves no row: whoever looks then finds nobody.
    const script = `const [port, path] = process.argv.slice(1);
      const text = 'GET ' + path + ' HTTP/1.1\\r\\nHost: 127.0.0.1:' + port + '\\r\\n\\r\\n';
      const once = () => new Promise((done) => {
        const socket = require('net').connect(port, '127.0.0.1', () => socket.write(text, () => socket.resetAndDestroy()));
        socket.on('error', () => undefined).on('close', done);
      });
      Promise.all(Array.from({ length: 40 }, once)).then(() => console.log('sent'));`;
    const user = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'];
    const path = `${PATH}?code=evil&state=${STATE}`;
    const words = [...user, process.execPath, '-e', script, String(listener.port), path];
    assert.equal(await output('setpriv', words), 'sent\n');
    await send({ path: `${PATH}?code=right&state=${STATE}` });
    assert.deepEqual(await listener.answer(never), { code: 'right', error: null });
  });
});

function output(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], cwd: '/' });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.once('error', reject);
    child.once('close', () => resolve(stdout));
  });
}
