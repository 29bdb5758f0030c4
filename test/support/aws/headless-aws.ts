import { configText, credentialsText } from '../../../src/dev-server/config/config-text.ts';
import { planProfiles } from '../../../src/dev-server/config/plan-profiles.ts';
import { startDevServer, type DevServer } from '../../../src/dev-server/dev-server.ts';
import { atEnd } from '../process/cleanup.ts';
import { Headless } from '../headless.ts';

export interface HeadlessAws {
  readonly server: DevServer;
  readonly sandbox: Headless;
  /** How many calls of an operation AWS has seen, refused ones too. */
  count(operation: string): number;
}

/** A local AWS and the program's twin, whose ~/.aws is the one that the local AWS would write. */
export async function headlessAws(world?: unknown): Promise<HeadlessAws> {
  const server = await startDevServer(world === undefined ? {} : { world });
  atEnd(async () => server.close());
  const sandbox = new Headless('network');
  const profiles = planProfiles(server.world);
  sandbox.write('.aws/config', configText(server.world, profiles, server.url));
  sandbox.write('.aws/credentials', credentialsText(profiles));
  return {
    server,
    sandbox,
    count: (operation) => server.calls.filter((call) => call.operation === operation).length,
  };
}

/** `BROWSER` for a run: a person who presses Allow. */
export const ALLOW = 'presses Allow';
