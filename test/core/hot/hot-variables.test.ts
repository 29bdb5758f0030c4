import assert from 'node:assert/strict';
import { PREVIOUS_NAMES } from '../../../src/outputs/previous.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { NO_GUARDS } from '../../../src/core/settings/guards.ts';
import { HOT_VARIABLES, hasOwnRegion, variablesLine } from '../../../src/core/hot/hot-variables.ts';
import { launcherScript } from '../../../src/core/launcher/launcher-script.ts';
import { places } from '../../../src/core/places.ts';
import { Secret } from '../../../src/core/secret.ts';
import { SETTINGS, variableOf } from '../../../src/core/settings/settings-table.ts';
import { loadConfig } from '../../../src/flow/line/load-config.ts';
import { planFor } from '../../../src/flow/line/plan-for.ts';
import type { Run } from '../../../src/flow/line/run.ts';
import { loadSettings } from '../../../src/flow/set-up/settings.ts';
import { exportsFor } from '../../../src/outputs/exports.ts';
import type { Environment } from '../../../src/ports/environment.ts';
import type { Ports } from '../../../src/ports/index.ts';
import { PLAIN_REQUEST } from '../../support/plan.ts';
import { ROOT } from '../../support/sandbox.ts';
import { environmentOf } from '../../support/variables.ts';

/** Read too, and why a record need not hold them. */
const NO_MATTER: Readonly<Record<string, string>> = {
  AWSCRED_REGION: 'tells only whether a region is the user’s: the line has the regions after it was asked',
  AWSCRED_PROFILE: 'chooses a profile where none is named; on the hot path one always is',
  AWS_PROFILE:
    'likewise; where it is set, no `assume` is answered from a record, since `--unset` is to bring it back',
  AWS_DEFAULT_PROFILE: 'likewise',
  ...Object.fromEntries(PREVIOUS_NAMES.map((name) => [name, 'only removed, where no `assume` has kept it'])),
  XDG_RUNTIME_DIR: 'says where locks may be, not what is obtained',
  AWSCRED_TRUSTED_ENDPOINTS: 'there is no such variable: it is only looked for to say so',
  AWSCRED_PLAIN_HTTP: 'likewise',
  AWSCRED_TRUST_AWS_FOLDER: 'likewise',
  AWSCRED_CONFIRM: 'likewise: guards have no variables',
  AWSCRED_ALLOWED_ACCOUNT_IDS: 'likewise',
  AWSCRED_READ_ONLY: 'likewise',
  AWSCRED_MAX_DURATION: 'likewise',
  AWSCRED_MFA: 'likewise',
  AWSCRED_SCOPE: 'likewise',
  AWSCRED_AUDIT: 'likewise: what may switch off the audit trail is the settings file alone',
  AWSCRED_PROMPT_VARIABLE: 'is for what `init` prints alone',
  AWSCRED_PROMPT_WARNING: 'likewise',
  AWSCRED_UNLOCK_FOR: 'says how long a key is held, not what the credentials are',
  AWSCRED_SAML_BROWSER: 'says how a person signs in, not what the credentials are',
  AWSCRED_SAML_WINDOW: 'likewise',
  AWSCRED_SAML_TIMEOUT: 'likewise',
};

const CONFIG = `
[default]
region = eu-west-1
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
[profile bastion]
sso_session = acme
sso_account_id = 111122223333
sso_role_name = PowerUser
[profile old-sso]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = PowerUser
[profile keys]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = example
mfa_serial = arn:aws:iam::111122223333:mfa/jane
[profile role]
role_arn = arn:aws:iam::444455556666:role/R
source_profile = bastion
services = local
ca_bundle = /etc/ca.pem
[profile with-code]
role_arn = arn:aws:iam::444455556666:role/R
source_profile = keys
mfa_serial = arn:aws:iam::111122223333:mfa/jane
[profile nowhere]
role_arn = arn:aws-cn:iam::444455556666:role/R
source_profile = keys
use_fips_endpoint = true
[services local]
sts =
  endpoint_url = https://sts.example
`;
const PROFILES = ['bastion', 'old-sso', 'keys', 'role', 'with-code', 'nowhere'];

