import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { type DevServer, startDevServer } from '../../../src/dev-server/dev-server.ts';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import { CHROMIUM } from '../../support/browser/chromium.ts';
import { atEnd } from '../../support/process/cleanup.ts';
import { needs } from '../../support/process/needs.ts';
import { type PrivateCa, privateCa } from '../../support/network/private-ca.ts';
import { AWSCRED, Sandbox } from '../../support/sandbox.ts';
import {
  BASTION,
  FROM_FUMIDAI,
  PASSWORD,
  PROD,
  role,
  SAML_WORLD,
  USER,
} from '../../support/aws/saml-world.ts';
import { chromiumAsUser, type UsersBrowser } from '../../support/browser/users-browser.ts';

const AWS = '/usr/bin/aws';
const IDENTITY = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];

/** Google's page, as the local AWS has it, at Google's own address. */
describe('a user of aws-google-auth', { skip: needs(CHROMIUM, 'openssl') }, () => {
  let server: DevServer;
  let ca: PrivateCa;
  let browser: UsersBrowser;
  const sandbox = new Sandbox();

  before(async () => {
    ca = privateCa('Local');
    const tls = ca.issue('DNS:accounts.google.com', 'IP:127.0.0.1');
    server = await startDevServer({ world: SAML_WORLD, tls, alsoAs: ['accounts.google.com'] });
    atEnd(async () => server.close());
    browser = await chromiumAsUser(sandbox, [`MAP accounts.google.com 127.0.0.1:${server.port}`]);
    // As aws-google-auth has written them, and as its users go on from there.
    sandbox.write(
      '.aws/config',
      `[profile sts]
region = eu-west-1
google_config.ask_role = False
google_config.keyring = False
google_config.duration = 43200
google_config.google_idp_id = C02example
google_config.google_sp_id = 123456789012
google_config.u2f_disabled = False
google_config.google_username = ${USER}
google_config.bg_response = None
google_config.role_arn = ${role('fumidai', BASTION)}
account =

[profile from_fumidai]
role_arn = ${FROM_FUMIDAI}
source_profile = sts
region = eu-west-1

[profile tools]
credential_process = ${process.execPath} ${AWSCRED} process from_fumidai
`,
    );
    sandbox.write(
      '.aws/credentials',
      '[sts]\naws_access_key_id = ASIAEXAMPLEOLDKEY234\naws_secret_access_key = x\naws_session_token = old\n',
    );
  });

  const environment = () => ({
    AWS_ENDPOINT_URL: server.url,
    AWS_CA_BUNDLE: ca.bundle,
    AWSCRED_SAML_BROWSER: browser.path,
    DISPLAY: ':99',
  });

  async function signIn(): Promise<string> {
    const page = await browser.page();
    const { host } = new URL(page.url());
    await page.fill('[name=user]', USER);
    await page.fill('[name=password]', PASSWORD);
    await page.click('button');
    return host;
  }

  it('changes nothing: bastion, and a role in another account, with one sign-in', async () => {
    const login = sandbox.run(['login', 'sts'], { env: environment() });
    const [{ status, stderr }, host] = await Promise.all([login, signIn()]);
    assert.equal(status, 0, stderr);
    assert.equal(host, 'accounts.google.com');

    const assumed = await sandbox.run(['assume', 'from_fumidai', '-o', 'posix'], { env: environment() });
    assert.match(assumed.stdout, new RegExp(`AWS_ACCOUNT_ID=${PROD};`), assumed.stderr);
    const bastion = await sandbox.run(['whoami', 'sts'], { env: environment() });
    assert.equal(bastion.stdout, `arn:aws:sts::${BASTION}:assumed-role/fumidai/${USER}\n`);
    assert.deepEqual(browser.starts(), ['silent', 'window']);
    assert.equal(server.count({ operation: 'Password' }), 1);
    assert.equal(browser.reached(), 0);
  });

  it('has it in the AWS CLI too, by credential_process', { skip: needs(AWS) }, async () => {
    const env = { ...awsCliEnvironment(server.url, sandbox.home), ...environment(), AWSCRED_STORE: 'file' };
    const all = {
      ...env,
      AWSCRED_HOT_CACHE: 'off',
      AWSCRED_PASSPHRASE_FILE: join(sandbox.home, 'passphrase'),
    };
    const result = await sandbox.program([AWS, '--profile', 'tools', ...IDENTITY], { env: all });
    assert.match(
      result.stdout,
      new RegExp(`^arn:aws:sts::${PROD}:assumed-role/from_fumidai/`),
      result.stderr,
    );
    assert.equal(browser.starts().length, 2);
  });

  it('gets the longest session up to google_config.duration', async () => {
    const { stdout } = await sandbox.run(['process', 'sts', '--refresh'], { env: environment() });
    const { Expiration } = JSON.parse(stdout) as { Expiration: string };
    assert.equal(Math.round((Date.parse(Expiration) - Date.now()) / 60_000), 240);
  });
});
