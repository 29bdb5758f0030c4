import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import {
  readAwsCliToken,
  removeAwsCliToken,
  writeAwsCliToken,
} from '../../../src/protocols/aws-cli/aws-cli-token-files.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { ACME, awsCliLogin, token } from '../sso/sso-fixtures.ts';

let ports: TestPorts;

beforeEach(() => {
  ports = testPorts();
});

describe('a token file that another user has a hand in', () => {
  it('is not used, not written and not removed, and is named', async () => {
    awsCliLogin(ports, 'theirs');
    const before = new Map(ports.files.contents);
    ports.files.foreign = '/x belongs to another user (uid 7)';
    assert.equal(await readAwsCliToken(ACME, ports), null);
    assert.equal(await writeAwsCliToken(token('ours', 1000), ACME, ports), false);
    removeAwsCliToken(ACME, ports);
    assert.deepEqual(ports.files.contents, before);
    assert.deepEqual(
      new Set(ports.report.lines),
      new Set([
        'warn: /x belongs to another user (uid 7): it is not used',
        'hint: make it private to you (chown, chmod go-w); in a container or under WSL with no other users: awscred settings set trust_aws_folder true',
      ]),
    );
  });

  it('is not spoken of where there is none', async () => {
    ports.files.foreign = '/x belongs to another user (uid 7)';
    assert.equal(await readAwsCliToken(ACME, ports), null);
    assert.deepEqual(ports.report.lines, []);
  });
});
