import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createLoopback } from '../../../src/adapters/loopback/loopback-server.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { HandOff } from '../../../src/ports/person/loopback.ts';
import { needs } from '../../support/process/needs.ts';

const PATH = `/${'t'.repeat(43)}`;
const ADDRESS = 'https://signin.example/federation?SigninToken=hush';
const NOBODY = 65_534;

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly host?: string;
}

let page: HandOff;
const never = new AbortController().signal;

function send({
  method = 'GET',
  path,
  host,
}: Sent): Promise<{ status: number; location: string; all: string }> {
  return new Promise((resolve, reject) => {
    const headers = host === undefined ? {} : { Host: host };
    const call = request({ host: '127.0.0.1', port: page.port, method, path, headers }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
      answer.on('end', () => {
        const all = `${body}${JSON.stringify(answer.headers)}`;
        resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? '', all });
      });
    });
    call.once('error', reject);
    call.end();
  });
}

describe('an address that is handed to a browser', () => {
  beforeEach(async () => {
    page = await createLoopback(process.getuid?.() ?? null).handOff(PATH, new Secret(ADDRESS));
  });
  afterEach(async () => page.close());

  it('is given once, and never kept or passed on', async () => {
    const first = await send({ path: PATH });
    assert.equal(first.status, 303);
    assert.equal(first.location, ADDRESS);
    assert.match(first.all, /"cache-control":"no-store"/);
    assert.match(first.all, /"referrer-policy":"no-referrer"/);
    await page.taken(never);
    const second = await send({ path: PATH });
    assert.deepEqual([second.status, second.location], [404, '']);
    assert.ok(!second.all.includes('hush'));
  });

  it('is given to one of many who ask at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, async () => send({ path: PATH })));
    assert.equal(all.filter(({ location }) => location === ADDRESS).length, 1);
    assert.equal(all.filter(({ all: text }) => text.includes('hush')).length, 1);
  });

  const strangers: readonly (readonly [string, number, Sent])[] = [
    ['another path', 404, { path: '/' }],
    ['a wrong token', 404, { path: `/${'u'.repeat(43)}` }],
    ['a shorter one', 404, { path: PATH.slice(0, -1) }],
    ['a longer one', 404, { path: `${PATH}?` }],
    ['another method', 405, { path: PATH, method: 'POST' }],
    ['HEAD', 405, { path: PATH, method: 'HEAD' }],
    ['another host', 400, { path: PATH, host: 'evil.example' }],
    ['localhost', 400, { path: PATH, host: 'localhost' }],
    ['an absolute target', 404, { path: `http://127.0.0.1${PATH}` }],
  ];
  for (const [who, status, sent] of strangers) {
    it(`is not used up by ${who}`, async () => {
      const answer = await send(sent);
      assert.deepEqual([answer.status, answer.location], [status, '']);
      assert.ok(!answer.all.includes('hush'));
      assert.equal((await send({ path: PATH })).location, ADDRESS);
    });
  }

  const isRoot = process.getuid?.() === 0;
  const skip = needs('setpriv') || (isRoot ? false : 'only root can be two users');
  it('is not given to another user who knows the path', { skip }, async () => {
    const script = `require('http').get(process.argv[1], (r) => console.log('got', r.statusCode))
      .on('error', (e) => console.log('refused', e.code))`;
    const user = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'];
    const url = `http://127.0.0.1:${page.port}${PATH}`;
    const child = spawn('setpriv', [...user, process.execPath, '-e', script, url]);
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    assert.equal(seen, 'refused ECONNRESET\n');
    assert.equal((await send({ path: PATH })).location, ADDRESS);
  });

  it('is there no more when it is closed', async () => {
    await page.close();
    await assert.rejects(send({ path: PATH }), { code: 'ECONNREFUSED' });
  });

  it('ends the waiting with the reason of its signal', async () => {
    const over = new AbortController();
    const waiting = page.taken(over.signal);
    over.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
  });
});
