import { createAws } from './adapters/aws/create-aws.ts';
import { endBySignals } from './adapters/at-end.ts';
import { confirmationFiles } from './adapters/confirmation-files.ts';
import { childProcesses } from './adapters/child-processes.ts';
import { openHotCache } from './adapters/hot/hot-cache.ts';
import { hotSettingsFile } from './adapters/hot/hot-settings-file.ts';
import { HotStore } from './adapters/hot/hot-store.ts';
import { launcherFiles } from './adapters/launcher/launcher-files.ts';
import { FileLocks } from './adapters/locks/file-locks.ts';
import { findFlock } from './adapters/locks/flock.ts';
import { lockFolders } from './adapters/locks/lock-folders.ts';
import { createLoopback } from './adapters/loopback-server.ts';
import { readEnvironment } from './adapters/node-environment.ts';
import { nodeFiles } from './adapters/node-files.ts';
import { nodeMachine } from './adapters/node-machine.ts';
import { nodeRandom } from './adapters/node-random.ts';
import { parentPrograms } from './adapters/parent-shell.ts';
import { asAwscredError, errorJson, printError } from './adapters/print-error.ts';
import { openSettingsFile } from './adapters/settings-file.ts';
import {
  columns,
  hasColour,
  isTerminal,
  packageFolder,
  packageVersion,
  silenceNodeWarnings,
  writeAll,
} from './adapters/standard-streams.ts';
import { startProgram } from './adapters/start-program.ts';
import { StderrReport } from './adapters/stderr-report.ts';
import { KernelKeyring } from './adapters/store/kernel-keyring.ts';
import { nothingKept } from './adapters/store/null-store.ts';
import type { StoreInput, StoreParts } from './adapters/store/store-parts.ts';
import { createBrowser } from './adapters/system-browser.ts';
import { systemClock } from './adapters/system-clock.ts';
import { createTerminal } from './adapters/tty-terminal.ts';
import { afterFailure } from './commands/after-failure.ts';
import type { App } from './commands/app.ts';
import type { Input, Outcome } from './commands/command.ts';
import { isGiven, optionsWithValue, readCommandLine, type CommandLine } from './commands/command-line.ts';
import { GLOBAL_OPTIONS } from './commands/global-options.ts';
import { COMMANDS } from './commands/index.ts';
import type { Parsed } from './commands/program.ts';
import { readPlainly } from './commands/plain-line.ts';
import { toInput } from './commands/to-input.ts';
import type { Config } from './core/config-model.ts';
import { type Places, places } from './core/places.ts';
import type { Settings } from './core/settings.ts';
import { awsFilePaths, loadConfig } from './flow/load-config.ts';
import { guardsReader } from './flow/load-guards.ts';
import { noteDiagnostics } from './flow/note-diagnostics.ts';
import { loadSettings, setSetting, type SettingsPorts } from './flow/settings.ts';
import type { OutputName } from './outputs/output.ts';
import { shellOfProcess } from './outputs/shell-of-process.ts';
import type { Environment } from './ports/environment.ts';
import type { HotCache } from './ports/hot-cache.ts';
import type { Ports } from './ports/index.ts';
import type { Store } from './ports/store.ts';

/**
 * The program: argv → the product on stdout (whole or not at all), messages on stderr, the exit status. `hotMissed`
 * says that `bin/awscred.cjs` looked for a warm answer to just this command line and found none.
 */
export async function run(argv: readonly string[], hotMissed: boolean = false): Promise<void> {
  silenceNodeWarnings();
  endBySignals();
  const { stdout, status } = await outcomeOf(argv, hotMissed);
  // Not a word is written before the work is done, so an interrupted command leaves stdout empty.
  const fault = writeAll(1, stdout);
  if (fault !== null && fault !== 'EPIPE') {
    writeAll(2, `awscred: stdout cannot be written (${fault})\n`);
  }
  process.exit(fault === null ? status : 1);
}

async function outcomeOf(argv: readonly string[], hotMissed: boolean): Promise<Outcome> {
  const line = readCommandLine(argv, optionsWithValue(COMMANDS, GLOBAL_OPTIONS));
  const report = reportFor(line);
  if (isGiven(line, '--debug')) {
    report.debug(`awscred ${packageVersion()}, Node ${process.versions.node}, ${process.platform}`);
  }
  try {
    const parsed = readPlainly(line, COMMANDS) ?? (await read(line));
    if (parsed.command === null) {
      return { stdout: parsed.text, status: 0 };
    }
    const environment = readEnvironment();
    const where = places(environment);
    const hot = hotOf(environment, where, hotMissed);
    const settingsPorts = { environment, settingsFile: openSettingsFile(where.settingsFile) };
    const { settings, warnings } = loadSettings(settingsPorts);
    warnings.forEach((warning) => report.fact(warning));
    const input = toInput(parsed, settings, environment);
    return await parsed.command.run(input, await appOf(input, { settings, settingsPorts, report, hot }));
  } catch (thrown) {
    const error = asAwscredError(thrown);
    report.cause(thrown);
    if (isGiven(line, '--json')) {
      report.raw(`${errorJson(error)}\n`);
    } else {
      printError(error, report, readEnvironment().home);
    }
    return afterFailure(error, line, { stdoutIsTerminal: isTerminal(1), shellSyntax });
  }
}

/** By commander, which knows what to say of whatever is odd. */
async function read(line: CommandLine): Promise<Parsed> {
  const { parseArgv } = await import('./commands/program.ts');
  return parseArgv(line, COMMANDS, packageVersion);
}

/** How loud this run is, even where the command line does not parse. */
function reportFor(line: CommandLine): StderrReport {
  return new StderrReport(
    {
      quiet: isGiven(line, '-q', '--quiet'),
      verbose: isGiven(line, '-v', '--verbose'),
      debug: isGiven(line, '--debug'),
    },
    { isTerminal: isTerminal(2), colour: hasColour(process.env) },
  );
}

