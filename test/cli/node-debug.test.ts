import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { localAws, PRESS_ALLOW, type LocalAws } from '../support/aws/local-aws.ts';

/** Every switch that makes Node tell of its own doing. */
const SWITCHES: readonly Record<string, string>[] = [
  { NODE_DEBUG: 'child_process' },
  { NODE_DEBUG: 'child_process,net,stream,http,https,tls,fs,timers,module,worker,cluster' },
  { NODE_DEBUG: '*' },
  { NODE_DEBUG: 'CHILD_*' },
  { NODE_DEBUG: '*', NODE_DEBUG_NATIVE: '*' },
];

describe('Node’s debug switches', () => {
  let aws: LocalAws;
  const secrets = new Set<string>();

  before(async () => {
    aws = await localAws();
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(login.status, 0, login.stderr);
    for (const profile of ['jane', 'prod-readonly']) {
      const answer = await aws.sandbox.run(['process', profile]);
      const fields = JSON.parse(answer.stdout) as Record<string, string>;
      [fields['SecretAccessKey'], fields['SessionToken']].forEach((one) => one && secrets.add(one));
    }
    assert.equal(secrets.size, 3);
  });

  for (const env of SWITCHES) {
    it(`${JSON.stringify(env)} shows no secret`, async () => {
      for (const args of [
        ['exec', 'jane', '--', 'true'],
        ['exec', 'prod-readonly', '--', 'true'],
        ['process', 'prod-readonly', '--refresh'],
        ['store', 'unlock', '--for', '1h'],
        ['cache', 'list'],
      ]) {
        const { stderr } = await aws.sandbox.run(args, { env });
        for (const secret of secrets) {
          assert.ok(!stderr.includes(secret), `${args.join(' ')} shows a secret`);
        }
        assert.doesNotMatch(stderr, /^(?:CHILD_PROCESS|NET|HTTP|TLS) \d+:/m);
      }
    });
  }

  it('are the user’s own for what exec starts', async () => {
    const child = ['exec', 'jane', '--', process.execPath, '-p', 'process.env.NODE_DEBUG'];
    const result = await aws.sandbox.run(child, { env: { NODE_DEBUG: 'nothing' } });
    assert.equal(result.stdout, 'nothing\n');
  });
});
