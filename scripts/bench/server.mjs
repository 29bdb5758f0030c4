// The local AWS in a process of its own: whoever measures waits for programs and could not answer them.
import { writeConfig } from '../../dist/src/dev-server/config/write-config.js';
import { startDevServer } from '../../dist/src/dev-server/dev-server.js';
import { builtInWorld } from '../../dist/src/dev-server/world/built-in-world.js';

/** A role that a user's keys may assume without more: one call, and nothing else. */
const bench = {
  arn: 'arn:aws:iam::444455556666:role/Bench',
  profile: 'bench',
  trust: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:user/jane' },
        Action: 'sts:AssumeRole',
      },
    ],
  },
};

const world = { ...builtInWorld, roles: [...builtInWorld.roles, bench] };
const server = await startDevServer({ world });

process.on('message', async (folder) => {
  await writeConfig(folder, server);
  process.send({ written: folder });
});
process.on('disconnect', async () => {
  await server.close();
  process.exit(0);
});
process.send({ url: server.url });
