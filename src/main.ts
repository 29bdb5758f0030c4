import { endBySignals } from './adapters/process/at-end.ts';
import { leave } from './adapters/process/leave.ts';
import { readEnvironment } from './adapters/process/node-environment.ts';
import { asAwscredError, errorJson, printError } from './adapters/report/print-error.ts';
import { openSettingsFile } from './adapters/files/settings-file.ts';
import {
  columns,
  hasColour,
  helpColumns,
  isTerminal,
  packageVersion,
  silenceNodeWarnings,
  writeAll,
} from './adapters/process/standard-streams.ts';
import { StderrReport } from './adapters/report/stderr-report.ts';
import { afterFailure } from './commands/argv/after-failure.ts';
import type { Outcome } from './commands/command.ts';
import {
  isGiven,
  optionsWithValue,
  readCommandLine,
  type CommandLine,
} from './commands/argv/command-line.ts';
import { COMMANDS } from './commands/index.ts';
import type { Parsed } from './commands/argv/program.ts';
import { readPlainly } from './commands/argv/plain-line.ts';
import { toInput } from './commands/argv/to-input.ts';
import { places } from './core/places.ts';
import { loadSettings } from './flow/set-up/settings.ts';
import { hotOf } from './wiring/hot.ts';
import { appOf, shellSyntax } from './wiring/app.ts';

/**
 * The program: argv → the product on stdout (whole or not at all), messages on stderr, the exit status. `hotMissed`
 * says that `bin/awscred.cjs` looked for a warm answer to just this command line and found none.
 */
export async function run(argv: readonly string[], hotMissed: boolean = false): Promise<void> {
  silenceNodeWarnings();
  endBySignals();
  const line = readCommandLine(argv, optionsWithValue(COMMANDS));
  const report = reportFor(line);
  const { stdout, status } = await outcomeOf(line, report, hotMissed).catch((thrown: unknown) =>
    failed(thrown, line, report),
  );
  // stdout is written only when the work is done, so an interrupted command leaves it empty.
  const fault = writeAll(1, stdout);
  if (fault !== null && fault !== 'EPIPE') {
    writeAll(2, `awscred: stdout cannot be written (${fault})\n`);
  }
  leave(fault === null ? status : 1);
}

async function outcomeOf(line: CommandLine, report: StderrReport, hotMissed: boolean): Promise<Outcome> {
  if (isGiven(line, '--debug')) {
    report.debug(`awscred ${packageVersion()}, Node ${process.versions.node}, ${process.platform}`);
  }
  return Promise.race([commandOutcome(line, report, hotMissed), nothingLeft()]);
}

async function commandOutcome(line: CommandLine, report: StderrReport, hotMissed: boolean): Promise<Outcome> {
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
  return parsed.command.run(input, await appOf(input, { settings, settingsPorts, report, hot }));
}

/**
 * Fails when Node has nothing left to wait for and the command is not done: Node would exit with status 0 and an empty
 * stdout, which a shell takes for success.
 */
async function nothingLeft(): Promise<never> {
  return new Promise((_, reject) => {
    process.once('beforeExit', () =>
      reject(new Error('the command stopped before it was done: nothing was left to wait for')),
    );
  });
}

function failed(thrown: unknown, line: CommandLine, report: StderrReport): Outcome {
  const error = asAwscredError(thrown);
  report.cause(thrown);
  if (isGiven(line, '--json')) {
    report.raw(`${errorJson(error)}\n`);
  } else {
    printError(error, report, readEnvironment().home);
  }
  return afterFailure(error, line, { stdoutIsTerminal: isTerminal(1), shellSyntax });
}

/** Parses with commander, which reports every mistake. */
async function read(line: CommandLine): Promise<Parsed> {
  const { parseArgv } = await import('./commands/argv/program.ts');
  return parseArgv(line, COMMANDS, { version: packageVersion, columns: () => helpColumns(process.env) });
}

/** How loud this run is, even where the command line does not parse. */
function reportFor(line: CommandLine): StderrReport {
  return new StderrReport(
    {
      quiet: isGiven(line, '-q', '--quiet'),
      verbose: isGiven(line, '-v', '--verbose'),
      debug: isGiven(line, '--debug'),
    },
    { isTerminal: isTerminal(2), colour: hasColour(process.env), columns: () => columns(2) },
  );
}
