import { join } from 'node:path';
import { toStored } from '../../../src/core/cached-credentials.ts';
import { readConfig } from '../../../src/core/aws-files/config.ts';
import { fingerprints } from '../../../src/sources/fingerprint.ts';
import { NO_GUARDS } from '../../../src/core/settings/guards.ts';
import { Secret } from '../../../src/core/secret.ts';
import { sourceOf } from '../../../src/sources/index.ts';
import { planFor } from '../../../src/flow/line/plan-for.ts';
import { PLAIN_REQUEST, SETTINGS } from '../plan.ts';
import { testPorts } from '../ports.ts';
import type { Sandbox } from '../sandbox.ts';
import { storeWorld } from '../store/store-world.ts';

/** A config of `count` profiles besides `base`: roles behind it, and permission sets. */
export function manyProfiles(count: number): string {
  const pairs = Array.from({ length: count / 2 }, (_, n) => {
    const account = 100_000_000_000 + n;
    return (
      `[profile role${n}]\nrole_arn = arn:aws:iam::${account}:role/R${n % 7}\nsource_profile = base\n` +
      `[profile sso${n}]\nsso_session = acme\nsso_account_id = ${account}\nsso_role_name = R\nregion = eu-west-1\n`
    );
  });
  return (
    '[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n' +
    `[profile base]\nsso_session = acme\nsso_account_id = 111122223333\nsso_role_name = PowerUser\n${pairs.join('')}`
  );
}

/** Keeps credentials of the first `count` profiles in the sandbox's encrypted file, as if each had been obtained. */
export async function keepFirst(sandbox: Sandbox, text: string, count: number): Promise<readonly string[]> {
  const config = readConfig({ config: { path: '/c', text }, credentials: { path: '/k', text: null } });
  const session = {
    ports: testPorts(),
    settings: SETTINGS,
    request: PLAIN_REQUEST,
    config: () => config,
    guards: () => NO_GUARDS,
    accountName: () => null,
  };
  const variables = { HOME: sandbox.home, AWSCRED_PASSPHRASE_FILE: join(sandbox.home, 'passphrase') };
  const { store } = storeWorld(variables, { store: 'file' });
  const kept = [...config.profiles.keys()].filter((name) => name !== 'base').slice(0, count);
  const savedAt = Date.now();
  const expiresAt = savedAt + 3_600_000;
  for (const profile of kept) {
    const { steps } = planFor(session, profile);
    const last = steps.at(-1);
    const key = fingerprints(steps).at(-1) ?? '';
    const label = last === undefined ? profile : sourceOf(last).label(last);
    const value = toStored({ credentials: credentialsOf(profile, expiresAt), savedAt });
    await store.put({ kind: 'tmp', key }, value, { label, profile, savedAt, expiresAt, through: null });
  }
  return kept;
}

function credentialsOf(profile: string, expiresAt: number): Parameters<typeof toStored>[0]['credentials'] {
  return {
    accessKeyId: `ASIA${profile.toUpperCase().padEnd(16, 'X')}`,
    secretAccessKey: new Secret(`secret of ${profile}`.replaceAll(' ', '/')),
    sessionToken: new Secret(`token/of/${profile}`),
    expiresAt,
    accountId: null,
    arn: null,
  };
}
