/** The private config files of the children of `exec --live`. */
export interface LiveFiles {
  /**
   * Writes one: 0600, in a folder of its own, 0700, under the runtime folder, else the state folder. AwscredError
   * UNEXPECTED where neither can be used.
   */
  create(text: string): LiveFile;
}

export interface LiveFile {
  /** Full path. */
  readonly path: string;
  /** Removes it and its folder; done at the end of the process in any case. */
  remove(): void;
}
