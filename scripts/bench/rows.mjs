// What is measured: each row a command, what it is a multiple of, and the goal it has.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PROFILE, PROGRAM } from './world.mjs';

const NODE = process.execPath;
const SH = '/bin/sh';
const COMPLETER = join(PROGRAM, '../complete.cjs');

/** `process PROFILE` of this checkout, by the path of its program. */
const PROCESS = [NODE, PROGRAM, 'process', PROFILE];

/**
 * Rows over an empty Node program: `{ name, words, env, goal }`. `prepare` brings a home into the state that the row is
 * about, just before it is measured.
 */
export function nodeRows({ hot, big, file, plain, launchers }) {
  const kept = async (home) => home.run('process', PROFILE);
  const off = { ...plain.env, AWSCRED_HOT_CACHE: 'off' };
  return [
    row('launcher, kernel keyring', [launchers.whole, 'process', PROFILE], hot, {
      goal: 0.15,
      prepare: kept,
    }),
    row('launcher without keyctl', [launchers.withoutKeyctl, 'process', PROFILE], hot, { goal: 0.95 }),
    row('launcher, assume', [SH, '-c', `${launchers.whole} assume ${PROFILE}; :`], hot, {}),
    row('warm process, hot cache', PROCESS, hot, { goal: 1.06 }),
    row('warm process, installed (link, env)', [hot.link(), 'process', PROFILE], hot, { goal: 1.12 }),
    row('warm assume, hot cache', [SH, '-c', `${NODE} ${PROGRAM} assume ${PROFILE}; :`], hot, {}),
    row('warm process, 10,000 profiles', PROCESS, big, { goal: 1.08, prepare: kept }),
    row(
      'warm process, keychain only',
      PROCESS,
      { ...plain, env: off },
      { goal: 1.6, prepare: async () => plain.off('process', PROFILE) },
    ),
    row(
      'process, encrypted file, passphrase file',
      PROCESS,
      { ...file, env: { ...file.env, AWSCRED_HOT_CACHE: 'off' } },
      { goal: 1.6, prepare: async () => file.off('process', PROFILE) },
    ),
    row(
      'warm process, encrypted file unlocked',
      PROCESS,
      { ...file, env: { ...file.env, AWSCRED_HOT_CACHE: 'off' } },
      {
        goal: 1.3,
        prepare: async () => {
          await file.run('store', 'unlock', '--for', '1h');
          await file.off('process', PROFILE);
        },
      },
    ),
    row('--version', [NODE, PROGRAM, '--version'], hot, { goal: 1.1 }),
    row('--help', [NODE, PROGRAM, '--help'], hot, { goal: 1.45 }),
    row('init zsh', [NODE, PROGRAM, 'init', 'zsh'], hot, {}),
    row('a shell with init', ['/bin/bash', '-c', `eval "$(${hot.link()} init bash)"`], hot, { goal: 1.3 }),
    row('completion, 10,000 profiles', [NODE, COMPLETER, 'zsh', 'awscred', 'assume', ''], big, { goal: 1.5 }),
    row('explain', [NODE, PROGRAM, 'explain', PROFILE], hot, { goal: 1.8 }),
    row('list, 50 profiles', [NODE, PROGRAM, 'list'], hot, { goal: 1.8 }),
    row('list, 10,000 profiles', [NODE, PROGRAM, 'list'], big, { goal: 8 }),
    row(
      'cold AssumeRole (keys in a file, --no-cache)',
      [NODE, PROGRAM, 'process', 'bench', '--no-cache'],
      plain,
      { goal: 2.6, calls: 1 },
    ),
    row('cold AssumeRole, kept', [NODE, PROGRAM, 'process', 'bench', '--refresh'], plain, {
      goal: 3.5,
      calls: 1,
    }),
    row('cold SSO, two roles, kept', [NODE, PROGRAM, 'process', PROFILE, '--refresh'], plain, {
      goal: 6,
      calls: 3,
    }),
    row('cold SSO, two roles, encrypted file', [NODE, PROGRAM, 'process', PROFILE, '--refresh'], file, {
      goal: 5,
      calls: 3,
    }),
    row(
      'unbundled, warm from the keychain',
      [NODE, join(import.meta.dirname, 'unbundled.mjs'), 'process', PROFILE],
      { ...plain, env: off },
      {},
    ),
  ];
}

function row(name, words, home, more) {
  return { name, words, env: home.env, home, ...more };
}

/** Profiles of the AWS CLI's that ask us; to be written before anything is kept. */
export function addAwsProfiles(home, launchers) {
  home.addAwsProfile('over-process', PROCESS.join(' '));
  home.addAwsProfile('over-launcher', `${launchers.whole} process ${PROFILE}`);
}

/** The AWS CLI over us: how many times longer it takes than what it waits for. */
export function awsCliRows({ hot, launchers }) {
  const aws = ['/usr/bin/aws', onPath('aws')].find((path) => path !== null && existsSync(path));
  if (aws === undefined) {
    return [];
  }
  const { env } = hot;
  const over = (profile) => [aws, 'configure', 'export-credentials', '--profile', profile];
  const launcher = [launchers.whole, 'process', PROFILE];
  return [
    { name: 'aws --version', words: [aws, '--version'], env },
    {
      name: 'aws export-credentials / warm process',
      words: over('over-process'),
      env,
      against: PROCESS,
      least: 15,
    },
    {
      name: 'aws export-credentials / launcher',
      words: over('over-launcher'),
      env,
      against: launcher,
      least: 100,
    },
  ];
}

/** A program on PATH, by its full path; null for none. */
export function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}
