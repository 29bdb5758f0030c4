import { spawn } from 'node:child_process';
import { createServer, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { writeFileSync } from 'node:fs';
import { startDevServer } from '../../src/dev-server/dev-server.ts';
import { chainConfig, chainWorld } from './aws/chain-world.ts';

/** Runs in a network of its own, whose loopback has AWS's addresses: `node machine-addresses.js AWSCRED CONFIG`. */
const ADDRESSES = ['169.254.169.254', '169.254.170.2', '169.254.170.23', 'fd00:ec2::254', 'fd00:ec2::23'];

const ROLE = 'arn:aws:iam::111122223333:role/Machine';

const RUNS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['instance', {}],
  ['instance', { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'IPv6' }],
  ['container', { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/task' }],
  ['container', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' }],
  ['container', { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://[fd00:ec2::23]/v1/credentials' }],
];

const [awscred = '', config = ''] = process.argv.slice(2);
const container = { role: ROLE, id: 'task', token: 'pod-token' };
const server = await startDevServer({
  world: chainWorld({ instance: { role: ROLE }, container }),
  alsoAs: [...ADDRESSES, ...ADDRESSES.map((address) => `[${address}]`)],
});
const listeners = ADDRESSES.map((host) =>
  createServer((socket) => {
    const onward = connect(server.port, '127.0.0.1');
    socket.on('error', () => onward.destroy()).pipe(onward);
    onward.on('error', () => socket.destroy()).pipe(socket);
  }).listen(80, host),
);
await Promise.all(listeners.map(async (each) => new Promise((resolve) => each.once('listening', resolve))));

const ends: unknown[] = [];
for (const [source, own] of RUNS) {
  writeFileSync(config, chainConfig(server.url, `awscred_source = ${source}`));
  // A proxy that is not there: nobody may ask it.
  const env = {
    ...process.env,
    ...own,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'pod-token',
    HTTP_PROXY: 'http://192.0.2.1:3128',
    NO_PROXY: '127.0.0.1',
  };
  const child = spawn(process.execPath, [awscred, 'whoami', 'alone', '--no-cache'], { env });
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  ends.push([source, out.trim(), error]);
}
process.stdout.write(`${JSON.stringify(ends)}\n`);
listeners.forEach((each) => each.close());
await server.close();
