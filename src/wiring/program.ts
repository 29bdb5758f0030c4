import { asAwscredError, errorJson, printError } from '../adapters/report/print-error.ts';
import type { Loudness, StderrReport } from '../adapters/report/stderr-report.ts';
import type { App } from '../commands/app.ts';
import { afterFailure } from '../commands/argv/after-failure.ts';
import {
  isGiven,
  optionsWithValue,
  readCommandLine,
  type CommandLine,
} from '../commands/argv/command-line.ts';
import { readPlainly } from '../commands/argv/plain-line.ts';
import type { Parsed } from '../commands/argv/program.ts';
import { toInput } from '../commands/argv/to-input.ts';
import type { Input, Outcome } from '../commands/command.ts';
import { COMMANDS } from '../commands/index.ts';
import { LIVE_INPUT } from '../core/live/live-variables.ts';
import { type Places, places } from '../core/places.ts';
import { loadSettings } from '../flow/set-up/settings.ts';
import { type AwscredError, exitStatus } from '../errors.ts';
import type { OutputName } from '../outputs/output.ts';
import type { Environment } from '../ports/environment.ts';
import type { SettingsFile } from '../ports/store/settings-file.ts';
import type { Wiring } from './hot.ts';

/** What the program runs in: a process (main.ts), or a test in its place. Nothing is asked for before it is needed. */
export interface World {
  environment(): Environment;
  version(): string;
  /** Node's version and the platform, for `--debug`. */
  machine(): string;
  /** Columns for help. */
  helpColumns(): number;
  report(loudness: Loudness): StderrReport;
  stdoutIsTerminal(): boolean;
  /** The syntax of the shell that runs the program. */
  shellSyntax(): OutputName;
  settingsFile(path: string): SettingsFile;
  /** Called before any of AWS's files or `config.ini` is read; what it returns makes the command's app. */
  begin(environment: Environment, where: Places): (input: Input, wiring: Begun) => Promise<App>;
  /** The terminal, for what stderr cannot show a person because another program reads it; null where there is none. */
  onTerminal(loudness: Loudness): StderrReport | null;
  /** Rejects when the command can never be done. */
  cutShort(): Promise<never>;
}

export type Begun = Omit<Wiring, 'hot'>;

/** argv → the product on stdout and the exit status. Messages go to the world's report; a failure is an outcome too. */
export async function runProgram(argv: readonly string[], world: World): Promise<Outcome> {
  const line = readCommandLine(argv, optionsWithValue(COMMANDS));
  // How loud this run is, even where the command line does not parse.
  const report = world.report({
    quiet: isGiven(line, '-q', '--quiet'),
    verbose: isGiven(line, '-v', '--verbose'),
    debug: isGiven(line, '--debug'),
  });
  return outcomeOf(line, report, world).catch((thrown: unknown) => failed(thrown, line, { report, world }));
}

async function outcomeOf(line: CommandLine, report: StderrReport, world: World): Promise<Outcome> {
  if (isGiven(line, '--debug')) {
    report.debug(`awscred ${world.version()}, ${world.machine()}`);
  }
  return Promise.race([commandOutcome(line, report, world), world.cutShort()]);
}

async function commandOutcome(line: CommandLine, report: StderrReport, world: World): Promise<Outcome> {
  const parsed = readPlainly(line, COMMANDS) ?? (await read(line, world));
  if (parsed.command === null) {
    return { stdout: parsed.text, status: 0 };
  }
  const environment = world.environment();
  const where = places(environment);
  const makeApp = world.begin(environment, where);
  const settingsPorts = { environment, settingsFile: world.settingsFile(where.settingsFile) };
  const { settings, warnings } = loadSettings(settingsPorts);
  warnings.forEach((warning) => report.fact(warning));
  const input = toInput(parsed, settings, environment);
  return parsed.command.run(input, await makeApp(input, { settings, settingsPorts, report }));
}

/** Parses with commander, which reports every mistake. */
async function read(line: CommandLine, world: World): Promise<Parsed> {
  const { parseArgv } = await import('../commands/argv/program.ts');
  return parseArgv(line, COMMANDS, { version: () => world.version(), columns: () => world.helpColumns() });
}

/** Behind `exec --live` an AWS tool reads stderr, and a person has to do something. */
function tellPerson(error: AwscredError, environment: Environment, world: World): void {
  const isForPerson = [4, 5].includes(exitStatus(error.code));
  const terminal =
    isForPerson && environment.get('AWSCRED_NO_INPUT') === LIVE_INPUT
      ? world.onTerminal({ quiet: false, verbose: false, debug: false })
      : null;
  if (terminal !== null) {
    printError(error, terminal, environment.home);
  }
}

interface Failing {
  readonly report: StderrReport;
  readonly world: World;
}

function failed(thrown: unknown, line: CommandLine, { report, world }: Failing): Outcome {
  const error = asAwscredError(thrown);
  report.cause(thrown);
  if (isGiven(line, '--json')) {
    report.raw(`${errorJson(error)}\n`);
  } else {
    const environment = world.environment();
    printError(error, report, environment.home);
    tellPerson(error, environment, world);
  }
  return afterFailure(error, line, {
    stdoutIsTerminal: world.stdoutIsTerminal(),
    shellSyntax: () => world.shellSyntax(),
  });
}
