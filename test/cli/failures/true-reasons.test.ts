import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';

describe('why nobody is asked', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await headlessAws();
  });

  const RUNS: readonly (readonly string[])[] = [
    ['process', 'bastion'],
    ['process', 'deploy'],
  ];

  for (const args of RUNS) {
    it(`${args.join(' ')}: no terminal, or --no-input, and not one for the other`, async () => {
      const env = { AWSCRED_STORE: 'none' };
      const without = await aws.sandbox.run(args, { env });
      assert.equal(without.status, 4, without.stderr);
      assert.match(without.stderr, /there is no terminal here/);
      for (const [words, more] of [
        [['--no-input'], {}],
        [[], { AWSCRED_NO_INPUT: '1' }],
      ] as const) {
        const result = await aws.sandbox.run([...args, ...words], { env: { ...env, ...more } });
        assert.equal(result.status, 4, result.stderr);
        assert.match(result.stderr, /prompts are switched off \(--no-input or AWSCRED_NO_INPUT\)/);
        assert.doesNotMatch(result.stderr, /no terminal/);
      }
    });
  }

  it('AWS_SECURITY_TOKEN is the session token where there is no other', async () => {
    const answer = await aws.sandbox.run(['process', 'jane', '--no-cache']);
    const jane = JSON.parse(answer.stdout) as Record<string, string>;
    const pair = {
      AWS_ACCESS_KEY_ID: jane['AccessKeyId'] ?? '',
      AWS_SECRET_ACCESS_KEY: jane['SecretAccessKey'] ?? '',
      AWS_ENDPOINT_URL: aws.server.url,
      AWS_REGION: 'eu-west-1',
    };
    const plain = await aws.sandbox.run(['whoami'], { env: pair });
    assert.equal(plain.status, 0, plain.stderr);
    const wrong = await aws.sandbox.run(['whoami'], { env: { ...pair, AWS_SECURITY_TOKEN: 'not-a-token' } });
    assert.equal(wrong.status, 3, wrong.stderr);
    const other = { ...pair, AWS_SECURITY_TOKEN: 'not-a-token', AWS_SESSION_TOKEN: '' };
    assert.equal((await aws.sandbox.run(['whoami'], { env: other })).status, 3);
  });
});
