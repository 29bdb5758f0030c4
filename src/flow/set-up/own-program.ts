import type { Environment } from '../../ports/environment.ts';
import type { LauncherFiles } from '../../ports/launcher.ts';
import type { Machine } from '../../ports/machine.ts';
import { launcherPath, launcherStatus } from './launcher.ts';

interface OwnProgramPorts {
  readonly environment: Environment;
  readonly machine: () => Promise<Pick<Machine, 'node' | 'program'>>;
  readonly launcher: () => Promise<LauncherFiles>;
}

/**
 * The words that start awscred from another program: the launcher where one is installed and sound, else Node and
 * `awscred.cjs`, by their full paths, since a program started from a desktop has another PATH. `portable`: `awscred`
 * alone, for a file that is shared between machines.
 */
export async function ownProgram(portable: boolean, ports: OwnProgramPorts): Promise<readonly string[]> {
  if (portable) {
    return ['awscred'];
  }
  const launcher = await launcherIn(ports);
  if (launcher !== null) {
    return [launcher];
  }
  const { node, program } = await ports.machine();
  return [node.path, program];
}

async function launcherIn({ environment, launcher }: OwnProgramPorts): Promise<string | null> {
  if (environment.platform === 'win32') {
    return null;
  }
  const files = await launcher();
  const path = launcherPath(null, { environment });
  // Looking at the surroundings starts programs, which only a launcher that is there is worth.
  const status = files.read(path) === null ? null : launcherStatus(path, { environment, files });
  return status?.installed === true && status.fault === null ? path : null;
}
