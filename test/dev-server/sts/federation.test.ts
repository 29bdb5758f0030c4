import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type DevServer, startDevServer } from '../../../src/dev-server/dev-server.ts';
import { type Keys, keysOf, refusalOf, sts, stsClient } from '../support/sts-client.ts';
import { handClock } from '../support/with-server.ts';
import { KEYS, role, roleArn, worldOf } from '../support/worlds.ts';

const POLICY = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
const PAGE = 'https://eu-west-1.console.aws.amazon.com/s3/home';

interface Sent {
  readonly status: number;
  readonly text: string;
}

describe('the federation endpoint of the local AWS', () => {
  const clock = handClock(Date.now());
  let server: DevServer;
  let chained: Required<Keys>;
  let direct: Required<Keys>;
  let federated: Required<Keys>;
  let session: Required<Keys>;

  before(async () => {
    const trusting = { Principal: { AWS: roleArn('first') } };
    server = await startDevServer({
      world: worldOf(role('first', {}, { maxSessionDuration: 7200 }), role('second', trusting)),
      now: clock.now,
    });
    const user = stsClient(server, KEYS);
    const assume = (name: string): InstanceType<typeof sts.AssumeRoleCommand> =>
      new sts.AssumeRoleCommand({ RoleArn: roleArn(name), RoleSessionName: 'ann' });
    direct = keysOf(await user.send(assume('first')));
    chained = keysOf(await stsClient(server, direct).send(assume('second')));
    session = keysOf(await user.send(new sts.GetSessionTokenCommand({})));
    federated = keysOf(await user.send(new sts.GetFederationTokenCommand({ Name: 'ann', Policy: POLICY })));
  });

  after(async () => server.close());

  const post = async (fields: Readonly<Record<string, string>>): Promise<Sent> => {
    const answer = await fetch(`${server.url}/federation`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const sessionOf = (keys: Required<Keys>): string =>
    JSON.stringify({
      sessionId: keys.accessKeyId,
      sessionKey: keys.secretAccessKey,
      sessionToken: keys.sessionToken,
    });
  const token = async (keys: Required<Keys>, more: Readonly<Record<string, string>> = {}): Promise<Sent> =>
    post({ Action: 'getSigninToken', Session: sessionOf(keys), ...more });
  const opened = async (fields: Readonly<Record<string, string>>): Promise<Sent> => {
    const query = new URLSearchParams({ Action: 'login', Issuer: 'x', Destination: PAGE, ...fields });
    const answer = await fetch(`${server.url}/federation?${query.toString()}`);
    return { status: answer.status, text: await answer.text() };
  };
  const tokenIn = ({ text }: Sent): string => (JSON.parse(text) as { SigninToken: string }).SigninToken;

  it('opens the console for roles and federated users, for a quarter of an hour', async () => {
    for (const [keys, who] of [
      [direct, 'assumed-role/first/ann'],
      [chained, 'assumed-role/second/ann'],
      [federated, 'federated-user/ann'],
    ] as const) {
      const given = tokenIn(await token(keys));
      const page = await opened({ SigninToken: given });
      assert.equal(page.status, 200);
      assert.match(page.text, new RegExp(who));
    }
    const given = tokenIn(await token(direct));
    clock.move(15 * 60_000);
    assert.equal((await opened({ SigninToken: given })).status, 400);
    clock.move(-15 * 60_000);
  });

  it('takes neither a session of a user’s own, nor long-lived, wrong, partial or expired credentials', async () => {
    const whole = { sessionId: direct.accessKeyId, sessionKey: direct.secretAccessKey };
    const bad = [
      sessionOf(session),
      sessionOf({ ...KEYS, sessionToken: '' }),
      sessionOf({ ...direct, secretAccessKey: 'wrong' }),
      sessionOf({ ...direct, sessionToken: chained.sessionToken }),
      JSON.stringify(whole),
      JSON.stringify({ ...whole, sessionToken: direct.sessionToken, more: 1 }),
      JSON.stringify({ SessionId: direct.accessKeyId }),
      '',
      'null',
      '[]',
    ];
    for (const Session of bad) {
      assert.equal((await post({ Action: 'getSigninToken', Session })).status, 400, Session.slice(0, 40));
    }
    assert.equal((await post({ Action: 'nothing' })).status, 400);
    clock.move(3_600_000);
    assert.equal((await token(direct)).status, 400);
    clock.move(-3_600_000);
  });

  it('takes a duration for a role of long-term keys alone, within the role’s own longest', async () => {
    const asked = async (keys: Required<Keys>, seconds: string): Promise<number> =>
      (await token(keys, { SessionDuration: seconds })).status;
    assert.equal(await asked(direct, '900'), 200);
    assert.equal(await asked(direct, '7200'), 200);
    for (const seconds of ['899', '7201', '43201', 'x', '']) {
      assert.equal(await asked(direct, seconds), 400, seconds);
    }
    assert.equal(await asked(chained, '900'), 400);
    assert.equal(await asked(federated, '900'), 400);
  });

  it('sends nobody anywhere but to the console', async () => {
    const SigninToken = tokenIn(await token(direct));
    for (const Destination of ['https://evil.example/', 'http://console.aws.amazon.com/', 'x', '']) {
      assert.equal((await opened({ SigninToken, Destination })).status, 400, Destination);
    }
    assert.equal((await opened({ SigninToken: 'wrong' })).status, 400);
  });

  it('gives federation tokens to long-term keys alone, which may do next to nothing with STS', async () => {
    const asked = (input: object): InstanceType<typeof sts.GetFederationTokenCommand> =>
      new sts.GetFederationTokenCommand({ Name: 'ann', ...input });
    for (const keys of [direct, session, federated]) {
      const { code } = await refusalOf(stsClient(server, keys).send(asked({})));
      assert.equal(code, 'AccessDenied');
    }
    const user = stsClient(server, KEYS);
    for (const [input, code] of [
      [{ Name: 'a' }, 'ValidationError'],
      [{ Name: 'a'.repeat(33) }, 'ValidationError'],
      [{ Name: 'a b' }, 'ValidationError'],
      [{ DurationSeconds: 899 }, 'ValidationError'],
      [{ DurationSeconds: 129_601 }, 'ValidationError'],
      [{ Policy: '{' }, 'MalformedPolicyDocument'],
      [{ PolicyArns: [{ arn: 'arn:aws-cn:iam::aws:policy/ReadOnlyAccess' }] }, 'ValidationError'],
    ] as const) {
      assert.match((await refusalOf(user.send(asked(input)))).code, new RegExp(code), JSON.stringify(input));
    }
    const client = stsClient(server, federated);
    const { Arn } = await client.send(new sts.GetCallerIdentityCommand({}));
    assert.equal(Arn, 'arn:aws:sts::123456789012:federated-user/ann');
    const assume = new sts.AssumeRoleCommand({ RoleArn: roleArn('first'), RoleSessionName: 'ann' });
    assert.equal((await refusalOf(client.send(assume))).code, 'AccessDenied');
  });
});
