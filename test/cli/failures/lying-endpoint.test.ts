import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { assumeRoleXml } from '../../support/aws/aws-calls.ts';
import { connectProxy, type ConnectProxy } from '../../support/network/connect-proxy.ts';
import { needs } from '../../support/process/needs.ts';
import { privateCa, type PrivateCa } from '../../support/network/private-ca.ts';
import { Sandbox, type RunResult } from '../../support/sandbox.ts';
import { scriptedServer, type ScriptedServer } from '../../support/network/scripted-server.ts';

const REAL = '111122223333';
const ALLOWED = '444455556666';
const AWS_HOST = 'sts.eu-west-1.amazonaws.com';

function identityXml(account: string): string {
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
    <Arn>arn:aws:iam::${account}:user/jane</Arn><UserId>AIDA</UserId><Account>${account}</Account>
    </GetCallerIdentityResult></GetCallerIdentityResponse>`;
}

const answers =
  (account: string) =>
  ({ body }: { readonly body: string }): { readonly body: string } => ({
    body: body.includes('GetCallerIdentity')
      ? identityXml(account)
      : assumeRoleXml().replaceAll(/arn:aws:sts::\d{12}:/g, `arn:aws:sts::${account}:`),
  });

/** A server that says of every account what a guard wants to hear; AWS itself stands behind a proxy. */
describe('what an endpoint says of an account', { skip: needs('openssl') }, () => {
  let box: Sandbox;
  let ca: PrivateCa;
  let liar: ScriptedServer;
  let proxy: ConnectProxy;

  before(async () => {
    box = new Sandbox();
    ca = privateCa('The internet');
    liar = await scriptedServer(answers(ALLOWED));
    const aws = await scriptedServer(answers(REAL), { tls: ca.issue(`DNS:${AWS_HOST}`) });
    proxy = await connectProxy({ leadsTo: aws.port });
    box.write(
      '.aws/config',
      `[profile keys]\nregion = eu-west-1\n[profile named]\nregion = eu-west-1\nendpoint_url = ${liar.url}\n[profile role]\nregion = eu-west-1\nrole_arn = arn:aws:iam::${ALLOWED}:role/Admin\nsource_profile = keys\n`,
    );
    const pair =
      'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example/of/a/secret/access/key/00000001\n';
    box.write('.aws/credentials', `[keys]\n${pair}[named]\n${pair}`);
  });

  async function run(args: readonly string[], env: Record<string, string> = {}): Promise<RunResult> {
    proxy.seen.length = 0;
    const world = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, AWS_CA_BUNDLE: ca.bundle };
    return box.run(args, { env: { ...world, AWSCRED_STORE: 'none', ...env } });
  }

  const guard = (text: string): void => void box.write('.config/awscred/config.ini', text);
  const byVariable = (): Record<string, string> => ({ AWS_ENDPOINT_URL_STS: liar.url });

  it('does not satisfy allowed_account_ids: AWS itself is asked', async () => {
    guard(`[profile *]\nallowed_account_ids = ${ALLOWED}\n`);
    for (const [args, env] of [
      [['process', 'keys'], byVariable()],
      [['process', 'named'], {}],
      [['exec', 'keys', '--', 'true'], { AWS_ENDPOINT_URL: liar.url }],
      // A role's answer carries an ARN, which is as good as who sent it.
      [['process', 'role'], byVariable()],
    ] as const) {
      const result = await run(args, env);
      assert.equal(result.status, args[0] === 'exec' ? 125 : 2, result.stderr);
      assert.equal(result.stdout, '');
      assert.match(result.stderr, new RegExp(`leads to account ${REAL}`));
      assert.deepEqual(proxy.seen, [`CONNECT ${AWS_HOST}:443`]);
    }
  });

  it('does not take a confirmation away', async () => {
    guard(`[account ${REAL}]\nconfirm = true\n`);
    const result = await run(['process', 'keys'], byVariable());
    assert.equal(result.status, 4, result.stderr);
    assert.deepEqual(proxy.seen, [`CONNECT ${AWS_HOST}:443`]);
  });

  it('forbids', async () => {
    guard(`[profile *]\nallowed_account_ids = 777788889999\n`);
    assert.equal((await run(['process', 'keys'], byVariable())).status, 2);
  });

  it('counts where trusted_endpoints lists the host', async () => {
    guard(`trusted_endpoints = 127.0.0.1\n[profile *]\nallowed_account_ids = ${ALLOWED}\n`);
    const result = await run(['process', 'keys'], byVariable());
    assert.equal(result.status, 0, result.stderr);
    assert.deepEqual(proxy.seen, []);
  });

  it('names trusted_endpoints where AWS itself cannot be asked', async () => {
    guard(`[profile *]\nallowed_account_ids = ${ALLOWED}\n`);
    const closed = await scriptedServer(['reset']);
    const env = { ...byVariable(), HTTPS_PROXY: `http://127.0.0.1:${closed.port}` };
    const result = await run(['process', 'keys'], env);
    assert.equal(result.status, 6, result.stderr);
    assert.match(result.stderr, /trusted_endpoints/);
  });
});
