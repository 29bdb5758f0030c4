import { createAws } from '../adapters/aws/transport/create-aws.ts';
import { confirmationFiles } from '../adapters/files/confirmation-files.ts';
import { lazyHttp } from '../adapters/http/lazy-http.ts';
import { FileLocks } from '../adapters/locks/file-locks.ts';
import { kernelLock } from '../adapters/locks/kernel-lock.ts';
import { lockFolders } from '../adapters/locks/lock-folders.ts';
import { NO_NOTES, noteFiles } from '../adapters/files/note-files.ts';
import { nodeFiles } from '../adapters/files/node-files.ts';
import { nodeRandom } from '../adapters/process/node-random.ts';
import { inOurPlace } from '../adapters/process/program/start-program.ts';
import { createBrowser, noWindow } from '../adapters/process/program/system-browser.ts';
import { systemClock } from '../adapters/process/system-clock.ts';
import { columns } from '../adapters/process/standard-streams.ts';
import { createTerminal } from '../adapters/terminal/tty-terminal.ts';
import type { App } from '../commands/app.ts';
import type { Input } from '../commands/command.ts';
import { LIVE_INPUT } from '../core/live/live-variables.ts';
import { places } from '../core/places.ts';
import { setSetting } from '../flow/set-up/settings.ts';
import type { Environment } from '../ports/environment.ts';
import type { Ports } from '../ports/index.ts';
import { type Wiring, endingHot } from './hot.ts';
import { storeOf } from './store.ts';

interface Built {
  readonly ports: Ports;
  readonly upkeep: App['upkeep'];
}

/** Every adapter is built here and nowhere else; none of them opens anything before it is used. */
export async function portsOf(
  input: Input,
  { settings, settingsPorts, report, hot: openedHot }: Wiring,
): Promise<Built> {
  const { environment } = settingsPorts;
  const [begun, where] = [systemClock.now(), places(environment)];
  const terminal = createTerminal({
    platform: environment.platform,
    noInput: input.noInput,
    noInputReason:
      environment.get('AWSCRED_NO_INPUT') === LIVE_INPUT ? 'nobody is asked under `exec --live`' : null,
    writeStderr: (text) => report.raw(text),
    clear: () => report.endBusy(),
    // Where a person looks on, stderr is that terminal.
    columns: () => columns(2),
  });
  // A command ends within a minute. Calls made after waiting for a person still get a few seconds each.
  const deadline = (): number => Math.max(begun + 55_000, systemClock.now() + 5000);
  const http = httpOf(settings, environment, report);
  const base = { clock: systemClock, random: nodeRandom, report, terminal };
  const aws = createAws({ ...base, http, home: environment.home, deadline });
  // Corrected by the `Date` of AWS's answers; used for every decision about time.
  const clock = { ...systemClock, now: () => systemClock.now() + aws.clockOffset() };
  const hot = openedHot({ isOn: settings.hotCache === 'on', systemClock, clock });
  const folders = (refused?: (why: string) => void): Iterable<string> =>
    lockFolders(where, undefined, refused);
  const locks = new FileLocks({ folders, clock, report, kernel: kernelLock });
  const { store, upkeep } = await storeOf(hot, {
    settings,
    noCache: input.request.noCache,
    environment,
    places: where,
    lockFolders: folders,
    clock,
    locks,
    report,
    terminal,
    remember: (kind) => void setSetting('store', kind, endingHot(settingsPorts, hot)),
  });
  const answering = { environment, report, terminal, clock, hot, http, aws, store, iam: aws.iam };
  const working = {
    audit: lateAudit(where.stateFolder, locks),
    confirmations: confirmationFiles(where.stateFolder, clock),
    children: inOurPlace(report),
    locks,
    notes: settings.store === 'none' ? NO_NOTES : noteFiles(where.stateFolder),
  };
  const signIn = signInPorts(environment, where.stateFolder);
  return {
    ports: { ...answering, ...working, ...signIn, ...worldPorts(environment, settings.trustAwsFolder) },
    upkeep,
  };
}

/** Loaded with the first line. */
function lateAudit(stateFolder: string, locks: Ports['locks']): Ports['audit'] {
  const files = async (): Promise<Ports['audit']> =>
    (await import('../adapters/files/audit-files.ts')).auditFiles(stateFolder, locks);
  return {
    append: async (line) => (await files()).append(line),
    texts: async () => (await files()).texts(),
    witness: async () => (await files()).witness(),
  };
}

function httpOf(
  { plainHttp }: Wiring['settings'],
  environment: Environment,
  report: Wiring['report'],
): Ports['http'] {
  return lazyHttp({
    get: (name) => environment.get(name),
    plainHttp,
    onOverriddenTls: (message) => report.warn(message),
  });
}

/** Loaded with the first SAML sign-in. */
function signInPorts(environment: Environment, stateFolder: string): Pick<Ports, 'signInBrowser' | 'xml'> {
  const root = `${stateFolder}/browsers`;
  const folders = async () => import('../adapters/saml-browser/profile-folders.ts');
  return {
    xml: async (text) => (await import('../adapters/xml/read-xml.ts')).readXml(text),
    signInBrowser: {
      noWindow: noWindow(environment),
      neededPersonAt: async (name) => (await folders()).neededPersonAt(root, name),
      forget: async (name) => (await folders()).forgetFolders(root, name),
      async samlResponse(request) {
        const { samlResponse } = await import('../adapters/saml-browser/saml-response.ts');
        return samlResponse(request, { environment, root });
      },
    },
  };
}

type WorldPort = 'random' | 'files' | 'processes' | 'browser' | 'loopback';

/** Parts that need no wiring. */
function worldPorts(environment: Environment, trustsAwsFolder: boolean): Pick<Ports, WorldPort> {
  return {
    random: nodeRandom,
    files: trustsAwsFolder ? { ...nodeFiles, foreignHand: () => null } : nodeFiles,
    processes: {
      run: async (line, options) => (await programs()).run(line, options),
      ended: async (argv, limits) => (await programs()).ended(argv, limits),
    },
    browser: createBrowser(environment),
    loopback: {
      listen: async (expect) => (await loopback()).listen(expect),
      handOff: async (path, address) => (await loopback()).handOff(path, address),
    },
  };
}

/** Loaded with the first page for a browser. */
async function loopback(): Promise<Ports['loopback']> {
  const { createLoopback } = await import('../adapters/loopback/loopback-server.ts');
  return createLoopback(process.getuid?.() ?? null);
}

/** Loaded with the first program. */
async function programs(): Promise<Ports['processes']> {
  return (await import('../adapters/process/program/child-processes.ts')).childProcesses;
}
