import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { liveConfigText } from '../../../src/core/live/live-config.ts';

const CONFIG = `\uFEFF# a note with a secret = s/ecret
[default]
region = eu-west-1
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = s/ecret
  s/ecret on another line
[DEFAULT]
role_arn = arn:aws:iam::111122223333:role/R
output = text
[profile p]
role_arn = arn:aws:iam::111122223333:role/R
source_profile = default
mfa_serial = arn:aws:iam::111122223333:mfa/jane
awscred_mfa_process = otp
region = eu-central-1
services = local
s3 =
  max_concurrent_requests = 20
  addressing_style = path
not a property: s/ecret
[profile awscred-exec]
role_arn = arn:aws:iam::111122223333:role/Other
[profile q]
google_config.password = s/ecret
block =
  aws_secret_access_key = s/ecret
duration_seconds = 900
[services local]
sts =
  endpoint_url = http://127.0.0.1:1
[profile unclosed
output = json
`.replaceAll('\n', '\r\n');

describe('liveConfigText', () => {
  const text = liveConfigText(CONFIG, { profile: 'p', region: 'us-east-1', line: 'x process p' });

  it("is the user's file without secrets, comments and what is malformed, and the one profile", () => {
    assert.equal(
      text,
      `[default]
region = eu-west-1
[DEFAULT]
output = text
[profile p]
role_arn = arn:aws:iam::111122223333:role/R
source_profile = default
mfa_serial = arn:aws:iam::111122223333:mfa/jane
awscred_mfa_process = otp
region = eu-central-1
services = local
s3 =
  max_concurrent_requests = 20
  addressing_style = path
[profile q]
duration_seconds = 900
[services local]
sts =
  endpoint_url = http://127.0.0.1:1
[profile awscred-exec]
services = local
s3 =
  max_concurrent_requests = 20
  addressing_style = path
region = us-east-1
credential_process = x process p
`,
    );
  });

  it('holds no secret', () => assert.doesNotMatch(text, /ecret/));

  it("keeps the profile's own region where the plan has none, and is one section for no file at all", () => {
    const own = liveConfigText('[profile p]\nregion = eu-west-1\n', {
      profile: 'p',
      region: null,
      line: 'x',
    });
    assert.ok(own.endsWith('[profile awscred-exec]\nregion = eu-west-1\ncredential_process = x\n'));
    assert.equal(
      liveConfigText('', { profile: 'p', region: null, line: 'x' }),
      '[profile awscred-exec]\ncredential_process = x\n',
    );
  });
});
