import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configOf } from '../../support/files/config-text.ts';

describe('hostile names', () => {
  it('are names like any other', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const config = configOf(names.map((name) => `[profile ${name}]\n${name} = ${name}\n`).join(''));
    assert.deepEqual([...config.profiles.keys()], names);
    assert.equal(config.profiles.get('__proto__')?.properties.get('__proto__')?.value, '__proto__');
    assert.equal(Object.hasOwn(Object.prototype, '__proto__') && {}.constructor === Object, true);
  });
  it('may hold what a shell would run, as for the AWS CLI: outputs quote or refuse it', () => {
    const config = configOf('[profile $(id)]\n[profile "$(id)"]\n[profile a;b]\n');
    assert.deepEqual([...config.profiles.keys()], ['$(id)', 'a;b']);
  });
});

describe('hostile bytes elsewhere', () => {
  const good = '[profile good]\nregion = eu-west-1\n';
  const rows: readonly [string, string][] = [
    ['NUL', '\0\0\n[profile a]\nx = \0'],
    ['bytes that were not UTF-8', '\uFFFD\uFFFD\n[profile \uFFFD]\n\uFFFD = \uFFFD\n\uFFFD'],
    ['a megabyte in one line', `[profile a]\nx = ${'y '.repeat(500_000)}`],
    ['a megabyte of blanks', `[profile a]\nx = 1${' '.repeat(1_000_000)}2\n${' '.repeat(1_000_000)}`],
    ['a megabyte of header', `[${' a'.repeat(500_000)}\n[profile "${'b '.repeat(500_000)}`],
    ['hundreds of thousands of malformed lines', `[profile a]\n${'x\n'.repeat(300_000)}`],
    ['a megabyte of comment signs', `[profile a]\nx${' #'.repeat(500_000)}\n[${'#'.repeat(1_000_000)}`],
  ];
  for (const [name, bad] of rows) {
    it(name, () => {
      for (const text of [`${good}[profile z]\n${bad}\n`, `${bad}\n${good}`]) {
        const profile = configOf(text).profiles.get('good');
        assert.equal(profile?.properties.get('region')?.value, 'eu-west-1');
        assert.deepEqual(profile.faults, []);
      }
    });
  }
});

describe('size', () => {
  const shapes: readonly [string, (count: number) => string][] = [
    [
      'profiles',
      (n) => repeat(n, (i) => `[profile p${i}]\nregion = eu-west-1\nrole_arn = arn:aws:iam::1:role/R\n\n`),
    ],
    ['continuations', (n) => `[profile a]\nx = 1\n${repeat(n * 4, () => '  more\n')}`],
    ['unclosed headers', (n) => `${repeat(n * 4, () => '[profile a\n')}[profile a]\n`],
    ['the same section', (n) => repeat(n, (i) => `[sso-session s]\nk${i} = v\n`)],
  ];
  for (const [name, make] of shapes) {
    it(`${name}: thirty times as many take nowhere near the square of it`, () => {
      const [small, large] = [make(1000), make(30_000)];
      // A quadratic reader takes 900 times the work. Processor time and the best of five keep a busy machine out of it.
      const ratio = best(large) / Math.max(best(small), 0.2);
      assert.ok(ratio < 300, `${ratio.toFixed(1)} times`);
    });
  }

  function repeat(count: number, line: (index: number) => string): string {
    return Array.from({ length: count }, (_, index) => line(index)).join('');
  }

  function best(text: string): number {
    configOf(text);
    const times = [1, 2, 3, 4, 5].map(() => {
      const before = process.cpuUsage();
      configOf(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    return Math.min(...times);
  }
});
