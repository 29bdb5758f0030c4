/** The program that awscred runs in its own place (`exec`). */
export interface Children {
  /**
   * Starts a program with our streams and our environment. `variables` are set over it, or removed where null. Every
   * signal sent to awscred is passed on. Resolves with the status to end with: the program's, 128 + signal where one ended
   * it, 126 where it cannot be executed, 127 where it is not found (the last two are reported).
   */
  start(
    command: readonly string[],
    variables: ReadonlyMap<string, string | null>,
    /** Whether a variable of ours is left out, unless it is among `variables`. */
    isLeftOut?: (name: string) => boolean,
  ): Promise<number>;
}
