import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';
import type { HeadlessResult } from '../../support/headless.ts';

const HUB = 'arn:aws:iam::222233334444:role/Hub';
const PROD = 'arn:aws:iam::444455556666:role';
const DEPLOYER = 'arn:aws:iam::777788889999:role';
const CI_USER = 'arn:aws:iam::777788889999:user/ci-user';

function role(arn: string, principal: string, rest: object = {}): object {
  const { condition = {}, actions = ['sts:AssumeRole'] } = rest as { condition?: object; actions?: string[] };
  const statement = { Effect: 'Allow', Principal: { AWS: principal }, Action: actions, Condition: condition };
  return { arn, trust: { Version: '2012-10-17', Statement: [statement] } };
}

const WANTS_MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

/** The built-in world, and roles that refuse in ways of their own. */
const WORLD = {
  ...builtInWorld,
  roles: [
    ...builtInWorld.roles,
    role(`${PROD}/Tagless`, HUB),
    role(`${PROD}/Picky`, HUB, { condition: { StringEquals: { 'sts:ExternalId': 'vendor-7' } } }),
    role(`${PROD}/Strict`, HUB, { condition: WANTS_MFA }),
    role(`${DEPLOYER}/Open`, CI_USER),
  ],
};

/** On top of the written ones, among them `hub`, `ci-user`, `tagless` and `open`. */
const PROFILES = `
[profile wrong-external-id]
role_arn = ${PROD}/Admin
source_profile = hub
external_id = vendor-41
[profile no-external-id]
role_arn = ${PROD}/Picky
source_profile = hub
[profile no-such-role]
role_arn = ${PROD}/Typo
source_profile = hub
[profile wants-mfa]
role_arn = ${PROD}/Strict
source_profile = hub
[profile user-wants-mfa]
role_arn = ${DEPLOYER}/Deployer
source_profile = ci-user
[profile deleted-key]
aws_access_key_id = AKIAEXAMPLEDELETED22
aws_secret_access_key = example/deleted/secret/access/key/0000001
[profile via-deleted-key]
role_arn = ${DEPLOYER}/Open
source_profile = deleted-key
[profile wrong-secret]
aws_access_key_id = AKIAEXAMPLECIUSER234
aws_secret_access_key = example/wrong/secret/access/key/00000000001
[profile via-wrong-secret]
role_arn = ${DEPLOYER}/Open
source_profile = wrong-secret
`;

interface Refusal {
  readonly profile: string;
  readonly options?: readonly string[];
  /** In the headline. */
  readonly says: RegExp;
  /** In this order, the first ones of the list. */
  readonly causes?: readonly RegExp[];
  readonly hint?: RegExp;
}

const ASKED = (name: string): RegExp =>
  new RegExp(`hop 3 of 3: Hub \\(222233334444\\) may not assume ${PROD}/${name} \\(AccessDenied\\)`);

const REFUSALS: readonly Refusal[] = [
  {
    profile: 'wrong-external-id',
    says: ASKED('Admin'),
    causes: [/1 {2}.*trust policy/, /2 {2}.*another external id than \S*config:\d+/, /3 {2}.*permission/],
  },
  { profile: 'no-external-id', says: ASKED('Picky'), causes: [/trust policy/, /./, /./] },
  { profile: 'no-such-role', says: ASKED('Typo'), causes: [/trust policy/, /./, /./] },
  {
    profile: 'wants-mfa',
    says: ASKED('Strict'),
    causes: [/trust policy/, /permission/, /3 {2}it requires MFA/],
  },
  {
    profile: 'user-wants-mfa',
    says: /hop 2 of 2: .*ci-user.* may not assume .*Deployer/,
    causes: [/trust policy/, /2 {2}it requires MFA.*mfa_serial/, /permission/],
  },
  {
    profile: 'tagless',
    options: ['--tag', 'team=ops'],
    says: ASKED('Tagless'),
    causes: [/trust policy/, /./, /./],
  },
  {
    profile: 'via-deleted-key',
    says: /does not know the access key.*InvalidClientTokenId/,
    hint: /hint: check the key/,
  },
  {
    profile: 'via-wrong-secret',
    says: /secret access key does not belong.*SignatureDoesNotMatch/,
    hint: /hint: /,
  },
];

