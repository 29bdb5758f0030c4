import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { plainFetch } from './plain-fetch.ts';
import { finished, type RunOptions, type RunResult } from '../../support/sandbox.ts';

/** The package as it is installed. */
export const AWSCRED = String.raw`C:\Program Files\awscred\node_modules\@awscred\cli\bin\awscred.cjs`;
export const NODE = process.execPath;

const LOCAL_AWS = process.env['AWSCRED_TEST_AWS'] ?? '';

/** Presses Allow, as a person would. `BROWSER` is split at blanks. */
export const PRESS_ALLOW = String.raw`${NODE} C:\build\dist\test\windows\support\press-allow.js`;

let homes = 0;

/** A user's folder with a blank and an umlaut in its path, AWS's files for the local AWS, and the real program. */
export class WindowsHome {
  readonly home: string;

  constructor() {
    homes += 1;
    this.home = String.raw`C:\users\Jürgen Groß ${process.pid}-${homes}`;
    this.write('passphrase', 'correct horse battery staple\r\n');
    for (const name of ['config', 'credentials']) {
      this.write(`.aws/${name}`, awsFile(name));
    }
    after(() => rmSync(this.home, { recursive: true, force: true, maxRetries: 3 }));
  }

  /** Full path of what is below the home. */
  path(name: string): string {
    return join(this.home, name);
  }

  write(path: string, text: string): string {
    const full = this.path(path);
    mkdirSync(join(full, '..'), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  /** What Windows sets for a user who has just signed in. The store is the encrypted file unless a test says else. */
  environment(extra: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
    const own = {
      SystemRoot: process.env['SystemRoot'],
      SystemDrive: 'C:',
      ComSpec: process.env['ComSpec'],
      PATH: `C:\\node;${process.env['PATH'] ?? ''}`,
      PATHEXT: '.COM;.EXE;.BAT;.CMD',
      TEMP: process.env['TEMP'],
      USERNAME: 'Jürgen',
      USERPROFILE: this.home,
      HOMEDRIVE: 'C:',
      HOMEPATH: this.home.slice(2),
      APPDATA: this.path(String.raw`AppData\Roaming`),
      LOCALAPPDATA: this.path(String.raw`AppData\Local`),
      AWSCRED_STORE: 'file',
      AWSCRED_PASSPHRASE_FILE: this.path('passphrase'),
      BROWSER: PRESS_ALLOW,
    };
    return { ...own, ...extra };
  }

  /** Runs `awscred …` and waits for its end. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    return await this.program([NODE, AWSCRED, ...args], options);
  }

  /** Signs in to the local AWS's Identity Center. */
  async signIn(options: RunOptions = {}): Promise<void> {
    const { status, stderr } = await this.run(['login', 'acme'], options);
    assert.equal(status, 0, stderr);
  }

  async program(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const [program = '', ...words] = argv;
    const child = spawn(program, words, {
      cwd: options.cwd ?? this.home,
      env: this.environment(options.env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return await finished(child, options);
  }

  /** Runs lines as a batch file of Windows' command interpreter, where `awscred` is on PATH as npm puts it there. */
  async batch(lines: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const file = this.write('test.cmd', ['@echo off', ...lines, ''].join('\r\n'));
    return await this.program([process.env['ComSpec'] ?? '', '/d', '/c', file], options);
  }
}

/** AWS's file for the local AWS, as `dev-server --write-config` wrote it. */
export function awsFile(name: string): string {
  return readFileSync(`C:\\awslocal\\${name}`, 'utf8');
}

/** How many calls of an operation the local AWS has seen so far. */
export async function count(operation: string): Promise<number> {
  const answer = await plainFetch(`${LOCAL_AWS}/_dev/calls`);
  const calls = JSON.parse(await answer.text()) as readonly { readonly operation: string }[];
  return calls.filter((call) => call.operation === operation).length;
}
