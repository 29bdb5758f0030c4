import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { commandLine } from '../../../src/sources/credential-process/command-line.ts';
import { needs } from '../../support/process/needs.ts';

/** Lines whose words botocore and awscred must agree on, on both systems. */
const LINES: readonly string[] = [
  '/opt/creds',
  '/opt/creds --profile prod',
  '  /opt/creds   a  b  ',
  '/opt/creds\ta\tb',
  '/opt/creds a\nb',
  '/opt/creds a\r\nb',
  '',
  '   ',
  '"/opt/my creds/get" prod',
  "'/opt/my creds/get' prod",
  '/opt/my\\ creds/get prod',
  '/opt/creds ""',
  "/opt/creds '' b",
  '/opt/creds a""b',
  '/opt/creds "a b"c',
  `/opt/creds 'a'"b"c`,
  `/opt/creds "it's"`,
  `/opt/creds 'say "hi"'`,
  '/opt/creds "say \\"hi\\""',
  '/opt/creds "a\\\\b"',
  '/opt/creds "a\\b"',
  "/opt/creds 'a\\b'",
  '/opt/creds a\\\\b',
  '/opt/creds a\\"b',
  '/opt/creds \\"',
  '/opt/creds a\\\nb',
  '/opt/creds "a\nb"',
  '/opt/creds "',
  "/opt/creds '",
  '/opt/creds "a b',
  '/opt/creds a\\',
  '/opt/creds "a\\"',
  '/opt/creds "a\\\\"',
  '/opt/creds #comment',
  '/opt/creds a#b # c',
  '/opt/creds https://x.example/?a=1&b=2',
  '/opt/creds a&b',
  '/opt/creds (a)',
  '/opt/creds *.c ?x [ab]',
  '/opt/creds {a,b}',
  '/opt/creds !x',
  '/opt/creds price$5 a$ $',
  "/opt/creds '$HOME'",
  '/opt/creds \\$HOME',
  '/opt/creds "\\$HOME"',
  "/opt/creds '~/x' a~b x=~/y",
  '/opt/creds \\~/x',
  '/opt/creds \'a|b\' "c;d" \'e>f\' "g&&h"',
  '/opt/creds a\\|b \\; \\> \\<',
  "/opt/creds '`id`'",
  '/opt/creds --key=value A=b',
  '/opt/creds --sql "select 1; drop"',
  '/opt/creds \u00a0x \u3000y',
  '/opt/creds äöü 日本',
  '/opt/creds \u{1F511} "\u{1F511} k"',
  '/opt/creds \v\f',
  'C:\\tools\\creds.exe a',
  '"C:\\Program Files\\creds.exe" --name a',
  'C:\\creds.exe "a\\\\" b',
  'C:\\creds.exe a\\\\\\"b "c d"',
  'C:\\creds.exe "a""b"',
  "C:\\creds.exe 'a b'",
  'C:\\creds.exe \\\\server\\share\\',
  'C:\\creds.exe "\\\\server\\my share\\\\"',
  'C:\\creds.exe a\\\\\\\\"b c"',
  '-x',
  'creds get --credential prod --format credential-process',
  'aws-vault exec prod --json',
  'op run --env-file "/home/jane/my env" -- creds',
  'python3 -c "import json; print(json.dumps({}))"',
  `sh -c 'echo "{}"'`,
  "bash -c 'a | b > c'",
];

const PYTHON = `
import json, sys
from botocore.compat import compat_shell_split
def words(line, platform):
    try:
        return compat_shell_split(line, platform)
    except ValueError:
        return None
print(json.dumps([[words(l, p) for p in ("linux", "win32")] for l in json.load(sys.stdin)]))
`;

type Words = readonly string[] | null;

describe('the line of a credential_process', () => {
  it(
    `is split as botocore does, ${LINES.length} lines on two systems`,
    { skip: needs('/usr/bin/python3') },
    () => {
      const asked = { input: JSON.stringify(LINES), encoding: 'utf8' } as const;
      const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', PYTHON], asked);
      assert.equal(stderr, '');
      const theirs = JSON.parse(stdout) as readonly (readonly [Words, Words])[];
      const ours = LINES.map((line) => [words(line, 'linux'), words(line, 'win32')]);
      assert.ok(LINES.length >= 60);
      assert.deepEqual(ours, theirs);
    },
  );

  function words(line: string, platform: NodeJS.Platform): Words {
    const command = commandLine(line, platform);
    assert.equal(command?.shellFor ?? null, null, line);
    return command?.argv ?? null;
  }

  for (const [line, part] of [
    ['/opt/creds | jq .', '|'],
    ['/opt/creds|jq .', '|'],
    ['/opt/creds || /opt/other', '||'],
    ['/opt/creds && true', '&&'],
    ['/opt/creds; true', ';'],
    ['cd /opt;./creds', ';'],
    ['/opt/creds &', '&'],
    ['/opt/creds & wait', '&'],
    ['/opt/creds 2>/dev/null', '>'],
    ['/opt/creds > /dev/stderr', '>'],
    ['/opt/creds </dev/null', '<'],
    ['/opt/creds 2>&1', '>'],
    ['$HOME/creds', '$HOME'],
    ['"$HOME/my creds"', '$HOME'],
    ['/opt/creds ${USER}', '${'],
    ['/opt/creds "$(id -u)"', '$('],
    ['/opt/creds `id -u`', '`'],
    ['/opt/creds "a `id -u`"', '`'],
    ['~/bin/creds', '~'],
    ['~jane/bin/creds', '~'],
    ['/opt/creds ~', '~'],
    ['AWS_PROFILE=base /opt/creds', 'AWS_PROFILE='],
    [`/opt/creds 'a' "b" \\| | c`, '|'],
    ['/opt/creds "a\\"b" "$X"', '$X'],
  ] as const) {
    it(`needs a shell: ${line}`, () => {
      assert.deepEqual(commandLine(line, 'linux')?.argv, ['/bin/sh', '-c', line]);
      assert.equal(commandLine(line, 'linux')?.shellFor, part);
      assert.equal(commandLine(line, 'win32')?.shellFor, null, 'Windows has no such shell');
    });
  }

  it('names the program, not what stands before it', () => {
    assert.equal(commandLine('A=b C=d /opt/creds | jq .', 'linux')?.program, '/opt/creds');
  });
});