/** Everything that a warm call would have to read anew: settings, places, files, plans, what leaves. */
function variablesRead(variables: Readonly<Record<string, string>>): ReadonlySet<string> {
  const names = new Set<string>();
  const inner = environmentOf(variables);
  const get = (name: string): string | null => {
    names.add(name);
    return inner.get(name);
  };
  const environment: Environment = { ...inner, get };
  const settingsFile = { path: '/x/config.ini', read: () => null, write: () => {} };
  const { settings } = loadSettings({ environment, settingsFile });
  places(environment);
  const files = { read: (path: string) => (path.endsWith('/config') ? CONFIG : null), list: () => [] };
  const config = loadConfig({ environment, files });
  const run: Run = {
    ports: { environment, store: { rows: () => [], isListed: () => true } } as unknown as Ports,
    settings,
    request: PLAIN_REQUEST,
    config: () => config,
    guards: () => NO_GUARDS,
    accountName: () => null,
  };
  for (const profile of PROFILES) {
    const plan = planFor(run, profile);
    exportsFor({ credentials: CREDENTIALS, profile, region: plan.region, regionGiven: false, get });
  }
  return names;
}

const CREDENTIALS = {
  accessKeyId: 'ASIAEXAMPLE000000000',
  secretAccessKey: new Secret('example'),
  sessionToken: new Secret('example'),
  expiresAt: 0,
  arn: null,
  accountId: '444455556666',
};

describe('the variables that a hot record holds', () => {
  const known = new Set<string>([...HOT_VARIABLES, ...Object.keys(NO_MATTER)]);

  it('are all that settings, plans and outputs read', () => {
    const worlds = [
      {},
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      { AWS_REGION: 'eu-west-1', AWSCRED_REGION: 'eu-west-1' },
    ];
    for (const variables of worlds) {
      const read = [...variablesRead(variables)];
      assert.deepEqual(
        read.filter((name) => !known.has(name)),
        [],
      );
      assert.ok(read.includes('AWS_ENDPOINT_URL_STS') || 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS' in variables);
    }
  });

  it('are those of every setting that has one', () => {
    const rows = Object.values(SETTINGS).filter((row) => row.hasVariable);
    assert.deepEqual(
      rows
        .map((row) => variableOf(row.name))
        .filter((name) => !HOT_VARIABLES.some((each) => each === name) && NO_MATTER[name] === undefined),
      [],
    );
  });

  it('are the same, in the same order, for the hot path and the launcher', () => {
    const hotPath = readFileSync(join(ROOT, 'bin/awscred.cjs'), 'utf8');
    const list = /var VARIABLES = '([^']*)'/.exec(hotPath)?.[1] ?? '';
    assert.deepEqual([...list.matchAll(/\b[A-Z][A-Z_]+\b/g)].map(String), [...HOT_VARIABLES]);
    const parts = { stat: null, keyctl: null, node: '/n', nodeOptions: [], program: '/p', shells: [] };
    const script = launcherScript(readFileSync(join(ROOT, 'bin/launcher.sh'), 'utf8'), parts);
    const line = /^ {2}\[ "\$awscred_line" = "(.*)" \]/m.exec(script)?.[1]?.split('\t') ?? [];
    const names = line.map((word) => /[A-Z][A-Z_]+/.exec(word)?.[0] ?? word);
    const regions = { $awscred_region: 'AWS_REGION', $awscred_region2: 'AWS_DEFAULT_REGION' };
    assert.deepEqual(
      names.map((name) => new Map(Object.entries(regions)).get(name) ?? name),
      [...HOT_VARIABLES],
    );
  });

  it('make a line that no other values make, or none', () => {
    const line = (variables: Readonly<Record<string, string>>): string | null =>
      variablesLine(environmentOf(variables));
    assert.equal(line({ HOME: '/h', USER: 'u' })?.split('\t').length, HOT_VARIABLES.length);
    for (const value of ['a\tb', 'a\nb', 'a\rb', 'a\u0001', 'a\u007F', 'a\uFFFD']) {
      assert.equal(line({ USER: value }), null);
    }
    assert.notEqual(line({ AWS_CONFIG_FILE: '/x' }), line({ AWS_SHARED_CREDENTIALS_FILE: '/x' }));
    assert.equal(line({ LOGNAME: 'u' }), line({ USER: 'u', LOGNAME: 'v' }));
    assert.equal(line({ AWS_REGION: 'r', AWSCRED_REGION: 'r' }), line({}));
    assert.equal(hasOwnRegion(environmentOf({ AWS_DEFAULT_REGION: 'r', AWSCRED_REGION: 's' })), true);
    assert.equal(hasOwnRegion(environmentOf({ AWS_DEFAULT_REGION: 'r', AWSCRED_REGION: 'r' })), false);
  });
});
