import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED } from '../../support/sandbox.ts';

const SHELLS: readonly (readonly [string, readonly string[]])[] = [
  ['dash', ['dash', '-c']],
  ['bash', ['bash', '-c']],
  ['zsh', ['zsh', '-c']],
  ['ksh', ['ksh', '-c']],
  ['mksh', ['mksh', '-c']],
  ['busybox', ['busybox', 'sh', '-c']],
];

const IDIOMS: readonly (readonly [string, readonly string[], string])[] = [
  ['fish', ['fish', '-c'], 'awscred assume prod-readonly | source; env'],
  ['tcsh', ['tcsh', '-f', '-c'], 'eval `awscred assume prod-readonly`; env'],
  ['elvish', ['elvish', '-c'], 'eval (awscred assume prod-readonly | slurp); e:env'],
];

describe('eval $(awscred assume prod-readonly), by real shells', () => {
  let aws: LocalAws;
  let env: Record<string, string>;
  let issued: Record<string, string>;

  before(async () => {
    aws = await localAws();
    const bin = join(aws.sandbox.home, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'awscred'), `#!/bin/sh\nexec ${process.execPath} ${AWSCRED} "$@"\n`);
    chmodSync(join(bin, 'awscred'), 0o755);
    // fish sets USER from the passwd entry, and the generated session name follows it.
    env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, USER: userInfo().username };
    assert.equal((await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } })).status, 0);
    const answer = await aws.sandbox.run(['process', 'prod-readonly'], { env });
    issued = JSON.parse(answer.stdout) as Record<string, string>;
  });

  function check(printed: string): void {
    const got = new Map(
      printed.split('\n').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
    );
    assert.equal(got.get('AWS_ACCESS_KEY_ID'), issued['AccessKeyId']);
    assert.equal(got.get('AWS_SECRET_ACCESS_KEY'), issued['SecretAccessKey']);
    assert.equal(got.get('AWS_SESSION_TOKEN'), issued['SessionToken']);
    assert.equal(got.get('AWS_CREDENTIAL_EXPIRATION'), issued['Expiration']);
    assert.equal(got.get('AWSCRED_PROFILE'), 'prod-readonly');
    assert.equal(got.get('AWS_PROFILE'), undefined);
  }

  for (const [name, shell] of SHELLS) {
    const skip = needs(shell[0] ?? name);
    for (const line of [
      'eval $(awscred assume prod-readonly); env',
      'eval "$(awscred assume prod-readonly)"; env',
    ]) {
      it(`${name}: ${line}`, { skip }, async () => {
        const result = await aws.sandbox.program([...shell, line], { env: { ...env, AWS_PROFILE: 'other' } });
        assert.equal(result.status, 0, result.stderr);
        check(result.stdout);
      });
    }

    it(`${name}: a failure has awscred's status, and stops set -e`, { skip }, async () => {
      const status = await aws.sandbox.program([...shell, 'eval $(awscred assume nosuch); echo $?'], { env });
      assert.equal(status.stdout, '2\n');
      const stopped = await aws.sandbox.program(
        [...shell, 'set -e; eval $(awscred assume nosuch); echo on'],
        { env },
      );
      assert.equal(stopped.stdout, '');
      assert.equal(stopped.status, 2);
      const and = await aws.sandbox.program([...shell, 'eval "$(awscred assume nosuch)" && echo on'], {
        env,
      });
      assert.equal(and.stdout, '');
    });

    it(`${name}: --unset takes it all away`, { skip }, async () => {
      const line =
        'eval $(awscred assume prod-readonly); eval $(awscred assume --unset); env | grep -c -E "^AWS(CRED)?_(ACCESS|SECRET|SESSION|PROFILE|EXPIRES|CREDENTIAL|REGION|ACCOUNT)"';
      const result = await aws.sandbox.program([...shell, line], { env });
      // The sandbox itself sets AWSCRED_STORE and AWSCRED_PASSPHRASE_FILE, which are not assume's.
      assert.equal(result.stdout.trim(), '0', result.stderr);
    });
  }

  for (const [name, shell, line] of IDIOMS) {
    it(`${name}: ${line}`, { skip: needs(shell[0] ?? name) }, async () => {
      const result = await aws.sandbox.program([...shell, line], { env });
      assert.equal(result.status, 0, result.stderr);
      check(result.stdout);
    });
  }
});
