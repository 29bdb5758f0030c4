/** Journals of key rotations that are under way, one per key: they hold no secret, and outlive the process. */
export interface Rotations {
  /** The journal's text; null where there is none. AwscredError UNEXPECTED where it cannot be read. */
  read(name: string): string | null;
  /** On disk when it returns. AwscredError UNEXPECTED where it cannot be written. */
  write(name: string, text: string): void;
  remove(name: string): void;
  /** The texts of all, in no order. */
  all(): readonly string[];
}
