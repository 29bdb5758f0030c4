import type { FileKind } from '../../core/aws-files/config-drafts.ts';
import type { FileEdit } from '../../core/aws-files/edit/file-edit.ts';

/** Changes `~/.aws/config` and `~/.aws/credentials`; nothing else does (docs/aws-files.md, "Writing"). */
export interface AwsFileEditor {
  /**
   * Makes the edits in one file, all or none: every other byte of it stays. A function is given the text as it is
   * under the lock (empty where there is no file). AwscredError CONFIG or CONFIG_SYNTAX for what cannot be done exactly
   * and for a file of another user's or that changed meanwhile; UNEXPECTED where it cannot be written. In all of these
   * cases the file is untouched.
   */
  change(file: FileKind, edits: Edits, options?: ChangeOptions): Promise<Change>;
  /** Takes the file from all but its owner: 0600. AwscredError as above. */
  makePrivate(file: FileKind): Promise<void>;
}

export type Edits = readonly FileEdit[] | ((text: string) => readonly FileEdit[]);

export interface ChangeOptions {
  /** Changes nothing: the diff alone. */
  readonly dryRun?: boolean;
  /** False: no copy is kept, where it would hold secrets that are to go. */
  readonly backup?: boolean;
}

export interface Change {
  /** Full path of the file, as configured. */
  readonly path: string;
  /** False where it says already what was asked. */
  readonly changed: boolean;
  /** Full path of the copy of the old file; null where none was made. */
  readonly backup: string | null;
  /** A unified diff with secrets masked, foreign text inside; empty where nothing changes. */
  diff(): Promise<string>;
}
