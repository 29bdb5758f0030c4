import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StderrReport } from '../../../src/adapters/report/stderr-report.ts';
import { textWidth } from '../../../src/core/text/text-width.ts';

/** What a terminal of that many columns shows of one report; null for a pipe. */
function shown(columns: number | null, tell: (report: StderrReport) => void): readonly string[] {
  let text = '';
  const stderr = {
    isTerminal: columns !== null,
    colour: false,
    write: (part: string) => void (text += part),
  };
  tell(new StderrReport({ quiet: false, verbose: true, debug: true }, { ...stderr, columns: () => columns }));
  return text.trimEnd().split('\n');
}

const MESSAGE =
  'signing in to acme needs a person: open https://acme.awsapps.com/start/#/device?user_code=WDJB-MJHT on any device and check the code';
const HINTS = [
  'this shell still holds prod-readonly until 15:02: eval $(awscred assume --unset)',
  'keep secrets in an encrypted file instead: awscred settings set store file',
  'run `awscred login acme --device-code --no-browser`, then try again',
];
const WHOLE = [
  'https://acme.awsapps.com/start/#/device?user_code=WDJB-MJHT',
  'eval $(awscred assume --unset)',
  'awscred settings set store file',
  '`awscred login acme --device-code --no-browser`,',
];

describe('lines on stderr', () => {
  for (const columns of [40, 60, 80, 120, 200]) {
    it(`are wrapped at words in ${columns} columns, commands and addresses whole`, () => {
      const lines = shown(columns, (report) => {
        report.warn(MESSAGE);
        HINTS.forEach((hint) => report.hint(hint));
        report.under(
          '  1  the role’s trust policy does not name arn:aws:iam::222233334444:role/Hub as who may',
        );
      });
      for (const whole of WHOLE) {
        assert.ok(
          lines.some((line) => line.includes(whole)),
          `${whole} in\n${lines.join('\n')}`,
        );
      }
      for (const line of lines) {
        assert.match(line, /^(?:awscred: | {2})/);
        assert.ok(line.length <= columns || WHOLE.some((whole) => line.trim() === whole), line);
      }
      const words = (all: readonly string[]): string => all.join(' ').replace(/\s+/g, ' ');
      const piped = shown(null, (report) => report.warn(MESSAGE));
      assert.ok(words(lines).startsWith(words(piped)));
    });
  }

  it('are one each in a pipe, and so is what --debug says', () => {
    assert.equal(shown(null, (report) => report.warn(MESSAGE)).length, 1);
    assert.equal(shown(40, (report) => report.debug(MESSAGE)).length, 1);
  });

  it('wide names are measured as the terminal shows them', () => {
    const lines = shown(40, (report) => report.warn(`no profile ${'本番 '.repeat(30)}`));
    assert.ok(
      lines.every((line) => textWidth(line) <= 40),
      lines.join('\n'),
    );
  });
});
