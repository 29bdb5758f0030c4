import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startDevServer } from '../../src/dev-server/dev-server.ts';
import { atEnd } from '../support/process/cleanup.ts';
import { KilledImport } from '../support/process/killed-import.ts';
import { RotatingHome } from '../support/aws/rotating-home.ts';
import { finished } from '../support/sandbox.ts';
import { deadline, figure } from '../support/files/stress-home.ts';

const KILLS = 100;
const ROTATIONS = 10;
const PROCESSES = 20;

describe('access keys', () => {
  it('are in the file or in the store, whenever keys import is killed', async () => {
    const server = await startDevServer();
    atEnd(async () => server.close());
    const killed = await KilledImport.at(server);
    let rounds = 0;
    for (const isOver = deadline(30); rounds < KILLS && !isOver(); rounds += 1) {
      await killed.round(Math.random());
    }
    figure(`keys import: ${rounds} kills, ${killed.found.old} before the file changed: no key lost`);
  });

  it(`are there for ${PROCESSES} processes at a time while they are rotated`, async () => {
    const home = await RotatingHome.withKey();
    home.server.delayNewKeys(500);
    let [rotations, answers] = [0, 0];
    for (const isOver = deadline(30); rotations < ROTATIONS && !isOver(); rotations += 1) {
      const rotating = finished(home.start(['keys', 'rotate', 'ci', '--keep-old', '0']));
      const crowd = Array.from({ length: PROCESSES }, async () => home.run(['process', 'ci']));
      for (const { status, stderr } of await Promise.all(crowd)) {
        assert.equal(status, 0, stderr);
        answers += 1;
      }
      const { status, stderr } = await rotating;
      assert.equal(status, 0, stderr);
      await home.settled();
    }
    figure(`keys rotate: ${rotations} rotations, ${answers} answers to others meanwhile: 0 failed`);
  });
});
