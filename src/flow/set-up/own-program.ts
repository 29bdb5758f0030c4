import type { InitFiles } from '../../ports/files/init-files.ts';

interface OwnProgramPorts {
  readonly home: string;
  readonly files: () => Promise<Pick<InitFiles, 'node' | 'program' | 'launcher'>>;
}

/**
 * The words that start awscred from another program: the launcher where one is installed and sound, else Node and
 * `awscred.cjs`, by their full paths, since a program started from a desktop has another PATH. `portable`: `awscred`
 * alone, for a file that is shared between machines.
 */
export async function ownProgram(
  portable: boolean,
  { home, files }: OwnProgramPorts,
): Promise<readonly string[]> {
  if (portable) {
    return ['awscred'];
  }
  const { node, program, launcher } = await files();
  const installed = launcher(home);
  return installed === null ? [node, program] : [installed];
}
