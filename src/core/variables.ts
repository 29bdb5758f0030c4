/** Environment variables as core needs them. An empty variable counts as unset. */
export interface Variables {
  get(name: string): string | null;
}
