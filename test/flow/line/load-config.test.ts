import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadConfig } from '../../../src/flow/line/load-config.ts';
import { codesOf } from '../../support/files/config-text.ts';
import { environmentOf } from '../../support/variables.ts';

interface Given {
  readonly variables: Record<string, string>;
  readonly platform?: NodeJS.Platform;
  /** Paths that exist. */
  readonly there?: readonly string[];
}

function load({ variables, platform, there = [] }: Given): {
  paths: string[];
  codes: string[];
  exist: boolean[];
} {
  const config = loadConfig({
    environment: environmentOf(variables, platform),
    files: {
      read: (path) => (there.includes(path) ? `# ${path}` : null),
      list: (folder) => there.filter((path) => path.startsWith(`${folder}/`)),
    },
  });
  return {
    paths: [config.configFile.path, config.credentialsFile.path],
    codes: codesOf(config),
    exist: [config.configFile.exists, config.credentialsFile.exists],
  };
}

describe('where the files are', () => {
  const rows: readonly [string, Given, string, string, readonly string[]][] = [
    ['at home', { variables: {} }, '/home/jane/.aws/config', '/home/jane/.aws/credentials', []],
    [
      'one elsewhere does not move the other',
      { variables: { AWS_CONFIG_FILE: '/x/c' } },
      '/x/c',
      '/home/jane/.aws/credentials',
      [],
    ],
    [
      'a tilde',
      { variables: { AWS_CONFIG_FILE: '~/c', AWS_SHARED_CREDENTIALS_FILE: '~' } },
      '/home/jane/c',
      '/home/jane',
      [],
    ],
    [
      'empty is unset',
      { variables: { AWS_CONFIG_FILE: '' } },
      '/home/jane/.aws/config',
      '/home/jane/.aws/credentials',
      [],
    ],
    [
      'a dollar is left alone',
      { variables: { AWS_CONFIG_FILE: '/$X/c' } },
      '/$X/c',
      '/home/jane/.aws/credentials',
      ['unexpanded-variable@1'],
    ],
    [
      'a variable, as the AWS CLI expands it',
      {
        variables: { T: 'team', AWS_CONFIG_FILE: '$HOME/$T/c', AWS_SHARED_CREDENTIALS_FILE: '${HOME}/${T}x' },
      },
      '/home/jane/team/c',
      '/home/jane/teamx',
      [],
    ],
    [
      'a variable in a variable is left alone',
      { variables: { T: '$HOME', AWS_CONFIG_FILE: '/$T/c' } },
      '/$HOME/c',
      '/home/jane/.aws/credentials',
      ['unexpanded-variable@1'],
    ],
    [
      "another user's home",
      { variables: { AWS_CONFIG_FILE: '~root/c', AWS_SHARED_CREDENTIALS_FILE: '~root' } },
      '/root/c',
      '/root',
      [],
    ],
    [
      '~user of nobody is left alone',
      { variables: { AWS_CONFIG_FILE: '~bob/c' } },
      '~bob/c',
      '/home/jane/.aws/credentials',
      ['relative-path@1'],
    ],
  ];
  for (const [name, given, config, credentials, codes] of rows) {
    it(name, () =>
      assert.deepEqual(load(given), { paths: [config, credentials], codes, exist: [false, false] }),
    );
  }
});

describe('where the files are on Windows', () => {
  const both = { HOME: 'C:/h', USERPROFILE: 'C:/u' };
  const rows: readonly [string, Record<string, string>, readonly string[], string, readonly string[]][] = [
    ['HOME first', both, [], 'C:/h/.aws/config', []],
    ['USERPROFILE', { USERPROFILE: 'C:/u' }, [], 'C:/u/.aws/config', []],
    ['HOMEDRIVE and HOMEPATH', { HOMEDRIVE: 'D:', HOMEPATH: '/p' }, [], 'D:/p/.aws/config', []],
    ['the one that has a folder .aws', both, ['C:/u/.aws/config'], 'C:/u/.aws/config', []],
    [
      'a doubt where both have one',
      both,
      ['C:/u/.aws/config', 'C:/h/.aws/credentials'],
      'C:/h/.aws/config',
      ['two-homes@1'],
    ],
  ];
  for (const [name, variables, there, config, codes] of rows) {
    it(name, () => {
      const found = load({ variables, platform: 'win32', there });
      assert.deepEqual([found.paths[0], found.codes], [config, codes]);
    });
  }
});
