import { launcherFiles } from '../adapters/launcher/launcher-files.ts';
import { nodeMachine } from '../adapters/process/node-machine.ts';
import { parentPrograms } from '../adapters/process/parent-shell.ts';
import { columns, isTerminal, packageFolder, writeAll } from '../adapters/process/standard-streams.ts';
import type { StderrReport } from '../adapters/report/stderr-report.ts';
import type { App } from '../commands/app.ts';
import type { Input } from '../commands/command.ts';
import type { Config } from '../core/aws-files/config-model.ts';
import { loadConfig } from '../flow/line/load-config.ts';
import { guardsReader } from '../flow/set-up/load-guards.ts';
import { noteDiagnostics } from '../flow/set-up/note-diagnostics.ts';
import type { OutputName } from '../outputs/output.ts';
import { shellOfProcess } from '../outputs/shell-of-process.ts';
import type { Ports } from '../ports/index.ts';
import { type Wiring, endingHot } from './hot.ts';
import { portsOf } from './ports.ts';

export async function appOf(input: Input, wiring: Wiring): Promise<App> {
  const { report, settings } = wiring;
  const { ports, upkeep } = await portsOf(input, wiring);
  const settingsPorts = endingHot(wiring.settingsPorts, ports.hot);
  return {
    run: {
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
    onSignal,
  };
}

/** AWS's files, read once and only when first asked for. */
export function configReader(ports: Ports, report: StderrReport): () => Config {
  let config: Config | null = null;
  return () => {
    if (config === null) {
      config = loadConfig(ports);
      // Looked up only if it is shown: it needs the whole files.
      if (report.isTalkative) {
        noteDiagnostics(config, report, ports.environment.home);
      }
    }
    return config;
  };
}

function onSignal(stop: () => void): void {
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

export function shellSyntax(): OutputName {
  return shellOfProcess(parentPrograms());
}
