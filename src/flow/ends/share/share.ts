import { farConfig, type FarSide, farSide, fileLines, isPlainPath } from '../../../core/share/far-side.ts';
import type { Credentials } from '../../../core/credentials.ts';
import { guardsFor, withLongestLife } from '../../../core/settings/guards.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { pasteable, printable, quoted } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import { outputNamed } from '../../../outputs/index.ts';
import { renderStatements } from '../../../outputs/render-statements.ts';
import type { Transport, Transports } from '../../../ports/transports.ts';
import { sourceOf } from '../../../sources/index.ts';
import { plannedRelease, summaryWho } from '../../../sources/summary.ts';
import { noteShared } from '../../line/audited.ts';
import { exportsOf } from '../../line/credentials.ts';
import { whileShared } from '../../line/live-shares.ts';
import { noteUse } from '../../line/note-use.ts';
import { planToRun } from '../../line/plan-to-run.ts';
import type { Run } from '../../line/run.ts';
import { LONGEST_SECONDS, obtain, Renewals } from './renewals.ts';

export interface ShareInput {
  readonly profile: string;
  readonly transport: readonly string[];
  /** `--as`: the profile's name over there; null for its own. */
  readonly as: string | null;
  /** Seconds; null until somebody ends it. */
  readonly seconds: number | null;
  /** `--full`: all that the profile may do. */
  readonly full: boolean;
  /** Loaded when there is something to carry. */
  readonly transports: () => Promise<Transports>;
  /** Told once it works. */
  ready(shared: Shared): void;
}

export interface Shared {
  readonly folder: string;
  readonly config: string;
  readonly profile: string;
  /** Epoch milliseconds at which the first credentials end; they are renewed before. */
  readonly expiresAt: number | null;
}

/**
 * Gives a profile's credentials to the far side of a transport and keeps them fresh, until somebody ends it. The exit
 * status: 0 at Ctrl-C or after `--for`, 143 and 129 by signals. AwscredError NETWORK where the transport ends by itself.
 */
export async function share(run: Run, input: ShareInput): Promise<number> {
  const name = nameOf(input);
  const short: Run = { ...run, guards: () => withLongestLife(run.guards(), LONGEST_SECONDS) };
  const plan = await planToRun(short, input.profile);
  await refuseWhole(short, plan, input.full);
  const first = await obtain(short, plan);
  noteUse(run, plan.profile);
  const mark = `awscred-${Buffer.from(run.ports.random.bytes(12)).toString('hex')}`;
  const side = farSide(input.transport, mark);
  const talk = new Talk(input.transport, side, await input.transports());
  const began = run.ports.clock.now();
  try {
    const place = await talk.first(run, { name, plan, credentials: first });
    await noteShared(run, plan, first);
    input.ready({ ...place, profile: name, expiresAt: first.expiresAt });
    run.ports.report.done(
      `${summaryWho(plan, run.accountName)}: given to ${printable(input.transport[0] ?? '', 80)} until Ctrl-C`,
    );
    const until = input.seconds === null ? null : began + input.seconds * 1000;
    const renewals = new Renewals(short, plan, first);
    return await whileShared(plan.profile, run.ports, async () =>
      renewals.keepUp({
        until,
        asked: talk.transport.asked,
        ended: talk.over(),
        hand: async (credentials) => {
          talk.hand(answerOf(run, plan, credentials), fileOf(name));
          await noteShared(run, plan, credentials);
        },
      }),
    );
  } finally {
    await talk.transport.end();
  }
}

function nameOf({ as, profile }: ShareInput): string {
  const name = as ?? profile;
  if (!isPlainPath(name)) {
    const option = as === null ? 'the profile’s name' : '--as';
    throw new AwscredError('USAGE', `${option} ${quoted(name)} cannot stand in a shell over there`, {
      hints: ['name it otherwise there: --as NAME, of A-Z a-z 0-9 . _ / -'],
    });
  }
  return name;
}

function fileOf(name: string): string {
  return `${name.replaceAll('/', '_')}.json`;
}

