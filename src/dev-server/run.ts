import { resolve } from 'node:path';
import { writeConfig } from './config/write-config.ts';
import { startDevServer } from './dev-server.ts';
import { builtInWorld } from './world/built-in-world.ts';
import { worldJson } from './world/parse-world.ts';

export interface Running {
  /** Absolute path of the folder that was written; null for none. */
  readonly configFolder: string | null;
  /** Of the config that was written. */
  readonly profiles: readonly string[];
}

export interface ServeInput {
  /** 0: the system chooses. */
  readonly port: number;
  /** The text of `--world`'s file; null for the built-in world. */
  readonly worldText: string | null;
  /** That file's name, for messages. */
  readonly worldFile: string | null;
  /** Where `--write-config` puts `config` and `credentials`; null for nowhere. */
  readonly configFolder: string | null;
  /** Gets the base URL, once everything under it answers. */
  print(line: string): void;
  /** Called after that, for what a person is told. */
  ready?(running: Running): void;
  /** Calls `stop` when the program is to end (SIGINT, SIGTERM). */
  onSignal(stop: () => void): void;
}

/**
 * Runs the local AWS until it is told to stop; then every connection is closed, hung ones too.
 * Throws AwscredError USAGE (port or folder cannot be had) or CONFIG (the world is not valid).
 */
export async function serve(input: ServeInput): Promise<void> {
  const source = input.worldFile ?? 'world';
  const world = input.worldText === null ? builtInWorld : worldJson(input.worldText, source);
  const stopped = new Promise<void>((resolve) => input.onSignal(resolve));
  const server = await startDevServer({ port: input.port, world, worldSource: source });
  try {
    const configFolder = input.configFolder === null ? null : resolve(input.configFolder);
    const profiles = configFolder === null ? [] : await writeConfig(configFolder, server);
    input.print(server.url);
    input.ready?.({ configFolder, profiles });
    await stopped;
  } finally {
    await server.close();
  }
}
