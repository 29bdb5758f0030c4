/** The private config files of the children of `exec --live` and `exec --scope`. */
export interface LiveFiles {
  /**
   * Writes one, with other files beside it by their names: 0600, in a folder of its own, 0700, under the runtime folder, else the state folder. AwscredError
   * UNEXPECTED where neither can be used.
   */
  create(text: LiveText, beside?: Readonly<Record<string, string>>): LiveFile;
}

/** The text of the config, which may depend on the folder it is to stand in. */
export type LiveText = string | ((folder: string) => string);

export interface LiveFile {
  readonly folder: string;
  /** Full path. */
  readonly path: string;
  /** Removes it and its folder; done at the end of the process in any case. */
  remove(): void;
}
