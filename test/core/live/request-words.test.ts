import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { optionsWithValue, readCommandLine } from '../../../src/commands/argv/command-line.ts';
import { readPlainly } from '../../../src/commands/argv/plain-line.ts';
import { toRequest } from '../../../src/commands/argv/request.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import { requestWords } from '../../../src/core/live/request-words.ts';
import type { Request } from '../../../src/core/plan/request.ts';
import { SETTINGS } from '../../support/plan.ts';

function requestOf(words: readonly string[]): Request {
  const line = readCommandLine(['process', ...words], optionsWithValue(COMMANDS));
  const parsed = readPlainly(line, COMMANDS);
  assert.notEqual(parsed, null, words.join(' '));
  return toRequest(parsed?.options ?? {}, SETTINGS, { purpose: 'process', asking: 'never' });
}

describe('requestWords', () => {
  for (const line of [
    '',
    '--region eu-west-1 -d 15m --role-arn arn:aws:iam::111122223333:role/R --session-name s --min-ttl 5m',
    '--external-id x --source-identity jane --read-only --no-cache --no-mfa-session',
    '--tag a=b --tag c=d=e --transitive-tag a --policy {} --policy-arn arn:aws:iam::aws:policy/A --policy-arn arn:aws:iam::aws:policy/B',
    '--allowed-account-ids 111122223333,444455556666',
    '--role-arn arn:aws:iam::111122223333:role/R --web-identity gitlab:T --web-identity-audience https://x',
    '--from-env',
  ]) {
    it(`asks for the same again: ${line}`, () => {
      const request = requestOf(line.split(' ').filter((word) => word !== ''));
      assert.deepEqual(requestOf(requestWords(request)), request);
    });
  }

  it('leaves out what is of one moment', () => {
    const request = requestOf(['--refresh', '-t', '123456', '--no-browser', '--device-code']);
    assert.deepEqual(requestWords(request), []);
  });
});
