/** The few files that flows read and write outside the store: AWS's files and the AWS CLI's token files. */
export interface Files {
  /**
   * Text of a file, UTF-8, bad bytes as U+FFFD. Null when it does not exist.
   * A directory, a dangling or circular link, or an unreadable file is AwscredError CONFIG naming the path.
   */
  read(path: string): string | null;
  /** All of stdin, up to `most` bytes; AwscredError USAGE for more, and where there is none. */
  stdin(most: number): string;
  /** A path with its links resolved, as far as it is there. */
  real(path: string): string;
  /** The current folder, links resolved; null where it has been removed. */
  currentFolder(): string | null;
  /** Names in a folder; empty when there is none. */
  list(folder: string): readonly string[];
  /**
   * Why another user has a hand in a file (owns it or its folder, can write one of them, or, for root, owns a folder
   * above), one clause that names it; null where nobody has.
   */
  foreignHand(path: string): string | null;
  /**
   * Missing folders are made, 0700.
   * Atomic: exclusive random name beside the target (links resolved), fsync, rename. The mode is `mode`, whatever the
   * umask; without it the old file's, 0600 for a new one.
   */
  write(path: string, text: string, mode?: number): void;
  /**
   * Whether other users can read a file: `mounted` where root owns it on a read-only or memory file system, as secrets
   * of a container are.
   */
  openToOthers(path: string): 'no' | 'yes' | 'mounted';
  /** Adds to a file that is there. AwscredError UNEXPECTED where that fails. */
  append(path: string, text: string): void;
  /** False when it was not there. */
  remove(path: string): boolean;
}
