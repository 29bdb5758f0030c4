/** Randomness as an argument: states, verifiers, file names, jitter. */
export interface Random {
  bytes(count: number): Uint8Array;
}
