import { join } from 'node:path';
import { writeConfig } from '../../../src/dev-server/config/write-config.ts';
import { startDevServer, type DevServer } from '../../../src/dev-server/dev-server.ts';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { atEnd } from '../process/cleanup.ts';
import { privateCa, type PrivateCa } from '../network/private-ca.ts';
import { Sandbox } from '../sandbox.ts';

/** No resolver knows names under .example: only a proxy leads there. */
export const DISTANT_HOST = 'aws.test.example';

export interface DistantAws {
  readonly server: DevServer;
  readonly sandbox: Sandbox;
  readonly ca: PrivateCa;
  readonly url: string;
}

/** A local AWS that pretends to be on another machine: https under a host name, certified by a CA of its own. */
export async function distantAws(): Promise<DistantAws> {
  const ca = privateCa('Acme Inspection Root');
  const server = await startDevServer({
    world: { ...builtInWorld, autoApprove: true },
    alsoAs: [DISTANT_HOST],
    tls: ca.issue(`DNS:${DISTANT_HOST}`, 'IP:127.0.0.1'),
  });
  atEnd(async () => server.close());
  const sandbox = new Sandbox();
  const url = `https://${DISTANT_HOST}:8443`;
  await writeConfig(join(sandbox.home, '.aws'), { ...server, url });
  return { server, sandbox, ca, url };
}
