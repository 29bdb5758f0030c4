import { after } from 'node:test';
import { type DevServer, type DevServerOptions, startDevServer } from '../../../src/dev-server/dev-server.ts';

/** A local AWS for one test or suite, stopped after it. */
export async function withServer(options: DevServerOptions = {}): Promise<DevServer> {
  const server = await startDevServer(options);
  after(() => server.close());
  return server;
}

/** A clock that stands still until it is moved. */
export function handClock(start = Date.parse('2026-01-02T03:04:05Z')): {
  now: () => number;
  move(ms: number): void;
} {
  let time = start;
  return {
    now: () => time,
    move: (ms) => {
      time += ms;
    },
  };
}

/** The long-term keys of a user of the world, by the name at the end of the ARN. */
export function userKeys(server: DevServer, name: string): { accessKeyId: string; secretAccessKey: string } {
  const user = server.world.users.find((candidate) => candidate.arn.name === name);
  if (user === undefined) {
    throw new Error(`no user ${name}`);
  }
  return { accessKeyId: user.accessKeyId, secretAccessKey: user.secretAccessKey };
}
