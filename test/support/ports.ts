import { createHash } from 'node:crypto';
import { readXml } from '../../src/adapters/xml/read-xml.ts';
import type { Ports } from '../../src/ports/index.ts';
import type { LoopbackAnswer } from '../../src/ports/person/loopback.ts';
import { testAws, type TestAws } from './ports/test-aws.ts';
import { TestClock } from './ports/test-clock.ts';
import { TestFiles } from './ports/test-files.ts';
import { TestStore } from './ports/test-store.ts';
import { TestReport, TestTerminal } from './ports/test-terminal.ts';

/** All ports in memory, with what a test lays out and looks at. */
export interface TestPorts extends Ports {
  readonly aws: TestAws;
  readonly clock: TestClock;
  readonly files: TestFiles;
  readonly store: TestStore;
  readonly terminal: TestTerminal;
  readonly report: TestReport;
  readonly browser: TestBrowser;
  readonly loopback: TestLoopback;
  /** Variables that `environment.get` answers from. */
  readonly variables: Map<string, string>;
  /** Names of locks in the order they were taken. */
  readonly locked: string[];
}

export const HOME = '/home/jane';

export interface TestBrowser {
  available: boolean;
  readonly opened: string[];
  /** What `open` answers. */
  starts: boolean;
  open(url: string): Promise<boolean>;
  start(command: readonly string[]): Promise<boolean>;
}

/** A listener whose answer a test gives; `null` never answers. */
export interface TestLoopback {
  readonly listening: { readonly path: string; readonly state: string }[];
  closed: number;
  next: LoopbackAnswer | null;
  listen: Ports['loopback']['listen'];
  handOff: Ports['loopback']['handOff'];
}

/** The audit trail in memory. */
export function testAudit(): Ports['audit'] & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    append: async (line) => void lines.push(line),
    texts: async () => [lines.map((line) => `${line}\n`).join('')],
    witness: async () => ({ program: { name: 'sh', pid: 4242 }, tty: null }),
  };
}

export function testPorts(): TestPorts {
  const variables = new Map<string, string>();
  const locked: string[] = [];
  return {
    audit: testAudit(),
    aws: testAws(),
    clock: new TestClock(),
    files: new TestFiles(),
    store: new TestStore(),
    terminal: new TestTerminal(),
    report: new TestReport(),
    browser: testBrowser(),
    loopback: testLoopback(),
    variables,
    locked,
    environment: {
      get: (name) => variables.get(name) ?? null,
      home: HOME,
      homeOf: () => null,
      platform: 'linux',
      machine: 'this machine',
      user: 'jane',
    },
    hot: { wanted: false, keep: () => {}, forget: () => {}, clear: () => {} },
    children: {
      start: async ([program]) => Promise.reject(new Error(`nobody expected a program: ${program}`)),
    },
    iam: async () => Promise.reject(new Error('nobody expected a call to IAM')),
    http: async () => Promise.reject(new Error('nobody expected a request')),
    locks: testLocks(locked),
    confirmations: { holds: () => false, keep: () => undefined },
    notes: { read: () => null, write: () => undefined },
    processes: {
      run: async (line) => Promise.reject(new Error(`nobody expected a program: ${line}`)),
      ended: async ([program]) => Promise.reject(new Error(`nobody expected a program: ${program}`)),
    },
    random: seededRandom(),
    signInBrowser: {
      noWindow: 'there is no display here',
      neededPersonAt: async () => null,
      forget: async () => false,
      samlResponse: async ({ url }) => Promise.reject(new Error(`nobody expected a sign-in: ${url}`)),
    },
    xml: async (text) => readXml(text),
  };
}

// Locks within this process: one at a time per name, in the order of asking.
function testLocks(locked: string[]): Ports['locks'] {
  const queues = new Map<string, Promise<unknown>>();
  return {
    withLock(name, _options, work) {
      locked.push(name);
      const turn = { waited: queues.has(name), before: null };
      const mine = (queues.get(name) ?? Promise.resolve()).then(async () => work(turn));
      queues.set(
        name,
        mine.catch(() => undefined),
      );
      return mine;
    },
    holder: () => null,
    telling: async (_names, _options, work) => work(),
    whileAsking: async (_question, work) => work(),
  };
}

function testBrowser(): TestBrowser {
  const browser: TestBrowser = {
    available: false,
    opened: [],
    starts: true,
    open: async (url) => {
      browser.opened.push(url);
      return browser.starts;
    },
    start: async (command) => browser.open(command.join(' ')),
  };
  return browser;
}

function testLoopback(): TestLoopback {
  const loopback: TestLoopback = {
    listening: [],
    closed: 0,
    next: null,
    listen: async (expect) => {
      loopback.listening.push(expect);
      return {
        port: 43210,
        answer: (signal) => (loopback.next === null ? aborted(signal) : Promise.resolve(loopback.next)),
        close: async () => {
          loopback.closed += 1;
        },
      };
    },
    handOff: async () => Promise.reject(new Error('nobody expected an address to be handed off')),
  };
  return loopback;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
}

// The same bytes in every run, others at every call.
function seededRandom(): Ports['random'] {
  let calls = 0;
  return {
    bytes: (count) => {
      calls += 1;
      const digest = createHash('sha512').update(`seed ${calls}`).digest();
      return Uint8Array.from({ length: count }, (_byte, at) => digest[at % digest.length] ?? 0);
    },
  };
}
