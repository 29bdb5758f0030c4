import type { ErrorCode } from '../../errors.ts';

/** What a code means, in one sentence, and what to do about it. */
export interface Meaning {
  readonly code: ErrorCode;
  /** After `AWS refused …: `. */
  readonly sentence: string;
  /** Null where signing in again is the only remedy. */
  readonly hint: string | null;
}

/** By AWS's code; the server's words decide where one code means several things (match phrases, never whole texts). */
export type Meanings = ReadonlyMap<string, (message: string) => Meaning>;
