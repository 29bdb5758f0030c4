import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { atEnd } from '../process/cleanup.ts';
import { CHROMIUM } from './chromium.ts';
import type { Sandbox } from '../sandbox.ts';
import { systemClock } from '../store/store-world.ts';

/** A user's Chromium for `saml_browser`. Its windows are there, but on no screen; AWS's hosts lead to a listener that counts. */
export interface UsersBrowser {
  readonly path: string;
  /** `silent` or `window` of each start, in order. */
  starts(): readonly string[];
  /** Connections to AWS's sign-in hosts. */
  reached(): number;
  /** The window's page, once there is one: the person looks at it. */
  page(): Promise<Page>;
}

const HOSTS = ['signin.aws.amazon.com', 'signin.amazonaws-us-gov.com', 'signin.amazonaws.cn'];

/** `rules`: more of Chromium's host rules. */
export async function chromiumAsUser(sandbox: Sandbox, rules: readonly string[] = []): Promise<UsersBrowser> {
  let reached = 0;
  const aws = createServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  const awsPort = await listening(aws);
  const port = await freePort();
  const log = join(sandbox.home, 'browser-starts');
  const mapped = HOSTS.flatMap((host) => [host, `*.${host}`]).map(
    (host) => `MAP ${host} 127.0.0.1:${awsPort}`,
  );
  const path = sandbox.script(
    'bin/chromium-of-jane',
    `#!/bin/sh
# What awscred's own rules let out leads to the listener that counts.
for word; do
  shift
  case "$word" in --host-resolver-rules=*) set -- "$@" "$word, ${[...mapped, ...rules].join(', ')}" ;; *) set -- "$@" "$word" ;; esac
done
case "$*" in
  *--headless*) echo silent >>${log} ;;
  *) echo window >>${log}; set -- "$@" --headless --remote-debugging-port=${port} ;;
esac
exec ${CHROMIUM} "$@" --no-sandbox --disable-gpu --disable-quic --disable-background-networking \\
  --disable-component-update --disable-sync --ignore-certificate-errors
`,
  );
  atEnd(() => void aws.close());
  return {
    path,
    starts: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
    reached: () => reached,
    page: async () => pageAt(port),
  };
}

async function pageAt(port: number): Promise<Page> {
  for (let tries = 0; ; tries += 1) {
    try {
      const browser: Browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      const page = browser.contexts()[0]?.pages()[0];
      if (page !== undefined && page.url() !== 'about:blank') {
        return page;
      }
      await browser.close();
    } catch (error) {
      if (tries > 150) {
        throw error;
      }
    }
    await systemClock.sleep(100);
  }
}

function listening(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  server.close();
  return port;
}
