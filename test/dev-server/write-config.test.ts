import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { planProfiles } from '../../src/dev-server/config/plan-profiles.ts';
import { writeConfig } from '../../src/dev-server/config/write-config.ts';
import { builtInWorld } from '../../src/dev-server/world/built-in-world.ts';
import { parseWorld } from '../../src/dev-server/world/parse-world.ts';
import { tempFolder } from '../support/files/temp-folder.ts';
import { KEYS, MFA, role, roleArn, USER, worldOf } from './support/worlds.ts';

const url = 'http://127.0.0.1:41234';
const server = { url, world: parseWorld(builtInWorld, 'built-in') };

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

/** `NAME kind from SOURCE` of every profile that would be written. */
function planned(world: unknown): readonly string[] {
  return planProfiles(parseWorld(world, 'test')).map((profile) => {
    const from = profile.kind === 'role' ? ` from ${profile.source}` : '';
    const mfa = profile.kind === 'role' && profile.way.mfaSerial !== null ? ' with MFA' : '';
    const id =
      profile.kind === 'role' && profile.way.externalId !== null ? ` as ${profile.way.externalId}` : '';
    return `${profile.name} ${profile.kind}${from}${mfa}${id}`;
  });
}

describe('the profiles of a world', () => {
  it('that is built in', () => {
    assert.deepEqual(planned(builtInWorld), [
      'bastion sso',
      'ci-user keys',
      'jane keys',
      'hub role from bastion',
      'prod-readonly role from hub',
      'prod-admin role from hub as vendor-42',
      'deploy role from ci-user with MFA',
      'audit role from ci-user with MFA',
      'operate role from ci-user with MFA',
    ]);
  });

  const sso = { accounts: [{ id: '123456789012', name: 'Main One', roles: ['First', 'Second'] }] };

  it('choose for prod-readonly what the SSO reaches through two hops', () => {
    const world = {
      sso,
      roles: [
        role('Deep', { Principal: { AWS: roleArn('Middle') } }),
        role('Middle', { Principal: { AWS: '123456789012' } }),
        role('SomeReadOnly', { Principal: { AWS: roleArn('Middle') } }),
      ],
    };
    assert.deepEqual(planned(world), [
      'bastion sso',
      'middle role from bastion',
      'prod-readonly role from middle',
      'deep role from middle',
    ]);
  });

  it('name the SSO role that the trust policy names', () => {
    const condition = {
      ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws-reserved/*/AWSReservedSSO_Second_*' },
    };
    const world = { sso, roles: [role('Only', { Principal: { AWS: '*' }, Condition: condition })] };
    assert.deepEqual(planned(world), [
      'bastion sso',
      'main-one-second sso',
      'prod-readonly role from main-one-second',
    ]);
  });

  it('leave out a role that nobody can reach, and follow chains of any depth', () => {
    const world = worldOf(
      role('D', { Principal: { AWS: roleArn('C') } }),
      role('C', { Principal: { AWS: roleArn('B') } }),
      role('B', { Principal: { AWS: USER } }),
      role('Lost', { Principal: { AWS: '999999999999' } }),
    );
    assert.deepEqual(planned(world), ['ann keys', 'b role from ann', 'c role from b', 'd role from c']);
  });

  it('give each name once', () => {
    const other = 'arn:aws:iam::222233334444:user/ann';
    const world = {
      users: [
        { arn: USER, ...KEYS, mfa: MFA },
        { arn: other, ...KEYS, accessKeyId: 'AKIAEXAMPLEANNUSER24' },
      ],
    };
    assert.deepEqual(planned(world), ['ann keys', 'ann-222233334444 keys']);
  });
});

describe('writeConfig', () => {
  for (const umask of [0, 0o277]) {
    it(`writes two files of 0600 in a new folder of 0700 under umask ${umask.toString(8)}`, async () => {
      const folder = join(tempFolder(), 'dir');
      const before = process.umask(umask);
      try {
        await writeConfig(folder, server);
      } finally {
        process.umask(before);
      }
      const modes = [folder, join(folder, 'config'), join(folder, 'credentials')].map(modeOf);
      assert.deepEqual(modes, ['700', '600', '600']);
      assert.deepEqual(readdirSync(folder).sort(), ['config', 'credentials']);
    });
  }

  it('gives every profile the endpoint, and keeps keys in credentials', async () => {
    const folder = join(tempFolder(), 'dir');
    await writeConfig(folder, server);
    const config = readFileSync(join(folder, 'config'), 'utf8');
    const profiles = config.split('\n\n').filter((section) => section.startsWith('[profile '));
    assert.equal(profiles.length, 9);
    assert.ok(profiles.every((section) => section.includes(`\nendpoint_url = ${url}`)));
    assert.match(
      config,
      /\[sso-session acme\]\nsso_start_url = https:\/\/acme\.awsapps\.com\/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n/,
    );
    assert.match(
      config,
      /\[profile prod-admin\]\nrole_arn = .*\nsource_profile = hub\nexternal_id = vendor-42\nduration_seconds = 7200\n/,
    );
    assert.ok(!config.includes('example/ci'));
    const credentials = readFileSync(join(folder, 'credentials'), 'utf8');
    assert.match(
      credentials,
      /\[ci-user\]\naws_access_key_id = AKIA\w{16}\naws_secret_access_key = example\/ci\S+\n/,
    );
  });

  it('replaces what it wrote before', async () => {
    const folder = join(tempFolder(), 'dir');
    await writeConfig(folder, server);
    await writeConfig(folder, { ...server, url: 'http://127.0.0.1:5' });
    assert.match(readFileSync(join(folder, 'config'), 'utf8'), /endpoint_url = http:\/\/127\.0\.0\.1:5\n/);
  });

  it('never replaces a file of somebody else, and then writes nothing', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'credentials'), '[default]\n');
    await assert.rejects(writeConfig(folder, server), {
      code: 'USAGE',
      message: /credentials already exists/,
    });
    assert.deepEqual(readdirSync(folder), ['credentials']);
    assert.equal(readFileSync(join(folder, 'credentials'), 'utf8'), '[default]\n');
  });

  it('follows no link', async () => {
    const folder = tempFolder();
    const elsewhere = join(tempFolder(), 'precious');
    symlinkSync(elsewhere, join(folder, 'config'));
    await assert.rejects(writeConfig(folder, server), { code: 'USAGE', message: /config already exists/ });
    assert.deepEqual(readdirSync(folder), ['config']);
  });

  it('wants a folder that others cannot write', async () => {
    const folder = join(tempFolder(), 'open');
    const before = process.umask(0);
    mkdirSync(folder, { mode: 0o777 });
    process.umask(before);
    await assert.rejects(writeConfig(folder, server), {
      code: 'USAGE',
      message: /others own or can write it/,
    });
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    await assert.rejects(writeConfig(file, server), { code: 'USAGE' });
  });
});
