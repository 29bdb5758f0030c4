import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credentials } from '../../src/core/credentials.ts';
import { Secret } from '../../src/core/secret.ts';
import { exportsFor, unsetFor } from '../../src/outputs/exports.ts';

const temporary: Credentials = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: new Secret('secret'),
  sessionToken: new Secret('token'),
  expiresAt: Date.UTC(2026, 0, 2, 3, 4, 5, 999),
  accountId: '444455556666',
  arn: null,
};

interface Case {
  readonly credentials?: Partial<Credentials>;
  readonly region?: string | null;
  readonly given?: boolean;
  readonly shell?: Readonly<Record<string, string>>;
}

function made({ credentials, region = 'eu-west-1', given = false, shell = {} }: Case) {
  const { set, unset } = exportsFor({
    credentials: { ...temporary, ...credentials },
    profile: 'prod',
    region: region === null ? null : { value: region, file: null, line: null },
    regionGiven: given,
    get: (name) => shell[name] ?? null,
  });
  return { set: new Map(set.map(({ name, value }) => [name, value])), unset };
}

describe('the variables of assume', () => {
  it('are those of the design, in its order, with an expiry cut to seconds', () => {
    const { set } = made({});
    assert.deepEqual(
      [...set].map(([name, value]) => [name, String(value)]),
      [
        ['AWS_ACCESS_KEY_ID', 'ASIAEXAMPLE'],
        ['AWS_SECRET_ACCESS_KEY', '[secret]'],
        ['AWS_SESSION_TOKEN', '[secret]'],
        ['AWS_CREDENTIAL_EXPIRATION', '2026-01-02T03:04:05Z'],
        ['AWS_REGION', 'eu-west-1'],
        ['AWS_DEFAULT_REGION', 'eu-west-1'],
        ['AWS_ACCOUNT_ID', '444455556666'],
        ['AWSCRED_PROFILE', 'prod'],
        ['AWSCRED_REGION', 'eu-west-1'],
        ['AWSCRED_EXPIRES', '1767323045'],
      ],
    );
  });

  it('clear what would outweigh them', () => {
    assert.deepEqual(made({}).unset, [
      'AWS_PROFILE',
      'AWS_DEFAULT_PROFILE',
      'AWS_SECURITY_TOKEN',
      'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
      'AWS_CONTAINER_AUTHORIZATION_TOKEN',
      'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
    ]);
  });

  it('of plain keys leave nothing over from temporary ones', () => {
    const { set, unset } = made({ credentials: { sessionToken: null, expiresAt: null, accountId: null } });
    const absent = ['AWS_SESSION_TOKEN', 'AWS_CREDENTIAL_EXPIRATION', 'AWS_ACCOUNT_ID', 'AWSCRED_EXPIRES'];
    assert.deepEqual(unset.slice(7), absent);
    assert.ok(absent.every((name) => !set.has(name)));
    const known = made({ credentials: { sessionToken: null, expiresAt: null } });
    assert.equal(known.set.get('AWS_ACCOUNT_ID'), '444455556666');
  });
});

const REGIONS = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWSCRED_REGION'];

// What the shell has, what is asked → what is set, what of the three is removed.
const regions: readonly (readonly [string, Case, string | null, readonly string[]])[] = [
  ['nothing there', {}, 'eu-west-1', []],
  ['the user has AWS_REGION', { shell: { AWS_REGION: 'us-east-1' } }, null, ['AWSCRED_REGION']],
  [
    'the user has AWS_DEFAULT_REGION',
    { shell: { AWS_DEFAULT_REGION: 'us-east-1' } },
    null,
    ['AWSCRED_REGION'],
  ],
  [
    'the user has it, --region is given',
    { shell: { AWS_REGION: 'us-east-1' }, given: true },
    'eu-west-1',
    [],
  ],
  [
    'an earlier assume set it',
    { shell: { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1', AWSCRED_REGION: 'us-east-1' } },
    'eu-west-1',
    [],
  ],
  [
    'an earlier assume set it, and this profile has none',
    {
      region: null,
      shell: { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1', AWSCRED_REGION: 'us-east-1' },
    },
    null,
    REGIONS,
  ],
  [
    'the user changed one since',
    { shell: { AWS_REGION: 'ap-south-1', AWS_DEFAULT_REGION: 'us-east-1', AWSCRED_REGION: 'us-east-1' } },
    null,
    ['AWS_DEFAULT_REGION', 'AWSCRED_REGION'],
  ],
  ['no region anywhere', { region: null }, null, ['AWSCRED_REGION']],
];

describe('the region of assume', () => {
  for (const [name, asked, value, removed] of regions) {
    it(name, () => {
      const { set, unset } = made(asked);
      assert.deepEqual(
        REGIONS.map((variable) => set.get(variable) ?? null),
        REGIONS.map(() => value),
      );
      assert.deepEqual(
        unset.filter((variable) => REGIONS.includes(variable)),
        removed,
      );
    });
  }
});

describe('assume --unset', () => {
  const unset = (shell: Readonly<Record<string, string>>) => unsetFor((name) => shell[name] ?? null).unset;

  it('removes all that assume sets', () => {
    const ours = Object.fromEntries([...made({}).set].map(([name, value]) => [name, String(value)]));
    assert.deepEqual([...unset(ours)].sort(), Object.keys(ours).sort());
  });

  it("leaves a user's region and another tool's marker", () => {
    const shell = {
      AWS_REGION: 'us-east-1',
      AWSCRED_REGION: 'eu-west-1',
      AWS_VAULT: 'x',
      AWSCRED_PROFILE: 'prod',
    };
    const removed = unset(shell);
    assert.ok(!removed.includes('AWS_REGION') && !removed.includes('AWS_VAULT'));
    assert.ok(unset({ ...shell, AWS_VAULT: 'prod' }).includes('AWS_VAULT'));
  });

  it('clears no profile that the user set', () => {
    assert.ok(!unset({ AWS_PROFILE: 'mine' }).includes('AWS_PROFILE'));
  });
});
