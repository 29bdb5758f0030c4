import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { Sandbox } from '../../support/sandbox.ts';
import { scriptedServer } from '../../support/network/scripted-server.ts';

const CONFIG = `[profile keys]
region = eu-west-1
[profile role]
region = eu-west-1
role_arn = arn:aws:iam::444455556666:role/Admin
source_profile = keys
`;
const CREDENTIALS =
  '[keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\n';

function sandbox(): Sandbox {
  const box = new Sandbox();
  box.write('.aws/config', CONFIG);
  box.write('.aws/credentials', CREDENTIALS);
  return box;
}

/** What each command leaves where its one call brings no answer. */
const COMMANDS: readonly (readonly [readonly string[], number, string])[] = [
  [['process', 'role'], 6, ''],
  [['assume', 'role', '-o', 'posix'], 6, '(exit 6);\n'],
  [['exec', 'role', '--', 'echo', 'ran'], 125, ''],
];

it('a server that switches to another protocol is a network failure of every command', async () => {
  const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const server = await scriptedServer([{ garbage: upgrade }]);
  const box = sandbox();
  const env = { AWS_ENDPOINT_URL_STS: server.url, AWSCRED_STORE: 'none' };
  const results = await Promise.all(COMMANDS.map(async ([args]) => box.run(args, { env })));
  for (const [index, [args, status, stdout]] of COMMANDS.entries()) {
    const result = results[index];
    assert.equal(result?.status, status, `${args.join(' ')}: ${result?.stderr ?? ''}`);
    assert.equal(result?.stdout, stdout);
    assert.match(result?.stderr ?? '', /^awscred: /);
  }
});

describe('a program that has nothing left to wait for', () => {
  // An http client that never calls back, on a connection and timers that do not keep Node alive.
  const DEAD = `const http = require('node:http');
const { setTimeout: later } = globalThis;
globalThis.setTimeout = (...words) => later(...words).unref();
http.request = ({ createConnection }) => {
  createConnection().unref();
  return { once() {}, on() {}, end() {} };
};
`;
  let box: Sandbox;

  before(() => {
    box = sandbox();
    box.write('dead.cjs', DEAD);
  });

  for (const [args, status, stdout] of COMMANDS) {
    it(`${args[0] ?? ''} fails, and says so`, async () => {
      const server = await scriptedServer(['hang']);
      const env = {
        AWS_ENDPOINT_URL_STS: server.url,
        AWSCRED_STORE: 'none',
        NODE_OPTIONS: `--require=${box.home}/dead.cjs`,
      };
      const result = await box.run(args, { env });
      assert.equal(result.status, status === 125 ? 125 : 1, result.stderr);
      assert.equal(result.stdout, stdout.replace('6', '1'));
      assert.match(result.stderr, /^awscred: .*nothing was left to wait for/);
    });
  }
});
