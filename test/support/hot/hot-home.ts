import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeFile } from '../../../src/adapters/locks/exclusive-file.ts';
import { ownNote } from '../../../src/adapters/locks/holder.ts';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { atEnd } from '../process/cleanup.ts';
import { writeLauncher } from './hot-launcher.ts';
import { KEYCTL } from '../store/kernel-keyring.ts';
import { localAws, type LocalAws } from '../aws/local-aws.ts';
import { AWSCRED, type RunOptions, type RunResult, type Sandbox } from '../sandbox.ts';
import { until } from '../process/until.ts';

export const ON = { AWSCRED_HOT_CACHE: 'on' } as const;

/** Stands in a spoiled record where the access key's id was: who prints it has believed the record. */
export const STALE = 'ASIASTALESTALESTALE0';

const PROD = 'arn:aws:iam::444455556666:role/';
const JANE = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:user/jane' }, Action: 'sts:AssumeRole' },
  ],
};

/** Two roles that the keys of `jane` open without a question. */
const WORLD = {
  users: builtInWorld.users,
  sso: builtInWorld.sso,
  roles: [
    { arn: `${PROD}ReadOnly`, profile: 'prod', trust: JANE },
    { arn: `${PROD}Admin`, profile: 'admin', trust: JANE },
  ],
};

/** A sandbox whose profile `prod` has a hot record. Its keys are in the kernel until the test file ends. */
export class HotHome {
  readonly aws: LocalAws;
  readonly sandbox: Sandbox;
  readonly config: string;
  readonly state: string;
  readonly hot: string;
  readonly record: string;
  /** With `echo` in Node's place. */
  readonly launcher: string;

  private constructor(aws: LocalAws) {
    this.aws = aws;
    this.sandbox = aws.sandbox;
    this.config = join(this.sandbox.home, '.aws/config');
    this.state = join(this.sandbox.home, '.local/state/awscred');
    this.hot = join(this.state, 'hot');
    this.record = join(this.hot, 'profile.prod');
    this.launcher = writeLauncher(this.sandbox, 'launcher');
  }

  static async start(): Promise<HotHome> {
    const home = new HotHome(await localAws(WORLD));
    atEnd(async () => {
      await home.run(['cache', 'clear']);
      await home.run(['store', 'lock']);
    });
    // Else each miss derives a key anew.
    await home.run(['store', 'unlock', '--for', '1h']);
    return home;
  }

  async run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return this.sandbox.run(args, { ...options, env: { ...ON, ...options.env } });
  }

  async program(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return this.sandbox.program(argv, { ...options, env: { ...ON, ...options.env } });
  }

  /** Only the hot path, as the launcher asks it: 75 is a miss. */
  async hotPath(words: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return this.program([process.execPath, AWSCRED, '--hot', ...words], options);
  }

  /** Writes a record with both halves by the full program; returns what was printed. */
  async warm(profile: string = 'prod', options: RunOptions = {}): Promise<string> {
    rmSync(join(this.hot, 'writing'), { force: true });
    this.#drop(profile);
    await this.settle();
    const { status, stdout, stderr } = await this.run(['process', profile], options);
    if (status !== 0 || this.lines(profile)[5]?.endsWith(' -') !== false) {
      throw new Error(`no record was written: ${status} ${stderr}`);
    }
    return stdout;
  }

  /** What is believed from here on shows; and no run writes a record any more: this process holds the turn. */
  async warmAndSpoil(options: RunOptions = {}): Promise<void> {
    await this.warm('prod', options);
    this.edit(this.lines().map((line, at) => (at === 7 ? line.replace(/ASIA\w+/, STALE) : line)));
    if (!takeFile(join(this.hot, 'writing'), ownNote('hot cache'))) {
      throw new Error('another process writes hot records');
    }
  }

  /** Both halves: `cache clear` knows no key without its record. */
  #drop(profile: string): void {
    const path = join(this.hot, `profile.${profile}`);
    if (existsSync(path)) {
      const serial = this.lines(profile)[5]?.split(' ')[4] ?? '0';
      spawnSync(KEYCTL, ['unlink', serial, '@u'], { stdio: 'ignore' });
      rmSync(path);
    }
  }

  lines(profile: string = 'prod'): string[] {
    return readFileSync(join(this.hot, `profile.${profile}`), 'utf8').split('\n');
  }

  edit(lines: readonly string[]): void {
    writeFileSync(this.record, lines.join('\n'));
  }

  serial(): string {
    return this.lines()[5]?.split(' ')[4] ?? '';
  }

  /** A file that has just changed gives no record: its next change might not show. */
  async settle(): Promise<void> {
    const files = [this.config, join(this.sandbox.home, '.aws/credentials'), this.settingsFile];
    const changed = (path: string): number => statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? 0;
    await until(() => files.every((path) => Date.now() - changed(path) > 60));
  }

  get settingsFile(): string {
    return join(this.sandbox.home, '.config/awscred/config.ini');
  }
}
