import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { needs } from '../../support/process/needs.ts';
import { assertSameConfig } from '../../support/files/same-config.ts';
import { seeded } from '../../support/seeded.ts';

const PIECES: readonly string[] = [
  [
    'a',
    'b',
    'Foo',
    'équipe',
    '本番',
    '会社',
    'R&D',
    '(prod)',
    '$(id)',
    'a;b',
    'default',
    'é',
    '\u3000',
    '\u00A0',
  ],
  [
    '#',
    ';',
    ' #',
    ' ;',
    ']',
    '[',
    ' ',
    '\t',
    '  ',
    '\\',
    '\\ ',
    '"',
    "'",
    '"x y"',
    "'x y'",
    '"]"',
    "'#'",
    '\\"',
  ],
  ['=', ':', '%', '%(x)s', '@', '*', '`id`', '|', '🙂', '\u200B', '\uFEFF'],
].flat();
const BEGINS: readonly string[] = [
  'profile ',
  'profile\t',
  'profile  ',
  'sso-session ',
  'services ',
  'profile',
  '',
];
const ENDS: readonly string[] = [
  ']',
  '] ',
  '] # c',
  ']#c',
  ']; see [1]',
  '] text',
  ']]',
  '',
  '\u00A0]',
  '] \u00A0',
];

/** What botocore makes of each header: one file a header, so that one it refuses spoils no other. */
const SCRIPT = `
import json, sys, tempfile, os, botocore.configloader as c, botocore.exceptions as e
found = []
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'f')
    for header in json.load(sys.stdin):
        open(path, 'w', encoding='utf-8', newline='').write(header + '\\nregion = x\\n')
        try:
            read = c.load_config(path)
            kinds = [sorted(read.get(k, {})) for k in ('profiles', 'sso_sessions', 'services')]
            found.append({'kinds': kinds, 'raw': sorted(c.raw_config_parse(path))})
        except e.ConfigParseError:
            found.append(None)
print(json.dumps(found))
`;

interface Read {
  readonly kinds: readonly [readonly string[], readonly string[], readonly string[]];
  readonly raw: readonly string[];
}

describe('every section that the AWS CLI reads', { skip: needs('/usr/bin/python3', '/usr/bin/aws') }, () => {
  const headers = randomHeaders(1500);
  const output = execFileSync('/usr/bin/python3', ['-c', SCRIPT], {
    input: JSON.stringify(headers),
    env: { PATH: '/usr/bin:/bin', PYTHONUTF8: '1' },
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const reads = JSON.parse(output) as readonly (Read | null)[];

  it('is read from the config file, under the same name, whole and on demand', () => {
    let count = 0;
    for (const [index, header] of headers.entries()) {
      const [profiles = [], sessions = [], services = []] = reads[index]?.kinds ?? [];
      const text = `[profile z]\n${header}\nregion = x\n[profile y]\n`;
      const config = read(text, null, [...profiles, ...sessions, ...services]);
      const kinds = [
        [profiles, config.profiles],
        [sessions, config.ssoSessions],
        [services, config.services],
      ] as const;
      for (const [names, ours] of kinds) {
        for (const name of names.filter(isNamed)) {
          count += 1;
          assert.ok(ours.has(name), `${JSON.stringify(header)}: ${JSON.stringify(name)}`);
        }
      }
    }
    assert.ok(count > 300, String(count));
  });

  it('is read from the credentials file, where the name is not quoted', () => {
    let count = 0;
    for (const [index, header] of headers.entries()) {
      const names = reads[index]?.raw ?? [];
      const config = read('', `${header}\nregion = x\n`, names);
      // Blanks around a name are dropped, and so is a comment behind it: as the SDKs read them.
      for (const name of names.filter(
        (one) => !/^\s*(?:profile|sso-session|services)\s|^[ \t]|[ \t]$|\][ \t]*[#;]/.test(one),
      )) {
        count += 1;
        assert.ok(config.profiles.has(name), `${JSON.stringify(header)}: ${JSON.stringify(name)}`);
      }
    }
    assert.ok(count > 200, String(count));
  });
});

/** An empty name cannot be asked for. */
function isNamed(name: string): boolean {
  return name !== '';
}

function read(config: string, credentials: string | null, besides: readonly string[]) {
  return assertSameConfig(
    { config: { path: '/c', text: config }, credentials: { path: '/k', text: credentials } },
    besides,
  );
}

function randomHeaders(count: number): readonly string[] {
  const random = seeded(20261201);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  return Array.from({ length: count }, () => {
    const pieces = Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(PIECES));
    return `[${pick(BEGINS)}${pieces.join('')}${pick(ENDS)}`;
  });
}