describe('AWS says no', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await headlessAws(WORLD);
    const local = PROFILES.replaceAll(
      /^\[profile .*\]$/gm,
      (header) => `${header}\nregion = eu-west-1\nendpoint_url = ${aws.server.url}`,
    );
    aws.sandbox.append('.aws/config', local);
    assert.equal((await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: ALLOW } })).status, 0);
    assert.equal((await aws.sandbox.run(['process', 'hub'])).status, 0);
  });

  async function refused(args: readonly string[]): Promise<HeadlessResult> {
    const result = await aws.sandbox.run(args);
    assert.equal(result.status, 3, result.stderr);
    assert.equal(result.stdout, '');
    const lines = result.stderr.trimEnd().split('\n');
    const own = lines.filter((line) => !/^(?:awscred: debug: |\{"error":)/.test(line));
    assert.ok(own.length <= 15, result.stderr);
    own.forEach((line) => assert.match(line, /^(?:awscred: | {2})/));
    return result;
  }

  for (const { profile, options = [], says, causes = [], hint } of REFUSALS) {
    it(`${profile}: exit 3, once, and what to look at`, async () => {
      const calls = aws.count('AssumeRole');
      const { stderr } = await refused(['process', profile, ...options]);
      assert.match(stderr, says);
      const listed = stderr.split('\n').filter((line) => /^ {2}.*\b\d {2}/.test(line));
      assert.ok(causes.length === 0 || listed.length >= 3, stderr);
      causes.forEach((cause, place) => assert.match(listed[place] ?? '', cause, stderr));
      assert.match(stderr, hint ?? /./);
      assert.equal(aws.count('AssumeRole'), calls + 1, 'a refusal is not repeated');
    });
  }

  it('names tags and source identity among the causes where the plan has them', async () => {
    const tags = await refused(['process', 'tagless', '--tag', 'team=ops']);
    assert.match(tags.stderr, /sts:TagSession/);
    const identity = await refused(['process', 'tagless', '--source-identity', 'jane']);
    assert.match(identity.stderr, /sts:SetSourceIdentity/);
  });

  it('no external id in the profile, and existence and spelling, are among the causes', async () => {
    const { stderr } = await refused(['process', 'no-external-id']);
    assert.match(stderr, /external id, and the profile has none/);
    assert.match(
      (await refused(['process', 'no-such-role'])).stderr,
      /does not exist, or its ARN is misspelt/,
    );
  });

  it('what AWS said is under --debug, with the request id', async () => {
    const { stderr } = await refused(['process', 'wrong-external-id', '--debug']);
    assert.match(stderr, /^awscred: debug: .*AccessDenied.*(?:request|[0-9a-f-]{36})/m);
  });

  it('under --json it is one object with code, message and hint', async () => {
    const { stderr } = await refused(['process', 'wrong-external-id', '--json']);
    const { error } = JSON.parse(stderr) as { error: Record<string, unknown> };
    assert.equal(error['code'], 'ACCESS_DENIED');
    assert.match(String(error['message']), ASKED('Admin'));
    assert.match(String(error['hint']), /trust policy.*; 2 it expects another external id/);
    assert.ok(Array.isArray(error['details']) && error['details'].length >= 3);
  });

  it('the keys themselves, asked for who they are', async () => {
    assert.match((await refused(['whoami', 'deleted-key'])).stderr, /InvalidClientTokenId/);
    assert.match((await refused(['whoami', 'wrong-secret'])).stderr, /SignatureDoesNotMatch/);
  });

  it('in posix syntax the shell gets the status', async () => {
    const result = await aws.sandbox.run(['assume', 'wrong-external-id', '-o', 'posix']);
    assert.equal(result.stdout, '(exit 3);\n');
    assert.equal(result.status, 3);
  });

  it('the same role without what was wrong is granted: the judge refuses for these reasons alone', async () => {
    for (const args of [['tagless'], ['open'], ['prod-admin']]) {
      const result = await aws.sandbox.run(['process', ...args]);
      assert.equal(result.status, 0, result.stderr);
    }
  });
});
