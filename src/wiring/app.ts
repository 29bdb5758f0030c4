import { parentPrograms } from '../adapters/process/program/parent-shell.ts';
import {
  columns,
  isTerminal,
  packageFolder,
  readStdin,
  writeAll,
} from '../adapters/process/standard-streams.ts';
import type { App } from '../commands/app.ts';
import type { Input } from '../commands/command.ts';
import { places } from '../core/places.ts';
import { awsFilePaths } from '../flow/line/load-config.ts';
import type { OutputName } from '../outputs/output.ts';
import { shellOfProcess } from '../outputs/shell-of-process.ts';
import type { AwsFileEditor } from '../ports/files/aws-file-editor.ts';
import type { LiveFiles } from '../ports/files/live-files.ts';
import type { Ports } from '../ports/index.ts';
import { type Wiring, endingHot } from './hot.ts';
import { portsOf } from './ports.ts';
import { runOf } from './run.ts';

export async function appOf(input: Input, wiring: Wiring): Promise<App> {
  const { report, settings } = wiring;
  const { ports, upkeep } = await portsOf(input, wiring);
  const settingsPorts = endingHot(wiring.settingsPorts, ports.hot);
  return {
    run: runOf({ request: input.request, settings, settingsPorts, ports, report }),
    settingsPorts,
    upkeep,
    // Loaded by the few commands that want them.
    async machine() {
      const { nodeMachine } = await import('../adapters/process/node-machine.ts');
      return nodeMachine(settingsPorts.environment);
    },
    async launcher() {
      const { launcherFiles } = await import('../adapters/launcher/launcher-files.ts');
      return launcherFiles(packageFolder);
    },
    async transports() {
      return (await import('../adapters/process/program/child-transport.ts')).childTransports;
    },
    liveFiles: async () => liveOf(ports),
    awsFileEditor: async () => editorOf(ports),
    async rotations() {
      const { rotationFiles } = await import('../adapters/files/rotation-files.ts');
      return rotationFiles(places(ports.environment).stateFolder);
    },
    async initFiles() {
      const { initFiles } = await import('../adapters/launcher/init-files.ts');
      return initFiles(packageFolder(), 'bin/init');
    },
    stdoutIsTerminal: isTerminal(1),
    columns,
    shellSyntax,
    readStdin,
    print: (text) => writeAll(1, text) === null,
    onSignal,
  };
}

async function editorOf({ environment, locks, clock, files }: Ports): Promise<AwsFileEditor> {
  const { awsFileEditor } = await import('../adapters/files/aws-file-editor.ts');
  const [config, credentials] = awsFilePaths({ environment, files });
  const { stateFolder } = places(environment);
  return awsFileEditor({ paths: { config, credentials }, stateFolder, locks, clock });
}

async function liveOf({ environment }: Ports): Promise<LiveFiles> {
  const { liveFiles } = await import('../adapters/files/live-files.ts');
  return liveFiles(places(environment));
}

function onSignal(stop: () => void): void {
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

export function shellSyntax(): OutputName {
  return shellOfProcess(parentPrograms());
}
