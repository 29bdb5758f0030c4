import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Headless } from '../../support/headless.ts';

const ROLE = 'region = eu-west-1\nrole_arn = arn:aws:iam::222233334444:role/One\n';
const CONFIG = `[profile keys]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = example
mfa_serial = arn:aws:iam::111122223333:mfa/jane
[profile program]
credential_process = /opt/tools/get-creds --x
[profile machine]
awscred_source = instance
[profile pod]
awscred_source = container
[profile on-instance]
${ROLE}credential_source = Ec2InstanceMetadata
[profile by-variables]
${ROLE}credential_source = Environment
[profile behind]
${ROLE}source_profile = program
`;

interface Listed {
  readonly profile: string;
  readonly role: string | null;
  readonly through: string;
  readonly error: string | null;
}

describe('list of programs and machines', () => {
  it('says who is known before anybody is asked, and what it comes through', async () => {
    const home = new Headless();
    home.write('.aws/config', CONFIG);
    const { stdout, stderr } = await home.run(['list', '--json']);
    const { profiles } = JSON.parse(stdout) as { profiles: readonly Listed[] };
    assert.deepEqual(
      profiles.map(({ profile, role, through, error }) => [profile, role, through, error]),
      [
        ['keys', '(user)', 'keys in a file + MFA', null],
        ['program', null, 'program get-creds', null],
        ['machine', null, 'instance', null],
        ['pod', null, 'container', null],
        ['on-instance', 'One', 'instance', null],
        ['by-variables', 'One', 'environment', null],
        ['behind', 'One', 'program', null],
      ],
      stderr,
    );
    const text = (await home.run(['list'])).stdout;
    assert.match(text, /^program\s+–\s+–\s+program get-creds\s+–$/m);
  });
});
