import { endBySignals } from './adapters/process/at-end.ts';
import { leave } from './adapters/process/leave.ts';
import { readEnvironment } from './adapters/process/node-environment.ts';
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
import { deviceOf, writeTo } from './adapters/terminal/device.ts';
import { isForeground } from './adapters/terminal/foreground.ts';
import { type Loudness, StderrReport } from './adapters/report/stderr-report.ts';
import { appOf, shellSyntax } from './wiring/app.ts';
import { hotOf } from './wiring/hot.ts';
import { runProgram, type World } from './wiring/program.ts';

/**
 * The program: argv → the product on stdout (whole or not at all), messages on stderr, the exit status. `hotMissed`
 * says that `bin/awscred.cjs` looked for a warm answer to just this command line and found none.
 */
export async function run(argv: readonly string[], hotMissed: boolean = false): Promise<void> {
  silenceNodeWarnings();
  endBySignals();
  const { stdout, status } = await runProgram(argv, processWorld(hotMissed));
  // stdout is written only when the work is done, so an interrupted command leaves it empty.
  const fault = writeAll(1, stdout);
  if (fault !== null && fault !== 'EPIPE') {
    writeAll(2, `awscred: stdout cannot be written (${fault})\n`);
  }
  leave(fault === null ? status : 1);
}

/** This process and its machine, over the real adapters. */
function processWorld(hotMissed: boolean): World {
  return {
    environment: readEnvironment,
    version: packageVersion,
    machine: () => `Node ${process.versions.node}, ${process.platform}`,
    helpColumns: () => helpColumns(process.env),
    report: (loudness) =>
      new StderrReport(loudness, {
        isTerminal: isTerminal(2),
        colour: hasColour(process.env),
        columns: () => columns(2),
      }),
    stdoutIsTerminal: () => isTerminal(1),
    shellSyntax,
    settingsFile: openSettingsFile,
    begin: (environment, where) => {
      const hot = hotOf(environment, where, hotMissed);
      return async (input, begun) => appOf(input, { ...begun, hot });
    },
    onTerminal: terminalReport,
    cutShort: nothingLeft,
  };
}

function terminalReport(loudness: Loudness): StderrReport | null {
  const { platform } = process;
  if (isTerminal(2) || !isForeground(platform)) {
    return null;
  }
  const device = deviceOf(platform);
  const write = (text: string): void => void writeTo(device, text);
  return new StderrReport(loudness, { isTerminal: true, colour: false, write });
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