/** Whatever runs over there can do what it is given: giving all takes a person's word, or an option's. */
async function refuseWhole(run: Run, plan: Plan, full: boolean): Promise<void> {
  const held = guardsFor(plannedRelease(plan), run.guards());
  const isNarrowed =
    held.readOnly !== null ||
    plan.steps.some((step) => (sourceOf(step).console?.narrows?.(step).policy ?? null) !== null);
  if (isNarrowed || full) {
    return;
  }
  const { terminal } = run.ports;
  const shown = printable(plan.profile, 80);
  if (!terminal.available) {
    throw new AwscredError('USAGE', `nothing narrows ${shown}: the far side could do all that it may do`, {
      hints: [
        `give less: \`${pasteable('awscred share --scope read-only', plan.profile, 'PROFILE')} -- …\``,
        '--full gives all',
      ],
    });
  }
  if (!(await terminal.confirm(`Give the far side all that ${shown} may do (--scope gives less)?`, false))) {
    throw new AwscredError('NOT_CONFIRMED', `${shown} was not shared`);
  }
}

/** The text of AWS's `credential_process`, in one line. */
function answerOf(run: Run, plan: Plan, credentials: Credentials): string {
  return renderStatements(outputNamed('process'), exportsOf(run, plan, credentials));
}

/** Patience for the far side's first word: a transport may ask for a password before. */
const FIRST_MS = 120_000;

interface First {
  readonly name: string;
  readonly plan: Plan;
  readonly credentials: Credentials;
}

/** What goes to the transport and comes back. */
class Talk {
  readonly transport: Transport;
  readonly #program: string;
  readonly #answers: ReturnType<FarSide['read']>[] = [];
  #last = '';
  #wake = (): void => undefined;

  constructor(command: readonly string[], side: FarSide, transports: Transports) {
    this.#program = printable(command[0] ?? '', 80);
    this.transport = transports.start([...command, ...side.words], (line) => {
      const answer = side.read(line);
      if (answer === null) {
        this.#last = line.trim() === '' ? this.#last : line;
      } else {
        this.#answers.push(answer);
        this.#wake();
      }
    });
  }

  /** The folder over there, with the config and the first credentials in it. */
  async first(run: Run, { name, plan, credentials }: First): Promise<Pick<Shared, 'folder' | 'config'>> {
    const over = new AbortController();
    const late = run.ports.clock.sleep(FIRST_MS, over.signal).then(() => this.#fail('does not answer'));
    try {
      return await Promise.race([
        late,
        this.over(),
        this.#stopped(),
        this.#settle(run, { name, plan, credentials }),
      ]);
    } finally {
      late.catch(() => undefined);
      over.abort();
    }
  }

  async #settle(run: Run, { name, plan, credentials }: First): Promise<Pick<Shared, 'folder' | 'config'>> {
    const folder = await this.#next('folder');
    const file = fileOf(name);
    this.#send('config', farConfig({ folder, name, file, region: plan.region?.value ?? null }));
    this.hand(answerOf(run, plan, credentials), file);
    await this.#next('has');
    await this.#next('has');
    return { folder, config: `${folder}/config` };
  }

  hand(text: string, file: string): void {
    this.#send(file, text);
  }

  /** Rejects when the transport has ended. */
  async over(): Promise<never> {
    const how = await this.transport.ended;
    return this.#fail(`ended (${how})`);
  }

  async #stopped(): Promise<never> {
    const signal = await this.transport.asked;
    throw new AwscredError(
      signal === 'SIGINT' ? 'INTERRUPTED' : signal === 'SIGTERM' ? 'TERMINATED' : 'HUNG_UP',
      'ended before anything was shared',
    );
  }

  #send(file: string, text: string): void {
    const lines = fileLines(file, text);
    if (lines === null) {
      throw new AwscredError(
        'UNSAFE_OUTPUT',
        'these credentials hold a character that a shell over there may change',
      );
    }
    this.transport.send(lines);
  }

  /** What comes with it: the folder, or the file. */
  async #next(kind: 'folder' | 'has'): Promise<string> {
    for (;;) {
      const answer = this.#answers.shift();
      if (answer?.kind === 'failed') {
        throw this.#fault(`reached a shell, but ${answer.why}`);
      }
      if (answer?.kind === kind) {
        return answer.path;
      }
      if (answer === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }

  #fail(how: string): never {
    throw this.#fault(how);
  }

  #fault(how: string): AwscredError {
    const said = this.#last === '' ? [] : [`its last words: ${printable(this.#last, 200)}`];
    return new AwscredError('NETWORK', `${this.#program} ${how}`, { details: said });
  }
}
