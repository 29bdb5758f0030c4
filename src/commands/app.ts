import type { SettingsPorts } from '../flow/set-up/settings.ts';
import type { LiveFiles } from '../ports/files/live-files.ts';
import type { Run } from '../flow/line/run.ts';
import type { AwsFileEditor } from '../ports/files/aws-file-editor.ts';
import type { InitFiles } from '../ports/files/init-files.ts';
import type { LauncherFiles } from '../ports/launcher.ts';
import type { Machine } from '../ports/machine.ts';
import type { Rotations } from '../ports/store/rotations.ts';
import type { Transports } from '../ports/transports.ts';
import type { Upkeep } from '../ports/store/upkeep.ts';

/** What the wiring gives a command: the run, and the few things of the process that only some commands need. */
export interface App {
  readonly run: Run;
  /** Whether stdout is a terminal. */
  readonly stdoutIsTerminal: boolean;
  /** Columns of the terminal; null in a pipe. */
  readonly columns: () => number | null;
  /** Name of the syntax of the shell that runs awscred. */
  shellSyntax(): string;
  readonly settingsPorts: SettingsPorts;
  /** Loaded when a command needs it. It hands out no credentials. */
  readonly upkeep: () => Promise<Upkeep>;
  readonly machine: () => Promise<Machine>;
  readonly liveFiles: () => Promise<LiveFiles>;
  readonly transports: () => Promise<Transports>;
  readonly launcher: () => Promise<LauncherFiles>;
  readonly rotations: () => Promise<Rotations>;
  readonly awsFileEditor: () => Promise<AwsFileEditor>;
  /** All of stdin, up to 64 KiB of it; AwscredError USAGE for more. */
  readStdin(): string;
  readonly initFiles: () => Promise<InitFiles>;
  /** Writes to stdout at once, for commands that go on afterwards (`dev-server`); false where that failed. */
  print(text: string): boolean;
  /** Calls `stop` at SIGTERM or SIGINT. */
  onSignal(stop: () => void): void;
}
