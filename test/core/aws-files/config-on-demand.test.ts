import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configOnDemand } from '../../../src/core/aws-files/config-on-demand.ts';
import { readConfig } from '../../../src/core/aws-files/config.ts';
import { assertSameConfig } from '../../support/files/same-config.ts';
import { seeded } from '../../support/seeded.ts';

const NAMES = ['default', 'a', 'b', 'a b', 'profile', 'profile a', 'dev.a', '__proto__', 'région', ''];

const LINES: readonly string[] = [
  ...NAMES.flatMap((name) => [
    `[profile ${name}]`,
    `[${name}]`,
    `[sso-session ${name}]`,
    `[services ${name}]`,
    `[profile "${name}"]`,
    `['${name}']`,
    `[x '${name}']`,
    `[profile ${name}`,
    `[${name} # no end`,
  ]),

  '[profile a] text',
  '[profile a]; note',
  '[ profile   b ]',
  '[profile\ta]',
  '[PROFILE a]',
  '[toolkit a]',

  '[',
  '[]',
  '[]]',
  '[[profile a]]',
  '#[profile a]',
  ';[profile a]',
  '[profile a#b]',
  '[profile-a]',

  'region = eu-west-1',
  'Region: x',
  'role_arn=arn:aws:iam::1:role/R',
  'source_profile = b',
  'a = [profile b]',

  'aws_access_key_id = AKIA',
  'aws_secret_access_key = abc/def=',
  'aws_session_token =',
  'aws_secret_access_key =',

  's3 =',
  '  max = 1',
  '  [profile b]',
  '\tnot = nested',
  '  =',
  'sts =',
  '  endpoint_url = http://[::1]:1',
  '    more',

  '',
  '   ',
  '# [profile a]',
  '  # note',
  'no equals',
  '= no key',
  'k = v # note',
  'k = "[profile a]"',
  'é = 1',
];

function pick<T>(from: readonly T[], random: () => number): T | undefined {
  return from[Math.floor(random() * from.length)];
}

function textOf(random: () => number): string {
  const ends = pick([['\n'], ['\r\n'], ['\n', '\r\n'], ['\n', '\r']], random) ?? ['\n'];
  const lines = Array.from({ length: Math.floor(random() * 14) }, () => pick(LINES, random) ?? '');
  // Most texts have no indented header: with one, all is read anyway.
  const kept = random() < 0.8 ? lines.filter((line) => !/^[ \t]+\[/.test(line)) : lines;
  const body = kept.map((line) => `${line}${pick(ends, random) ?? ''}`).join('');
  return `${random() < 0.05 ? '\uFEFF' : ''}${random() < 0.3 ? body.trimEnd() : body}`;
}

const file = (path: string, text: string | null) => ({ path, text });

describe('sections read on demand', () => {
  it('are what they are when everything is read, in any text', () => {
    for (let seed = 1; seed <= 6000; seed += 1) {
      const random = seeded(seed);
      const texts = { config: textOf(random), credentials: textOf(random) };
      try {
        assertSameConfig(
          {
            config: file('/c', texts.config),
            credentials: file('/k', random() < 0.2 ? null : texts.credentials),
          },
          NAMES,
        );
      } catch (error) {
        throw new Error(`seed ${seed}: ${JSON.stringify(texts)}`, { cause: error });
      }
    }
  });

  it('are found without reading the others', () => {
    const others = Array.from(
      { length: 10_000 },
      (_, index) => `[profile p${index}]\nregion = eu-west-1\n\n`,
    );
    const files = {
      config: file('/c', `${others.join('')}[profile last]\nsource_profile = p7\n${'broken\n'}`),
      credentials: file('/k', '[p7]\naws_access_key_id = AKIA\naws_secret_access_key = s\n'),
    };
    const started = process.hrtime.bigint();
    const { profiles } = configOnDemand(files);
    const [last, source] = [profiles.get('last'), profiles.get('p7')];
    const demanded = Number(process.hrtime.bigint() - started);
    const again = process.hrtime.bigint();
    const whole = readConfig(files);
    assert.ok(
      demanded < Number(process.hrtime.bigint() - again),
      'reading two sections takes longer than all',
    );
    assert.equal(last?.line, 30_001);
    assert.deepEqual(last, whole.profiles.get('last'));
    assert.deepEqual(source, whole.profiles.get('p7'));
  });
});
