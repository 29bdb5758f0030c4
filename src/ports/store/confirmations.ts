/** What a person has confirmed, and until when. Losing one costs one more question. */
export interface Confirmations {
  /** Whether it was confirmed and has not expired. Files that others could have written are ignored. */
  holds(name: string): boolean;
  /** `until` in epoch milliseconds. Silent where it cannot be stored. */
  keep(name: string, until: number): void;
}
