import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Secret } from '../../src/core/secret.ts';
import { exportsFor, unsetFor } from '../../src/outputs/exports.ts';
import { outputs } from '../../src/outputs/index.ts';
import { renderStatements, renderUnset } from '../../src/outputs/render-statements.ts';
import { needs } from '../support/process/needs.ts';
import { tempFolder } from '../support/files/temp-folder.ts';
import { environmentsAfter, otherShells, posixShells } from './real-shells.ts';

const token = `IQoJb3JpZ2luX2VjE${'aZ09/+='.repeat(150)}==`;

/** A shell of before: another tool's variables, and older credentials of ours. */
/** A name of the user's own, which comes back as it was. */
const hostile = `o'ther $(id) \`id\` & "x" *`;
const PREVIOUS = { AWSCRED_PREVIOUS_AWS_PROFILE: hostile, AWSCRED_PREVIOUS_AWS_DEFAULT_PROFILE: 'other' };

const before = {
  AWS_ACCESS_KEY_ID: 'ASIAOLD',
  AWS_SESSION_TOKEN: 'old',
  AWS_SECURITY_TOKEN: 'poison',
  AWS_PROFILE: hostile,
  AWS_DEFAULT_PROFILE: 'other',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/',
  AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z',
  AWS_ACCOUNT_ID: '999999999999',
  AWSCRED_EXPIRES: '1',
  AWSCRED_REGION: 'us-west-2',
  AWS_REGION: 'us-west-2',
  KEPT: 'as it was',
};

describe('assume, and assume --unset, in real shells', () => {
  for (const shell of [...posixShells, ...otherShells]) {
    it(shell.name, { skip: needs(shell.command[0]) }, () => {
      const temp = tempFolder();
      const canary = join(temp, 'canary');
      const profile = `prod $(touch ${canary}) \`touch ${canary}\` '; touch ${canary}; ' (eu)`;
      const output = outputs[shell.syntax];
      const get = (variables: Readonly<Record<string, string>>) => (name: string) => variables[name] ?? null;
      const temporary = exportsFor({
        credentials: {
          accessKeyId: 'ASIAEXAMPLEKEYID0001',
          secretAccessKey: new Secret('=wJalr/UtnFEMI+K7MDENG/bPxRfiCYEXAMPLEKEY'),
          sessionToken: new Secret(token),
          expiresAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
          accountId: '444455556666',
          arn: null,
        },
        profile,
        region: { value: 'eu-west-1', file: '/x', line: 1 },
        regionGiven: false,
        get: get(before),
      });
      const after = Object.fromEntries(
        temporary.set.map(({ name, value }) => [name, typeof value === 'string' ? value : '']),
      );
      const plain = exportsFor({
        credentials: {
          accessKeyId: 'AKIAEXAMPLEKEYID0002',
          secretAccessKey: new Secret('second/secret+'),
          sessionToken: null,
          expiresAt: null,
          accountId: null,
          arn: null,
        },
        profile: 'ci-user',
        region: null,
        regionGiven: false,
        get: get(after),
      });
      const [first, second, third] = environmentsAfter(shell, {
        texts: [
          renderStatements(output, temporary),
          renderStatements(output, plain),
          renderUnset(output, unsetFor(get({ ...PREVIOUS, AWSCRED_PROFILE: 'ci-user' }))),
        ],
        folder: temp,
        results: join(temp, 'results'),
        environment: before,
      });
      assert.deepEqual(ofAws(first), {
        AWS_ACCESS_KEY_ID: 'ASIAEXAMPLEKEYID0001',
        AWS_SECRET_ACCESS_KEY: '=wJalr/UtnFEMI+K7MDENG/bPxRfiCYEXAMPLEKEY',
        AWS_SESSION_TOKEN: token,
        AWS_CREDENTIAL_EXPIRATION: '2026-01-02T03:04:05Z',
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_ACCOUNT_ID: '444455556666',
        AWSCRED_PROFILE: profile,
        AWSCRED_REGION: 'eu-west-1',
        AWSCRED_EXPIRES: String(Date.UTC(2026, 0, 2, 3, 4, 5) / 1000),
        ...PREVIOUS,
        KEPT: 'as it was',
      });
      assert.deepEqual(ofAws(second), {
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEKEYID0002',
        AWS_SECRET_ACCESS_KEY: 'second/secret+',
        AWSCRED_PROFILE: 'ci-user',
        ...PREVIOUS,
        KEPT: 'as it was',
      });
      // As it was before the first: AWS_REGION was awscred's then.
      const back = { AWS_PROFILE: hostile, AWS_DEFAULT_PROFILE: 'other', KEPT: 'as it was' };
      assert.deepEqual(ofAws(third), back);
      assert.ok(!existsSync(canary), 'the name was run');
    });
  }
});

function ofAws(environment: ReadonlyMap<string, string> | undefined): Record<string, string> {
  return Object.fromEntries([...(environment ?? [])].filter(([name]) => /^AWS|^KEPT$/.test(name)));
}
