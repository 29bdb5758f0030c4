import { join } from 'node:path';
import { atEnd } from '../process/cleanup.ts';
import { startDevServer, type DevServer } from '../../../src/dev-server/dev-server.ts';
import { writeConfig } from '../../../src/dev-server/config/write-config.ts';
import { ROOT, Sandbox } from '../sandbox.ts';

export interface LocalAws {
  readonly server: DevServer;
  readonly sandbox: Sandbox;
  /** How many calls of an operation AWS has seen, refused ones too. */
  count(operation: string): number;
}

/** A local AWS and a sandbox whose ~/.aws was written by it. */
export async function localAws(world?: unknown): Promise<LocalAws> {
  const server = await startDevServer(world === undefined ? {} : { world });
  atEnd(async () => server.close());
  const sandbox = new Sandbox();
  await writeConfig(join(sandbox.home, '.aws'), server);
  return {
    server,
    sandbox,
    count: (operation) => server.calls.filter((call) => call.operation === operation).length,
  };
}

/** `BROWSER` for a run: a program that opens the page and presses Allow, as a person would. */
export const PRESS_ALLOW = `${process.execPath} ${join(ROOT, 'dist', 'test', 'support', 'browser', 'press-allow.js')}`;