interface Wiring {
  readonly settings: Settings;
  readonly settingsPorts: SettingsPorts;
  readonly report: StderrReport;
  readonly hot: ReturnType<typeof openHotCache>;
}

/** Before anything is read: an edit that comes later must show. */
function hotOf(environment: Environment, where: Places, missed: boolean): Wiring['hot'] {
  const awsFiles = awsFilePaths({ environment, files: nodeFiles });
  const keyring = (): KernelKeyring | null => KernelKeyring.find(environment.platform);
  return openHotCache(
    {
      environment,
      stateFolder: where.stateFolder,
      paths: [...awsFiles, where.settingsFile],
      missed,
      keyring,
    },
    systemClock.now(),
  );
}

async function appOf(input: Input, wiring: Wiring): Promise<App> {
  const { report, settings } = wiring;
  const { ports, upkeep } = await portsOf(input, wiring);
  const settingsPorts = endingHot(wiring.settingsPorts, ports.hot);
  return {
    session: {
      ports,
      settings,
      request: input.request,
      config: configReader(ports, report),
      guards: guardsReader(settingsPorts),
    },
    settingsPorts,
    upkeep,
    machine: () => nodeMachine(settingsPorts.environment),
    launcher: () => launcherFiles(packageFolder),
    stdoutIsTerminal: isTerminal(1),
    columns,
    shellSyntax,
    print: (text) => void writeAll(1, text),
    start: async (command, variables) => startProgram(command, variables, report),
    onSignal,
  };
}

/** AWS's files, read once and only when first asked for. */
function configReader(ports: Ports, report: StderrReport): () => Config {
  let config: Config | null = null;
  return () => {
    if (config === null) {
      config = loadConfig(ports);
      // Only what is shown is looked for: it would have all of the files read.
      if (report.isTalkative) {
        noteDiagnostics(config, report, ports.environment.home);
      }
    }
    return config;
  };
}

interface Built {
  readonly ports: Ports;
  readonly upkeep: App['upkeep'];
}

/** Every adapter is built here and nowhere else; none of them opens anything before it is used. */
async function portsOf(
  input: Input,
  { settings, settingsPorts, report, hot: openedHot }: Wiring,
): Promise<Built> {
  const { environment } = settingsPorts;
  const begun = systemClock.now();
  const where = places(environment);
  const terminal = createTerminal({
    platform: environment.platform,
    noInput: input.noInput,
    writeStderr: (text) => report.raw(text),
  });
  // A command ends within a minute; calls after a person was waited for still get a few seconds each.
  const deadline = (): number => Math.max(begun + 55_000, systemClock.now() + 5000);
  const { plainHttp } = settings;
  const base = { environment, clock: systemClock, random: nodeRandom, report, terminal };
  const aws = createAws({ ...base, plainHttp, deadline });
  // What AWS's answers say of this machine's clock counts for everything that is judged by time.
  const clock = { ...systemClock, now: () => systemClock.now() + aws.clockOffset() };
  const hot = openedHot({ isOn: settings.hotCache === 'on', systemClock, clock });
  const folders = (refused?: (why: string) => void): Iterable<string> =>
    lockFolders(where, undefined, refused);
  const locks = new FileLocks({ folders, clock, report, flock: findFlock() });
  const { store, upkeep } = await storeOf(hot, {
    settings,
    noCache: input.request.noCache,
    environment,
    places: where,
    lockFolders: folders,
    clock,
    locks,
    report,
    terminal,
    remember: (kind) => void setSetting('store', kind, endingHot(settingsPorts, hot)),
  });
  const confirmations = confirmationFiles(where.stateFolder, clock);
  const rest = { environment, clock, report, terminal, confirmations, locks, hot, aws, store };
  return { ports: { ...rest, ...worldPorts(environment) }, upkeep };
}

type WorldPort = 'random' | 'files' | 'processes' | 'browser' | 'loopback';

/** What needs no wiring. */
function worldPorts(environment: Environment): Pick<Ports, WorldPort> {
  return {
    random: nodeRandom,
    files: nodeFiles,
    processes: childProcesses,
    browser: createBrowser(environment),
    loopback: createLoopback(process.getuid?.() ?? null),
  };
}

/** What a store is made of is loaded with the first one: a run that keeps nothing does without. */
async function storeOf(hot: HotCache, input: StoreInput): Promise<{ store: Store; upkeep: App['upkeep'] }> {
  let made: StoreParts | null = null;
  const parts = async (): Promise<StoreParts> =>
    (made ??= (await import('./adapters/store/store-parts.ts')).storeParts(input));
  const isForgetful = input.noCache || input.settings.store === 'none';
  const store = isForgetful ? nothingKept(input) : await createStoreOf(input, await parts());
  return {
    // Under `--no-cache` nothing kept changes, and what stands in front of it stays as well.
    store: isForgetful ? store : new HotStore(store, hot),
    upkeep: async () => {
      const { createUpkeep } = await import('./adapters/store/create-upkeep.ts');
      return createUpkeep({ input, parts: await parts(), store, hot });
    },
  };
}

async function createStoreOf(input: StoreInput, parts: StoreParts): Promise<Store> {
  const { createStore } = await import('./adapters/store/create-store.ts');
  return createStore(input, parts);
}

function endingHot(ports: SettingsPorts, hot: HotCache): SettingsPorts {
  return { ...ports, settingsFile: hotSettingsFile(ports.settingsFile, hot) };
}

function onSignal(stop: () => void): void {
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function shellSyntax(): OutputName {
  return shellOfProcess(parentPrograms());
}
