import { nothingKept } from '../../../src/adapters/store/null-store.ts';
import { UncachedStore } from '../../../src/adapters/store/uncached-store.ts';
import type { AwsInput } from '../../../src/adapters/aws/transport/aws-input.ts';
import { createAws } from '../../../src/adapters/aws/transport/create-aws.ts';
import { lazyHttp } from '../../../src/adapters/http/lazy-http.ts';
import { createLoopback } from '../../../src/adapters/loopback/loopback-server.ts';
import { nodeRandom } from '../../../src/adapters/process/node-random.ts';
import { systemClock } from '../../../src/adapters/process/system-clock.ts';
import type { Input } from '../../../src/commands/command.ts';
import type { Aws } from '../../../src/ports/aws.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Environment } from '../../../src/ports/environment.ts';
import type { Ports } from '../../../src/ports/index.ts';
import type { Begun } from '../../../src/wiring/program.ts';
import { TestFiles } from '../ports/test-files.ts';
import { TestStore } from '../ports/test-store.ts';
import { testAudit, testPorts, type TestPorts } from '../ports.ts';
import { pressButton } from '../browser/press-button.ts';
import type { Person } from './person.ts';

/** What outlives a run of the twin: files, the store, what was confirmed; and the AWS that it speaks to. */
export class MemoryHome {
  readonly files = new TestFiles();
  readonly store = new TestStore();
  /** What browsers were started with, the words of one after the other's. */
  readonly opened: (readonly string[])[] = [];
  readonly #audit = testAudit();
  readonly #notes = new Map<string, string>();
  readonly #confirmed = new Map<string, number>();
  readonly #lasting: TestPorts = testPorts();
  readonly #aws: Aws | 'network';
  readonly #clock: Clock;

  constructor(aws: Aws | 'network', clock: Clock) {
    this.#aws = aws;
    this.#clock = clock;
  }

  /** The ports of one run. With 'network' AWS is the real adapter, and time is real: the local AWS judges both. */
  ports(input: Input, { settings, settingsPorts, report }: Begun, terminal: Person): Ports {
    const { environment } = settingsPorts;
    const { locks, processes } = this.#lasting;
    const http = lazyHttp({
      get: (name) => environment.get(name),
      plainHttp: settings.plainHttp,
      onOverriddenTls: (message) => report.warn(message),
    });
    const { aws, clock, iam } = this.#network({ report, terminal, http, home: environment.home });
    const noCache = input.request.noCache;
    return {
      ...testPorts(),
      ...(this.#aws === 'network' ? { http } : {}),
      audit: this.#audit,
      locks,
      processes,
      environment,
      report,
      terminal,
      aws,
      ...(iam === null ? {} : { iam }),
      clock,
      random: nodeRandom,
      files: this.files,
      store: settings.store === 'none' ? nothingKept() : noCache ? new UncachedStore(this.store) : this.store,
      confirmations: {
        holds: (name) => (this.#confirmed.get(name) ?? 0) > clock.now(),
        keep: (name, until) => void this.#confirmed.set(name, until),
      },
      notes: {
        read: (name) => this.#notes.get(name) ?? null,
        write: (name, text) => void this.#notes.set(name, text),
      },
      loopback: createLoopback(process.getuid?.() ?? null),
      browser: browserOf(environment, this.opened),
    };
  }

  #network(rest: Pick<AwsInput, 'report' | 'terminal' | 'http' | 'home'>): {
    aws: Aws;
    clock: Clock;
    iam: Ports['iam'] | null;
  } {
    if (this.#aws !== 'network') {
      return { aws: this.#aws, clock: this.#lasting.clock, iam: null };
    }
    const deadline = systemClock.now() + 55_000;
    const input = { ...rest, clock: systemClock, random: nodeRandom };
    const aws = createAws({ ...input, deadline: () => Math.max(deadline, systemClock.now() + 5000) });
    return { aws, iam: aws.iam, clock: this.#corrected(() => aws.clockOffset()) };
  }

  #corrected(offset: () => number): Clock {
    const clock = this.#clock;
    return { now: () => clock.now() + offset(), sleep: async (ms, signal) => clock.sleep(ms, signal) };
  }
}

/** Where BROWSER is set, whatever to, a person presses Allow. */
function browserOf(environment: Environment, opened: (readonly string[])[]): Ports['browser'] {
  const start = async (command: readonly string[]): Promise<boolean> => {
    opened.push(command);
    pressButton(command.at(-1) ?? '').catch(() => undefined);
    return Promise.resolve(!command.includes('no-such-browser'));
  };
  return { available: environment.get('BROWSER') !== null, open: async (url) => start([url]), start };
}
