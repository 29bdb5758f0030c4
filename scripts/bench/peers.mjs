// Other brokers, where they are on PATH, each set up against the local AWS with one role behind a user's keys.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from './rows.mjs';

/** Rows of the tools that are installed and could be set up; the others are reported. */
export function peerRows(homes, world) {
  return Object.entries(PEERS).flatMap(([name, setUp]) => {
    const program = onPath(name);
    if (program === null) {
      return [];
    }
    const row = setUp(program, homes, world);
    const tried = spawnSync(row.words[0], row.words.slice(1), {
      env: row.env,
      encoding: 'utf8',
      timeout: 20_000,
    });
    if (tried.status !== 0) {
      console.log(
        `${name} is on PATH and could not be set up: ${(tried.stderr ?? '').trim().split('\n')[0]}`,
      );
      return [];
    }
    return [row];
  });
}

const PEERS = {
  'aws-vault': awsVault,
  granted,
};

/** Its encrypted file; a role with keys behind it. It caches a role only with an MFA device: this is a call each time. */
function awsVault(program, { hot }, { server }) {
  const home = peerHome(hot, 'aws-vault', server.url);
  const env = {
    ...home.env,
    AWS_VAULT_BACKEND: 'file',
    AWS_VAULT_FILE_PASSPHRASE: 'bench',
    AWS_VAULT_FILE_DIR: home.path,
  };
  const keys = {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEJANEUSER2',
    AWS_SECRET_ACCESS_KEY: 'example/jane/secret/access/key/000000002',
  };
  spawnSync(program, ['add', '--env', 'jane'], { env: { ...env, ...keys }, stdio: 'ignore' });
  return {
    name: 'aws-vault export, encrypted file',
    words: [program, 'export', '--format=json', 'bench'],
    env,
  };
}

function granted(program, { hot }, { server }) {
  const home = peerHome(hot, 'granted', server.url);
  writeFileSync(
    join(home.path, '.aws', 'credentials'),
    '[jane]\naws_access_key_id = AKIAEXAMPLEJANEUSER2\naws_secret_access_key = example/jane/secret/access/key/000000002\n',
    { mode: 0o600 },
  );
  return {
    name: 'granted credential-process',
    words: [program, 'credential-process', '--profile', 'bench'],
    env: home.env,
  };
}

function peerHome(hot, name, url) {
  const path = join(hot.path, '..', name);
  mkdirSync(join(path, '.aws'), { recursive: true });
  writeFileSync(
    join(path, '.aws', 'config'),
    `[profile jane]\nregion = eu-west-1\n[profile bench]\nrole_arn = arn:aws:iam::444455556666:role/Bench\n` +
      `source_profile = jane\nregion = eu-west-1\nendpoint_url = ${url}\n`,
  );
  const env = {
    ...hot.env,
    HOME: path,
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_STS: url,
    AWS_REGION: 'eu-west-1',
  };
  return { path, env };
}
