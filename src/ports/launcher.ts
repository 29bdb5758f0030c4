/** A program that a launcher may call, or why not; one clause. */
export type FoundProgram = { readonly path: string } | { readonly fault: string };

/** What is here for a launcher. */
export interface LauncherSurroundings {
  /** `bin/launcher.sh`, the text that a launcher is made of. */
  readonly template: string;
  readonly node: FoundProgram;
  /** `bin/awscred.cjs`. */
  readonly program: FoundProgram;
  /** A `stat` that prints the stamps of a record. */
  readonly stat: FoundProgram;
  readonly keyctl: FoundProgram;
  /** Of `--no-rehash-snapshot` and the like those that this Node knows. */
  readonly nodeOptions: readonly string[];
  readonly shells: readonly string[];
}

/** The file system as `install-launcher` sees it. */
export interface LauncherFiles {
  /** Looks at everything; starts `stat` and Node, to see what they can do. */
  surroundings(): LauncherSurroundings;
  /** Why another user could change what is at a path, links resolved; null where nobody could. One clause. */
  fault(path: string): string | null;
  /** The same for the nearest folder above a path that is there already. */
  placeFault(path: string): string | null;
  /** Null where there is no file. AwscredError CONFIG where it cannot be read. */
  read(path: string): string | null;
  /** Atomic, 0755, missing folders made. AwscredError UNEXPECTED where it cannot be written. */
  write(path: string, text: string): void;
  remove(path: string): void;
}
