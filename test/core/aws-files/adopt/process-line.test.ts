import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followedProfile } from '../../../../src/core/aws-files/adopt/own-command.ts';
import { processLine } from '../../../../src/core/aws-files/adopt/process-line.ts';
import { AwscredError } from '../../../../src/errors.ts';

const NODE = ['/usr/bin/node', '/opt/awscred/bin/awscred.cjs'];
const WINDOWS = ['C:\\Program Files\\nodejs\\node.exe', 'C:\\x\\bin\\awscred.cjs'];
const ON_LINUX = '"/usr/bin/node" "/opt/awscred/bin/awscred.cjs" process';

describe('a line for credential_process', () => {
  for (const [platform, program, profile, line] of [
    ['linux', NODE, 'prod', `${ON_LINUX} prod`],
    ['linux', ['/opt/my tools/awscred-launcher'], 'a b', '"/opt/my tools/awscred-launcher" process "a b"'],
    ['linux', NODE, '$(id)', `${ON_LINUX} '$(id)'`],
    ['linux', NODE, 'a"b', `${ON_LINUX} 'a"b'`],
    ['linux', NODE, 'a\\b', `${ON_LINUX} 'a\\b'`],
    ['linux', NODE, 'a #b', `${ON_LINUX} 'a ''#b'`],
    ['linux', ['/usr/bin/node-22', '/x/awscred.cjs'], 'p', '"/usr/bin/node-22" "/x/awscred.cjs" process p'],
    ['linux', ['/opt/$x/awscred'], 'p', "'/opt/$x/awscred' process p"],
    [null, ['awscred'], "it's", 'awscred process "it\'s"'],
    [null, ['awscred'], 'team/one', 'awscred process "team/one"'],
    [null, ['awscred'], '-v', 'awscred process -- -v'],
    [null, ['awscred'], 'a;b&c|d>e*', 'awscred process "a;b&c|d>e*"'],
    [
      'win32',
      WINDOWS,
      'a b',
      '"C:\\Program Files\\nodejs\\node.exe" "C:\\x\\bin\\awscred.cjs" process "a b"',
    ],
  ] as const) {
    it(`starts awscred for ${profile} on ${platform ?? 'any machine'}: ${line}`, () => {
      assert.equal(processLine({ program, platform }, profile), line);
      assert.equal(followedProfile(line), profile);
    });
  }

  for (const [platform, program, profile] of [
    ...['$HOME', '`id`', '"x"', '%PATH%', 'a\\b', 'a #b', 'a!b'].map(
      (name) => [null, ['awscred'], name] as const,
    ),
    ...['%PATH%', '"x"', 'a #b', 'a!b'].map((name) => ['win32', WINDOWS, name] as const),
    ...['a\nb', 'a\u0007', 'a\u2028b'].map((name) => ['linux', NODE, name] as const),
    // Read back, such a program is none of awscred's, so that the profile would lead to itself.
    ['linux', ['/usr/bin/bun', '/opt/awscred/bin/awscred.cjs'], 'p'],
  ] as const) {
    it(`is refused on ${platform ?? 'any machine'} where programs would differ: ${JSON.stringify(profile)}`, () => {
      assert.throws(
        () => processLine({ program, platform }, profile),
        (error) =>
          error instanceof AwscredError && error.code === 'CONFIG' && /cannot be adopted/.test(error.message),
      );
    });
  }
});
