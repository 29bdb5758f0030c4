/** `audit.jsonl` of the state folder: a line of JSON for each time credentials were obtained, released or refused. */
export interface AuditTrail {
  /** Adds a whole line, or throws an Error that says why in a clause. A file of 10 MB is set aside first; five are kept. */
  append(line: string): Promise<void>;
  /** The texts of all files, oldest first; the last is the one that is added to. */
  texts(): Promise<readonly string[]>;
  /** Who asks: the program above this one, and the terminal, e.g. `pts/7`. */
  witness(): Promise<AuditWitness>;
}

export interface AuditWitness {
  readonly program: { readonly name: string | null; readonly pid: number };
  readonly tty: string | null;
}
