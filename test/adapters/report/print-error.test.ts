import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorJson, printError } from '../../../src/adapters/report/print-error.ts';
import { StderrReport } from '../../../src/adapters/report/stderr-report.ts';
import { pasteable } from '../../../src/core/text/printable.ts';
import { AwscredError } from '../../../src/errors.ts';

const HOME = '/home/jane';

function printed(error: AwscredError): string {
  let text = '';
  const stderr = { isTerminal: false, colour: false, write: (more: string) => void (text += more) };
  printError(error, new StderrReport({ quiet: false, verbose: false, debug: false }, stderr), HOME);
  return text;
}

describe('an error', () => {
  it('shows the home folder as ~, but not in a quoted hint, where no shell would read it', () => {
    const hints = ['/home/jane/x', '/home/jane/a b;c'].map((path) => pasteable('chmod 600', path));
    assert.equal(
      printed(new AwscredError('SETTINGS', '/home/jane/a b;c is open', { hints })),
      "awscred: ~/a b;c is open\nawscred: hint: chmod 600 ~/x\nawscred: hint: chmod 600 -- '/home/jane/a b;c'\n",
    );
  });

  it('is one line of JSON without a raw control or bidi character', () => {
    const odd = 'a\u009b\u202e\u001b\nb';
    const json = errorJson(new AwscredError('CONFIG', odd, { hints: [odd], at: { file: odd, line: 1 } }));
    assert.match(json, /^[ -~]+$/);
    // A message is for people; a file's path is read back exactly.
    assert.match(json, /"message":"a\\\\u\{9b\}\\\\u\{202e\}\\\\u\{1b\}\\\\u\{a\}b"/);
    assert.equal((JSON.parse(json) as { error: { file: string } }).error.file, odd);
  });
});
