import assert from 'node:assert/strict';
import { lstatSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { monotonicMs } from '../../../src/adapters/process/monotonic.ts';
import type { DevServer } from '../../../src/dev-server/dev-server.ts';
import { quickVault } from '../store/quick-vault.ts';
import { CI } from '../aws/rotating-home.ts';
import { AWSCRED, finished, type RunResult, Sandbox } from '../sandbox.ts';

/** Comments, CRLF, a section that stands twice, a key with blanks around it, and no line feed at the end. */
const FILE = `# top\r\n[ci]\r\naws_access_key_id = ${CI[0]} \r\n; between\r\naws_secret_access_key=${CI[1]}\r\nregion = eu-west-1\r\n\r\n[twice]\r\nregion = x\r\n[twice]\r\noutput = json\r\n# end`;
const WITHOUT_CI = FILE.replace(/aws_(?:access_key_id|secret_access_key).*\r\n/g, '');

/** Kills of `keys import` at random points of its work, in a home whose credentials file is a link. */
export class KilledImport {
  readonly #box = new Sandbox();
  readonly #target: string;
  readonly #link: string;
  readonly #env: Readonly<Record<string, string>>;
  /** How long an undisturbed run takes. */
  #work = 0;
  /** Kills that found the old file, and the new one. */
  readonly found = { old: 0, new: 0 };

  private constructor(server: DevServer) {
    this.#env = { AWS_ENDPOINT_URL: server.url };
    this.#target = join(this.#box.home, 'dotfiles/credentials');
    this.#link = join(this.#box.home, '.aws/credentials');
  }

  static async at(server: DevServer): Promise<KilledImport> {
    const one = new KilledImport(server);
    one.#box.write('.aws/config', '[profile ci]\nregion = eu-west-1\n');
    await quickVault(one.#box);
    one.#layOut();
    const began = monotonicMs();
    await one.#ok(['keys', 'import', 'ci']);
    one.#work = monotonicMs() - began;
    await one.#ok(['keys', 'remove', 'ci', '--yes']);
    return one;
  }

  #layOut(): void {
    rmSync(this.#link, { force: true });
    symlinkSync(this.#box.write('dotfiles/credentials', FILE), this.#link);
  }

  /** Kills one run at a part of its time, looks at what is there, and has the next one finish. */
  async round(part: number): Promise<void> {
    this.#layOut();
    const child = this.#box.start([process.execPath, AWSCRED, 'keys', 'import', 'ci'], { env: this.#env });
    const ended = finished(child);
    await setTimeout(this.#work * part);
    child.kill('SIGKILL');
    await ended;
    const text = readFileSync(this.#target, 'utf8');
    assert.ok(text === FILE || text === WITHOUT_CI, `other bytes changed: ${JSON.stringify(text)}`);
    this.found[text === FILE ? 'old' : 'new'] += 1;
    assert.ok(lstatSync(this.#link).isSymbolicLink());
    assert.equal(statSync(this.#target).mode & 0o777, 0o600);
    const keys = JSON.parse(await this.#ok(['process', 'ci'])) as { SecretAccessKey: string };
    assert.equal(keys.SecretAccessKey, CI[1]);
    if (text === FILE) {
      await this.#ok(['keys', 'import', 'ci']);
    }
    assert.equal(readFileSync(this.#target, 'utf8'), WITHOUT_CI);
    await this.#ok(['keys', 'remove', 'ci', '--yes']);
  }

  async #ok(args: readonly string[]): Promise<string> {
    const { status, stdout, stderr }: RunResult = await this.#box.run(args, { env: this.#env });
    assert.equal(status, 0, `${args.join(' ')}: ${stderr}`);
    return stdout;
  }
}
