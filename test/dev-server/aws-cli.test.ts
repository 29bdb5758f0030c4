import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { writeConfig } from '../../src/dev-server/config/write-config.ts';
import type { DevServer } from '../../src/dev-server/dev-server.ts';
import { builtInWorld } from '../../src/dev-server/world/built-in-world.ts';
import { awsCliEnvironment } from '../support/aws/aws-cli.ts';
import { needs } from '../support/process/needs.ts';
import { tempFolder } from '../support/files/temp-folder.ts';
import { userKeys, withServer } from './support/with-server.ts';

const AWS = '/usr/bin/aws';
const PYTHON = '/usr/bin/python3';
const run = promisify(execFile);

/** A home whose ~/.aws is the server's own written config. */
async function homeFor(server: DevServer): Promise<Record<string, string>> {
  const home = tempFolder();
  await writeConfig(join(home, '.aws'), server);
  return awsCliEnvironment(server.url, home);
}

async function aws(env: Record<string, string>, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(AWS, args, { env, timeout: 60_000 });
  return stdout;
}

describe("Debian's AWS CLI", { skip: needs(AWS) }, () => {
  it('signs in by device code, and is who the portal says', async () => {
    const server = await withServer({ world: { ...builtInWorld, autoApprove: true } });
    const env = await homeFor(server);
    await aws(env, 'sso', 'login', '--profile', 'bastion', '--no-browser');
    const text = await aws(env, 'sts', 'get-caller-identity', '--profile', 'bastion');
    const { Arn, Account } = JSON.parse(text) as { Arn: string; Account: string };
    assert.match(
      Arn,
      /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_PowerUser_[0-9a-f]{16}\/jane$/,
    );
    assert.equal(Account, '111122223333');
    // This version cannot use an sso_session as a source_profile, so the hop is asked for by name.
    const hub = ['--role-arn', 'arn:aws:iam::222233334444:role/Hub', '--role-session-name', 'me'];
    const assumed = await aws(env, 'sts', 'assume-role', '--profile', 'bastion', ...hub);
    assert.match(assumed, /"Arn": "arn:aws:sts::222233334444:assumed-role\/Hub\/me"/);
    const operations = server.calls.map((call) => `${call.operation} ${call.status}`);
    assert.deepEqual(operations, [
      'RegisterClient 200',
      'StartDeviceAuthorization 200',
      'CreateToken 200',
      'GetRoleCredentials 200',
      'GetCallerIdentity 200',
      'AssumeRole 200',
    ]);
    await aws(env, 'sso', 'logout');
    assert.deepEqual(server.calls.at(-1)?.operation, 'Logout');
    assert.equal(server.calls.at(-1)?.status, 200);
  });

  it('assumes a role with an MFA code, and reads the refusal of a used one', async () => {
    const server = await withServer();
    const env = await homeFor(server);
    const serial = 'arn:aws:iam::777788889999:mfa/ci-user';
    const code = server.mfaCode(serial);
    const assume = [
      ['sts', 'assume-role', '--profile', 'ci-user', '--role-session-name', 'me'],
      ['--role-arn', 'arn:aws:iam::777788889999:role/Deployer', '--serial-number', serial],
      ['--token-code', code],
    ].flat();
    const { AssumedRoleUser } = JSON.parse(await aws(env, ...assume)) as { AssumedRoleUser: { Arn: string } };
    assert.equal(AssumedRoleUser.Arn, 'arn:aws:sts::777788889999:assumed-role/Deployer/me');
    await assert.rejects(aws(env, ...assume), {
      stderr: /\(AccessDenied\).*MultiFactorAuthentication failed with invalid MFA one time pass code/,
    });
  });

  it('reads the refusal of a wrong secret', async () => {
    const server = await withServer();
    const env = { ...(await homeFor(server)), AWS_ACCESS_KEY_ID: userKeys(server, 'jane').accessKeyId };
    const call = aws({ ...env, AWS_SECRET_ACCESS_KEY: 'wrong' }, 'sts', 'get-caller-identity');
    await assert.rejects(call, { stderr: /\(SignatureDoesNotMatch\) when calling the GetCallerIdentity/ });
  });
});

describe('boto3', { skip: needs(PYTHON) }, () => {
  it('gets its identity', async () => {
    const server = await withServer();
    const home = tempFolder();
    mkdirSync(join(home, '.aws'));
    const { accessKeyId, secretAccessKey } = userKeys(server, 'jane');
    const script = join(home, 'identity.py');
    writeFileSync(
      script,
      [
        'import boto3, sys',
        'sts = boto3.client("sts", endpoint_url=sys.argv[1])',
        'print(sts.get_caller_identity()["Arn"])',
      ].join('\n'),
    );
    const env = {
      ...awsCliEnvironment(server.url, home),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
    const { stdout } = await run(PYTHON, [script, server.url], { env, timeout: 60_000 });
    assert.equal(stdout.trim(), 'arn:aws:iam::111122223333:user/jane');
  });
});
