import {
  type BrowserChoice,
  chromePrograms,
  containerAddress,
  localState,
  profileFolder,
} from '../../../core/console/browser-words.ts';
import { expandHome } from '../../../core/text/home-path.ts';
import { pasteable, printable } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import { summaryWho } from '../../../sources/summary.ts';
import type { Ports } from '../../../ports/index.ts';
import type { Run } from '../../line/run.ts';
import type { ConsoleLink } from './console-link.ts';

/** The link is given to a browser once, within this time. */
const HAND_OFF_MS = 60_000;

/** A browser that cannot show anything ends so soon. */
const EARLY_MS = 1500;

/**
 * Opens the console in a browser. A federated link is a secret and goes by a page of our own, which sends one browser
 * on: other users see the arguments of every program. AwscredError NEEDS_PERSON where there is no browser.
 */
export async function openLink(run: Run, link: ConsoleLink, choice: BrowserChoice): Promise<void> {
  const isOpen =
    link.kind === 'portal' ? await openPortal(run, link, choice) : await handOn(run, link, choice);
  if (isOpen) {
    run.ports.report.done(`${summaryWho(link.plan, run.accountName)}: the console is open in the browser`);
  } else if (link.kind === 'portal' && run.ports.terminal.available) {
    // It holds no secret.
    run.ports.terminal.say(`awscred: open this in a browser: ${link.url.reveal()}`);
  } else {
    throw noBrowser(link.plan.profile);
  }
}

function noBrowser(profile: string): AwscredError {
  return new AwscredError('NEEDS_PERSON', 'there is no browser here that could open the console', {
    hints: [
      `for a browser elsewhere: \`${pasteable('awscred console --url', profile, 'PROFILE')}\` prints the address`,
    ],
  });
}

async function openPortal(
  { ports, request }: Run,
  link: ConsoleLink,
  choice: BrowserChoice,
): Promise<boolean> {
  const failed = failure();
  const isStarted = !request.noBrowser && (await started(ports, link.url.reveal(), choice, failed.tell));
  if (!isStarted) {
    return false;
  }
  const over = new AbortController();
  const early = ports.clock.sleep(EARLY_MS, over.signal).then(
    () => true,
    () => true,
  );
  const isOpen = await Promise.race([early, failed.told.then(() => false)]);
  over.abort();
  return isOpen;
}

async function handOn({ ports, request }: Run, link: ConsoleLink, choice: BrowserChoice): Promise<boolean> {
  if (request.noBrowser) {
    return false;
  }
  const path = `/${Buffer.from(ports.random.bytes(32)).toString('base64url')}`;
  const page = await ports.loopback.handOff(path, link.url);
  const over = new AbortController();
  try {
    const failed = failure();
    if (!(await started(ports, `http://127.0.0.1:${page.port}${path}`, choice, failed.tell))) {
      return false;
    }
    const late = ports.clock.sleep(HAND_OFF_MS, over.signal).then(() => 'late' as const);
    const end = await Promise.race([
      page.taken(over.signal).then(() => 'taken' as const),
      late,
      failed.told.then(() => 'failed' as const),
    ]);
    if (end === 'late') {
      throw new AwscredError('TIMEOUT', 'the browser did not ask for the console within a minute', {
        hints: [`again: \`${pasteable('awscred console', link.plan.profile, 'PROFILE')}\``],
      });
    }
    return end === 'taken';
  } finally {
    over.abort();
    await page.close();
  }
}

function failure(): { readonly told: Promise<void>; readonly tell: () => void } {
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => (tell = resolve));
  return { told, tell: () => tell() };
}

type Opening = Pick<Ports, 'browser' | 'environment' | 'files'>;

async function started(
  ports: Opening,
  address: string,
  choice: BrowserChoice,
  onFailure: () => void,
): Promise<boolean> {
  const lines = commandLines(ports, address, choice);
  if (lines === null) {
    return ports.browser.available && ports.browser.open(address, onFailure);
  }
  for (const line of lines) {
    if (await ports.browser.start(line, onFailure)) {
      return true;
    }
  }
  return false;
}

/** What may be started, in the order of trying; null for the system's own browser. */
function commandLines(
  { environment, files }: Opening,
  address: string,
  choice: BrowserChoice,
): readonly (readonly string[])[] | null {
  const { container, chromeProfile, colour } = choice;
  const { home, platform } = environment;
  const program = choice.program === null ? null : expandHome(choice.program, home);
  if (container !== null) {
    return [[program ?? 'firefox', '--new-tab', containerAddress(container, colour, address)]];
  }
  if (chromeProfile !== null) {
    return chromePrograms(program).map((one) => {
      const state = localState(one, platform);
      const folder = profileFolder(chromeProfile, state === null ? null : files.read(`${home}/${state}`));
      const words = [`--profile-directory=${folder}`, '--no-first-run', '--no-default-browser-check'];
      return [one, ...words, address];
    });
  }
  return program === null ? null : [[program, address]];
}

/** What is said of an address that is printed: whoever has it is signed in. */
export function secretLink(profile: string): string {
  return `this address signs in whoever opens it as ${printable(profile, 80)}, for 15m: keep it to yourself`;
}
