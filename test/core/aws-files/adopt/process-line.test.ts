import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followedProfile } from '../../../../src/core/aws-files/adopt/own-command.ts';
import { processLine } from '../../../../src/core/aws-files/adopt/process-line.ts';
import { AwscredError } from '../../../../src/errors.ts';

const NODE = ['/usr/bin/node', '/opt/awscred/bin/awscred.cjs'];

describe('a line for credential_process', () => {
  for (const [program, profile, line] of [
    [NODE, 'prod', '"/usr/bin/node" "/opt/awscred/bin/awscred.cjs" process prod'],
    [['/opt/my tools/awscred-launcher'], 'a b', '"/opt/my tools/awscred-launcher" process "a b"'],
    [['awscred'], "it's", 'awscred process "it\'s"'],
    [['awscred'], 'team/one', 'awscred process "team/one"'],
    [['awscred'], '-v', 'awscred process -- -v'],
    [['awscred'], 'a;b&c|d>e*', 'awscred process "a;b&c|d>e*"'],
    [
      ['C:\\Program Files\\nodejs\\node.exe', 'C:\\x\\bin\\awscred.cjs'],
      'prod',
      '"C:\\Program Files\\nodejs\\node.exe" "C:\\x\\bin\\awscred.cjs" process prod',
    ],
    [['/usr/bin/node-22', '/x/awscred.cjs'], 'p', '"/usr/bin/node-22" "/x/awscred.cjs" process p'],
  ] as const) {
    it(`starts awscred for ${profile}: ${line}`, () => {
      assert.equal(processLine(program, profile), line);
      assert.equal(followedProfile(line), profile);
    });
  }

  for (const [program, profile] of [
    ...['$HOME', '`id`', '"x"', '%PATH%', 'a\\b', 'a\nb', 'a #b', 'a ;b', 'a\u0007'].map(
      (name) => [NODE, name] as const,
    ),
    [['/opt/$x/awscred'], 'p'],
    [['/opt/a"b/awscred'], 'p'],
    // Read back, such a program is none of awscred's, so that the profile would lead to itself.
    [['/usr/bin/bun', '/opt/awscred/bin/awscred.cjs'], 'p'],
    [['/opt/awscred #1/awscred'], 'p'],
  ] as const) {
    it(`is refused where programs would read it differently: ${JSON.stringify([...program, profile])}`, () => {
      assert.throws(
        () => processLine(program, profile),
        (error) => error instanceof AwscredError && error.code === 'CONFIG',
      );
    });
  }
});
