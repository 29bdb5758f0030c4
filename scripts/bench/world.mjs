// A local AWS and homes to measure in: one with the keychain, one with the encrypted file unlocked, one with 10,000
// profiles. All below one temporary folder, all gone afterwards, the kernel's keys too.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoHome } from '../../dist/demo/demo-home.js';
import { privateKeychain } from '../../dist/demo/private-keychain.js';
import { measured } from './measure.mjs';

export const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'awscred.cjs');
export const PROFILE = 'prod-readonly';

export async function openWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'awscred-bench-'));
  const server = await startServer();
  const bus = join(folder, 'bus');
  mkdirSync(bus);
  const keychain = await privateKeychain(bus);
  const homes = [];
  const home = async (name, profiles, variables = {}) => {
    const made = await Home.create(join(folder, name), { server, keychain, profiles, variables });
    homes.push(made);
    return made;
  };
  return {
    server,
    keychain: keychain !== null,
    home,
    close: async () => {
      for (const each of homes) {
        await each.run('cache', 'clear');
      }
      server.close();
      await keychain?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer() {
  const child = fork(join(import.meta.dirname, 'server.mjs'));
  const [{ url }] = await once(child, 'message');
  return {
    url,
    writeConfig: async (folder) => {
      child.send(folder);
      await once(child, 'message');
    },
    close: () => child.disconnect(),
  };
}

class Home {
  static async create(path, { server, keychain, profiles, variables }) {
    mkdirSync(path);
    await server.writeConfig(join(path, '.aws'));
    appendFileSync(join(path, '.aws', 'config'), moreProfiles(profiles, server.url));
    const demo = await DemoHome.create(path, variables.AWSCRED_STORE === 'file' ? null : keychain);
    return new Home(path, demo, { ...measured(demo.environment), ...variables });
  }

  constructor(path, demo, env) {
    this.path = path;
    this.env = env;
    this.demo = demo;
    Object.assign(demo.environment, env);
    delete demo.environment.NODE_EXTRA_CA_CERTS;
    delete demo.environment.NODE_OPTIONS;
  }

  /** A run that must succeed. */
  async run(...words) {
    const ran = await this.demo.awscred(...words);
    if (ran.status !== 0) {
      throw new Error(`awscred ${words.join(' ')}: ${ran.stderr}`);
    }
    return ran.stdout;
  }

  /** The same with the hot cache off. */
  async off(...words) {
    const before = this.demo.environment.AWSCRED_HOT_CACHE;
    this.demo.environment.AWSCRED_HOT_CACHE = 'off';
    await this.run(...words);
    this.demo.environment.AWSCRED_HOT_CACHE = before ?? 'on';
  }

  /** As npm installs a command: a link, started by its first line. */
  link() {
    const path = join(this.path, 'installed');
    if (!existsSync(path)) {
      symlinkSync(PROGRAM, path);
    }
    return path;
  }

  /** Turns an installed launcher into one of a machine without keyutils. */
  withoutKeyctl(path) {
    const text = readFileSync(path, 'utf8').replace(/^awscred_keyctl=.*$/m, "awscred_keyctl=''");
    writeFileSync(path, text);
  }

  /** A profile for the AWS CLI whose `credential_process` is `command`. */
  addAwsProfile(name, command) {
    appendFileSync(
      join(this.path, '.aws', 'config'),
      `\n[profile ${name}]\nregion = eu-west-1\ncredential_process = ${command}\n`,
    );
  }
}

/** As accounts and roles of a large organization come out of a generator. */
function moreProfiles(count, url) {
  const profiles = Array.from(
    { length: count },
    (_, index) =>
      `\n[profile team-${index}.prod]\nrole_arn = arn:aws:iam::444455556666:role/ReadOnly\nsource_profile = hub\n` +
      `region = eu-west-1\nendpoint_url = ${url}\n# of team ${index}\n`,
  );
  return profiles.join('');
}
