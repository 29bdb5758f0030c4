import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { nodeFiles } from '../../../src/adapters/files/node-files.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Config, Property } from '../../../src/core/aws-files/config-model.ts';
import { loadConfig } from '../../../src/flow/line/load-config.ts';
import { needs } from '../../support/process/needs.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';
import { environmentOf } from '../../support/variables.ts';

describe('files that the AWS CLI can read are read as the AWS CLI reads them', () => {
  const folder = tempFolder();
  const variables = {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  };
  const files = randomFiles(20260101);
  writeFileSync(variables.AWS_CONFIG_FILE, files.config);
  writeFileSync(variables.AWS_SHARED_CREDENTIALS_FILE, files.credentials);
  const config = loadConfig({ environment: environmentOf(variables), files: nodeFiles });
  const environment = { PATH: '/usr/bin:/bin', HOME: folder, ...variables };

  it('aws configure list-profiles', { skip: needs('/usr/bin/aws') }, () => {
    const names = execFileSync('/usr/bin/aws', ['configure', 'list-profiles'], {
      env: environment,
      encoding: 'utf8',
    });
    assert.deepEqual(names.trim().split('\n').sort(), [...config.profiles.keys()].sort());
  });

  it('every value, by botocore', { skip: needs('/usr/bin/aws', '/usr/bin/python3') }, () => {
    const script =
      'import json, botocore.session as s; print(json.dumps(s.Session().full_config["profiles"]))';
    const json = execFileSync('/usr/bin/python3', ['-c', script], { env: environment, encoding: 'utf8' });
    assert.deepEqual(revealed(config), JSON.parse(json));
    assert.ok(config.profiles.size > 100);
  });
});

function revealed(config: Config): unknown {
  return Object.fromEntries([...config.profiles].map(([name, { properties }]) => [name, values(properties)]));
}

function values(properties: ReadonlyMap<string, Property>): unknown {
  return Object.fromEntries(
    [...properties].map(([key, { value }]) => {
      if (typeof value === 'string') {
        return [key, value];
      }
      return [key, value instanceof Secret ? value.reveal() : values(value)];
    }),
  );
}

/** Two files within what `configparser` accepts and both read alike: no duplicates, no comments behind values. */
function randomFiles(seed: number): { config: string; credentials: string } {
  let state = seed;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = (choices: readonly string[]): string => choices[next(choices.length)] ?? '';
  const body = (): string => {
    const keys = ['region', 'Output', 'role_arn', 'aws_secret_access_key', 'x-y.z', 's3'];
    const lines = keys.filter(() => next(2) === 0).map((key) => (key === 's3' ? block() : property(key)));
    return lines.join(pick(['', '\n', '# comment\n', '; comment\n']));
  };
  const property = (key: string): string => {
    const value = pick(['eu-west-1', 'a=b', 'two  words', '"q"', '%(x)s', 'x#y;z', 'a\\b', 'ünï', '']);
    const more = value !== '' && next(4) === 0 ? '\n  continued = 1' : '';
    return `${key}${pick(['=', ' = ', '\t=\t', ' : '])}${value}${more}\n`;
  };
  const block = (): string => `s3 =\n  max = ${next(9)}\n${pick(['', '  Url = a=b\n'])}`.toLowerCase();
  const header = (name: string): string =>
    pick([`[profile ${name}]\n`, `[profile\t${name}]\n`, `[profile "${name}"]\n`, `[profile ${name}] # c\n`]);
  const names = Array.from({ length: 120 }, (_, index) => `${pick(['prod', 'Dev', 't.e/s@t+'])}-${index}`);
  const config = `[default]\n${body()}${names.map((name) => header(name) + body()).join('\n')}`;
  const credentials = names.filter(() => next(3) === 0).map((name) => `[${name}]\n${body()}`);
  return { config, credentials: credentials.join('\n') };
}
