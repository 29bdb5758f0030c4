/**
 * A file of the state folder that only makes things nicer: how often profiles are used, names of accounts, whose answers
 * are never kept, which runs wait for themselves, what is shared, how long a role's sessions are.
 */
export type NoteName = 'uses' | 'accounts' | 'unkept' | 'circles' | 'shares' | 'saml-limits';

/** Small facts without secrets. Where they cannot be kept, nothing fails: they are as empty. */
export interface Notes {
  /** The file's text; null where there is none, or where it is not ours alone to write. */
  read(name: NoteName): string | null;
  write(name: NoteName, text: string): void;
}
