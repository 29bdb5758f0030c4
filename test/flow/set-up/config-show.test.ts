import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configShow, configShowText } from '../../../src/flow/set-up/config-show.ts';
import { configOf } from '../../support/files/config-text.ts';

const CONFIG = `[profile dev]
region = eu-west-1
AWS_SECRET_ACCESS_KEY = hunter2hunter2
aws_session_token =
s3 =
  Max_Queue_Size = 10
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start/#/
[services local]
sts =
  endpoint_url = http://127.0.0.1:1
broken
`;
const file = '/home/jane/.aws/config';

describe('config show --json', () => {
  it('has every value with file and line, secrets masked', () => {
    const json = JSON.parse(JSON.stringify(configShow(configOf(CONFIG, '[dev]\nregion = x'))));
    assert.deepEqual(json, {
      version: 1,
      profiles: {
        dev: {
          region: { value: 'x', file: '/home/jane/.aws/credentials', line: 2 },
          aws_secret_access_key: { value: '***', file, line: 3 },
          aws_session_token: { value: '', file, line: 4 },
          s3: { value: { max_queue_size: { value: '10', file, line: 6 } }, file, line: 5 },
        },
      },
      sso_sessions: {
        acme: { sso_start_url: { value: 'https://acme.awsapps.com/start/#/', file, line: 8 } },
      },
      services: {
        local: {
          sts: { value: { endpoint_url: { value: 'http://127.0.0.1:1', file, line: 11 } }, file, line: 10 },
        },
      },
      diagnostics: [
        {
          severity: 'error',
          code: 'missing-equals',
          message: 'a line has no "=" after its key',
          file,
          line: 12,
          profile: null,
        },
      ],
    });
  });
  it('keeps names that objects have already', () => {
    const text = JSON.stringify(
      configShow(configOf('[profile __proto__]\n__proto__ = x\nconstructor =\n  toString = y')),
    );
    assert.match(text, /"profiles":\{"__proto__":\{"__proto__":\{"value":"x",/);
    assert.match(text, /"constructor":\{"value":\{"tostring":\{"value":"y",/);
  });
});

describe('config show', () => {
  it('shows sections, lines and faults, escaped and without secrets', () => {
    const text = configShowText(configOf(`${CONFIG}[profile "e\u202Evil"]\nx = \u001b[31m`), '/home/jane');
    assert.match(text, /^\[profile dev\] +~\/\.aws\/config:1\n {2}region = eu-west-1 +~\/\.aws\/config:2\n/);
    assert.match(text, /\n {2}aws_secret_access_key = \*\*\* +~/);
    assert.match(text, /\n {2}s3 = +~\/\.aws\/config:5\n {4}max_queue_size = 10 +~\/\.aws\/config:6\n/);
    assert.match(text, /\n~\/\.aws\/config:12: error: a line has no "=" after its key\n/);
    assert.match(text, /\[profile e\\u\{202e\}vil\]/);
    assert.doesNotMatch(text, /hunter2|\u001b|\u202E/);
  });
});
