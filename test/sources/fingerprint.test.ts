import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fingerprints } from '../../src/sources/fingerprint.ts';
import type { Request } from '../../src/core/plan/request.ts';
import { planOf, type PlanWorld } from '../support/plan.ts';

const KEYS = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = s\n`;
const ROLE = (name: string): string =>
  `role_arn = arn:aws:iam::111122223333:role/${name}\nregion = eu-west-1\n`;
const BASE = `[profile p]\n${ROLE('Prod')}source_profile = q\n[profile q]\n${KEYS('AKIAONE')}`;

function last(world: PlanWorld | string, profile: string = 'p'): string {
  const plan = planOf(typeof world === 'string' ? { config: world } : world, profile);
  return fingerprints(plan.steps).at(-1) ?? '';
}

describe('the cache key of a step', () => {
  const misses: readonly (readonly [string, PlanWorld | string])[] = [
    ['an edited role', BASE.replace('Prod', 'Dev')],
    ['keys of another user at the start', BASE.replace('AKIAONE', 'AKIATWO')],
    ['another region', BASE.replace('eu-west-1', 'us-east-1')],
    ['a region from the environment', { config: BASE, env: { AWS_REGION: 'us-east-1' } }],
    ['an endpoint', BASE.replace('source_profile', 'endpoint_url = http://127.0.0.1:9\nsource_profile')],
    [
      'an endpoint from the environment',
      { config: BASE, env: { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' } },
    ],
    ['an external id', BASE.replace('source_profile', 'external_id = xx\nsource_profile')],
    ['a session name', BASE.replace('source_profile', 'role_session_name = xx\nsource_profile')],
    ['a duration', BASE.replace('source_profile', 'duration_seconds = 7200\nsource_profile')],
    ['session tags', BASE.replace('source_profile', 'session_tags = a=b\nsource_profile')],
    ['a source identity', BASE.replace('source_profile', 'source_identity = xx\nsource_profile')],
    ['a device', BASE.replace('source_profile', 'mfa_serial = arn:aws:iam::1:mfa/jane\nsource_profile')],
    ...(
      [
        { readOnly: true },
        { policy: '{}' },
        { policyArns: ['arn:aws:iam::aws:policy/x'] },
        { duration: 900 },
        { tags: [['a', 'b']] },
        { sessionName: 'xx' },
        { roleArn: 'arn:aws:iam::1:role/More' },
        { region: 'us-east-1' },
      ] satisfies Partial<Request>[]
    ).map((request) => [`the option ${Object.keys(request)[0] ?? ''}`, { config: BASE, request }] as const),
  ];
  for (const [what, world] of misses) {
    it(`${what} is a miss`, () => assert.notEqual(last(world), last(BASE)));
  }

  const hits: readonly (readonly [string, string])[] = [
    ['a comment', `# mine\n${BASE.replace('region', '; why\nregion')}`],
    ['blanks and line ends', BASE.replaceAll(' = ', '=').replaceAll('\n', '\r\n')],
    ['an edit to another profile', `${BASE}[profile z]\n${ROLE('Z')}source_profile = q\n`],
    ['the order of keys', `[profile p]\nsource_profile = q\n${ROLE('Prod')}[profile q]\n${KEYS('AKIAONE')}`],
  ];
  for (const [what, config] of hits) {
    it(`${what} is a hit`, () => assert.equal(last(config), last(BASE)));
  }

  it('the same role at the end of two chains has two keys', () => {
    const config = `${BASE}[profile p2]\n${ROLE('Prod')}source_profile = hop\n[profile hop]\n${ROLE('Hop')}source_profile = q\n`;
    assert.notEqual(last(config), last(config, 'p2'));
  });

  it('three roles behind one device share the session of one code, whatever their region', () => {
    const config = ['a', 'b', 'c']
      .map(
        (name, index) =>
          `[profile ${name}]\nrole_arn = arn:aws:iam::1:role/${name}\nregion = eu-west-${index + 1}\nsource_profile = q\nmfa_serial = arn:aws:iam::1:mfa/jane\n`,
      )
      .join('');
    const keys = ['a', 'b', 'c'].map(
      (name) => fingerprints(planOf({ config: `${config}[profile q]\n${KEYS('AKIAONE')}` }, name).steps)[1],
    );
    assert.equal(new Set(keys).size, 1);
  });
});
