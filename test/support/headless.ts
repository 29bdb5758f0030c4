import { readEnvironment } from '../../src/adapters/process/node-environment.ts';
import { initFiles } from '../../src/adapters/launcher/init-files.ts';
import { systemClock } from '../../src/adapters/process/system-clock.ts';
import { helpColumns, packageFolder, packageVersion } from '../../src/adapters/process/standard-streams.ts';
import { StderrReport } from '../../src/adapters/report/stderr-report.ts';
import type { App } from '../../src/commands/app.ts';
import type { Input } from '../../src/commands/command.ts';
import { awsFilePaths } from '../../src/flow/line/load-config.ts';
import type { LiveFiles } from '../../src/ports/files/live-files.ts';
import type { Aws } from '../../src/ports/aws.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Children } from '../../src/ports/children.ts';
import type { Environment } from '../../src/ports/environment.ts';
import type { SettingsFile } from '../../src/ports/store/settings-file.ts';
import { runOf } from '../../src/wiring/run.ts';
import { runProgram, type Begun, type World } from '../../src/wiring/program.ts';
import { MemoryHome } from './headless/home.ts';
import { soundMachine, soundUpkeep } from './headless/machine.ts';
import { Person } from './headless/person.ts';
import { memoryRotations } from './headless/rotations.ts';
import { memoryAwsFiles } from './files/memory-aws-files.ts';
import { testAws } from './ports/test-aws.ts';
import { HOME } from './ports.ts';

export interface HeadlessOptions {
  /** On top of those of every run; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What a person at the terminal answers, in order; null is end of input. Left out: there is no terminal. */
  readonly answers?: readonly (string | null)[];
}

export interface HeadlessResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What was shown on the terminal, questions too. */
  readonly tty: string;
  /** Programs that `exec` would have started, with what it sets (null: unsets). */
  readonly calls: readonly {
    readonly command: readonly string[];
    readonly variables: ReadonlyMap<string, string | null>;
    /** The private config file of a live child. */
    readonly config: string | null;
  }[];
}

/**
 * The program's twin: the same line of code from argv to the outcome, in this process, over ports in memory, in a home
 * that lasts from run to run. What is about processes, signals, modes of files, terminals, keychains or shells is not
 * seen here: `Sandbox` runs the real program.
 */
export class Headless {
  readonly home = HOME;
  readonly #memory: MemoryHome;
  readonly #rotations = memoryRotations();

  /**
   * `aws`: what calls reach; 'network' for those of a local AWS. Left out, every call is an error. `clock`: what flows
   * wait by with 'network', where it is not the real one.
   */
  constructor(aws: Aws | 'network' = testAws(), clock: Clock = systemClock) {
    this.#memory = new MemoryHome(aws, clock);
  }

  /** What browsers were started with. */
  get opened(): readonly (readonly string[])[] {
    return this.#memory.opened;
  }

  /** Writes a file under the home; its full path. */
  write(path: string, text: string): string {
    const full = `${this.home}/${path}`;
    this.#memory.files.contents.set(full, text);
    return full;
  }

  /** Text of a file under the home; empty where there is none. */
  read(path: string): string {
    return this.#memory.files.contents.get(`${this.home}/${path}`) ?? '';
  }

  /** Makes a folder under the home the current one. */
  enter(path: string): void {
    this.#memory.files.folder = `${this.home}/${path}`;
  }

  append(path: string, text: string): void {
    this.write(path, `${this.read(path)}${text}`);
  }

  async run(args: readonly string[], options: HeadlessOptions = {}): Promise<HeadlessResult> {
    const calls: HeadlessResult['calls'][number][] = [];
    let stderr = '';
    let person: Person | null = null;
    const write = (text: string): void => void (stderr += text);
    const environment = this.#environment(options.env);
    const world: World = {
      environment: () => environment,
      version: packageVersion,
      machine: () => `Node ${process.versions.node}, ${process.platform}`,
      helpColumns: () => helpColumns({ COLUMNS: environment.get('COLUMNS') ?? undefined }),
      report: (loudness) => new StderrReport(loudness, { isTerminal: false, colour: false, write }),
      stdoutIsTerminal: () => false,
      shellSyntax: () => 'posix',
      settingsFile: (path) => this.#settingsFile(path),
      begin: () => async (input, begun) => {
        person = new Person(options.answers ?? null, input.noInput, write);
        return this.#app(input, begun, { person, calls });
      },
      onTerminal: () => null,
      cutShort: async () => new Promise(() => undefined),
    };
    const { stdout, status } = await runProgram(args, world);
    return { status, stdout, stderr, tty: (person as Person | null)?.tty ?? '', calls };
  }

  #app(
    input: Input,
    begun: Begun,
    { person, calls }: { person: Person; calls: HeadlessResult['calls'][number][] },
  ): App {
    const { settings, settingsPorts, report } = begun;
    const children: Children = {
      start: async (command, variables) => {
        const config = this.#memory.files.contents.get(variables.get('AWS_CONFIG_FILE') ?? '') ?? null;
        calls.push({ command, variables, config });
        return Promise.resolve(0);
      },
    };
    const ports = { ...this.#memory.ports(input, begun, person), children };
    return {
      run: runOf({ request: input.request, settings, settingsPorts, ports, report }),
      settingsPorts,
      upkeep: async () => soundUpkeep,
      machine: async () => Promise.resolve(soundMachine),
      initFiles: async () => Promise.resolve(initFiles(packageFolder(), 'bin/init')),
      liveFiles: async () => Promise.resolve(this.#live()),
      transports: () => {
        throw new Error('a transport is a process');
      },
      launcher: () => {
        throw new Error('a launcher is about real files');
      },
      rotations: async () => Promise.resolve(this.#rotations),
      awsFileEditor: async () => {
        const [config, credentials] = awsFilePaths(ports);
        return Promise.resolve(memoryAwsFiles(this.#memory.files.contents, { config, credentials }));
      },
      stdoutIsTerminal: false,
      columns: () => null,
      shellSyntax: () => 'posix',
      readStdin: () => '',
      print: () => {
        throw new Error('a command that goes on is about processes');
      },
      onSignal: () => undefined,
    };
  }

  #live(): LiveFiles {
    const { contents } = this.#memory.files;
    const path = '/run/user/1000/awscred/live/1-0/config';
    return {
      create(text) {
        const folder = path.slice(0, -'/config'.length);
        contents.set(path, typeof text === 'string' ? text : text(folder));
        return { path, folder, remove: () => void contents.delete(path) };
      },
    };
  }

  #environment(extra: HeadlessOptions['env']): Environment {
    const own = { HOME: this.home, USER: 'jane', LOGNAME: 'jane', AWSCRED_STORE: 'file' };
    return readEnvironment({ ...own, ...extra });
  }

  #settingsFile(path: string): SettingsFile {
    const { contents } = this.#memory.files;
    return {
      path,
      read: () => contents.get(path) ?? null,
      write: (text) => void contents.set(path, text),
    };
  }
}
