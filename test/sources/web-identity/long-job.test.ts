import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claimsOf } from '../../../src/core/jwt.ts';
import { Secret } from '../../../src/core/secret.ts';
import { execute } from '../../../src/flow/line/execute.ts';
import type { HttpRequest } from '../../../src/ports/http.ts';
import { configOf, PLAIN_REQUEST, planOf, SETTINGS } from '../../support/plan.ts';
import { testPorts } from '../../support/ports.ts';

const MINUTE = 60_000;

const CONFIG = `[profile deploy]
role_arn = arn:aws:iam::444455556666:role/Deploy
awscred_web_identity = github-actions
region = eu-west-1
`;

const JOB = {
  GITHUB_ACTIONS: 'true',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example/token?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
};

function jwt(fields: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(fields)}.c2ln`;
}

describe('a job of three hours, with tokens of five minutes and credentials of one hour', () => {
  it('is never handed credentials that have ended, and sends no old token', async () => {
    const ports = testPorts();
    Object.entries(JOB).forEach(([name, value]) => ports.variables.set(name, value));
    const asked: HttpRequest[] = [];
    const http = {
      send: async (request: HttpRequest) => {
        asked.push(request);
        const exp = Math.floor((ports.clock.now() + 5 * MINUTE) / 1000);
        const value = jwt({ iss: 'https://token.example', sub: 'repo:acme/app', aud: 'x', exp });
        const body = Buffer.from(JSON.stringify({ value }));
        return Promise.resolve({ status: 200, headers: {}, body });
      },
    };
    ports.aws.on('assumeRoleWithWebIdentity', (_site, token) => {
      const expiresAt = claimsOf(token.reveal())?.expiresAt ?? 0;
      assert.ok(expiresAt > ports.clock.now(), 'an old token was sent');
      return {
        accessKeyId: 'ASIAEXAMPLE000000000',
        secretAccessKey: new Secret('secret'),
        sessionToken: new Secret('token'),
        expiresAt: ports.clock.now() + 60 * MINUTE,
        accountId: '444455556666',
        arn: null,
      };
    });
    const plan = planOf({ config: CONFIG, env: JOB }, 'deploy');
    const world = { plan, config: configOf({ config: CONFIG }), request: PLAIN_REQUEST, settings: SETTINGS };
    const end = ports.clock.now() + 3 * 60 * MINUTE;
    while (ports.clock.now() < end) {
      const { credentials } = await execute(world, {
        ...ports,
        http: async () => Promise.resolve(http as unknown as Awaited<ReturnType<typeof ports.http>>),
      });
      assert.ok((credentials.expiresAt ?? 0) - ports.clock.now() >= 15 * MINUTE);
      ports.clock.advance(7 * MINUTE);
    }
    assert.equal(ports.aws.count('assumeRoleWithWebIdentity'), 4);
    assert.equal(asked.length, 4);
    const [first] = asked;
    assert.equal(first?.url.href, `${JOB.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=sts.amazonaws.com`);
    assert.equal(first?.headers['Authorization'], 'Bearer request-token');
    assert.equal(first?.bearer, true);
  });
});
