/** What a person has confirmed, each until a moment of its own. To lose one costs a question. */
export interface Confirmations {
  /** Whether it was confirmed and its time is not over. Nothing is believed that others could have written. */
  holds(name: string): boolean;
  /** `until` in epoch milliseconds. Without a word where it cannot be kept. */
  keep(name: string, until: number): void;
}
