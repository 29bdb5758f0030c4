import { deviceName, mfaCodeIn } from '../../core/plan/mfa-device.ts';
import { printable } from '../../core/text/printable.ts';
import type { Request } from '../../core/plan/request.ts';
import { Secret } from '../../core/secret.ts';
import { AwscredError, AwsRefusal } from '../../errors.ts';
import type { MfaCode } from '../../ports/aws.ts';
import type { Ports } from '../../ports/index.ts';
import type { Terminal } from '../../ports/person/terminal.ts';
import { type Elsewhere, firstOf, foundElsewhere } from './elsewhere.ts';
import { lockWait, passOnRefusal } from './lock-wait.ts';
import { sentOnce } from './used-codes.ts';

/** The device whose code a call carries, and how the code is got. */
export interface MfaNeed {
  /** Null: the call carries no code. */
  readonly serial: string | null;
  /** A command line that prints the code; null for asking a person. */
  readonly process: string | null;
  /** The command that gets just this result, for the hint where nobody can be asked: `awscred login deploy -d 6h`. */
  readonly login: string;
  /** For the question: `covers the next 12h`. */
  readonly covers?: string;
}

interface MfaContext<T> {
  readonly ports: Pick<Ports, 'clock' | 'locks' | 'processes' | 'report' | 'store' | 'terminal'>;
  readonly request: Request;
  /** What the call is for, where another process may get it while a code is asked here. */
  readonly elsewhere: Elsewhere<T>;
}

const TRIES = 3;

/** The lock of everything that asks for codes of a device: each code works once. */
export function mfaLock(serial: string): string {
  return `mfa:${serial}`;
}

/** The error of `withMfaCode` where nobody can be asked; null where it need not ask. Makes no call. */
export function codeNeeded(
  need: MfaNeed,
  context: Omit<MfaContext<never>, 'elsewhere'>,
): AwscredError | null {
  const { serial, process } = need;
  if (serial === null || process !== null || context.request.mfaToken !== null) {
    return null;
  }
  return context.ports.terminal.available ? null : nobodyToAsk(serial, need.login, context.ports.terminal);
}

/** Runs `call` with a code of the device: from `--mfa-token`, from a program, or asked on the terminal up to three times. */
export async function withMfaCode<T extends object>(
  need: MfaNeed,
  context: MfaContext<T>,
  call: (mfa: MfaCode | null) => Promise<T>,
): Promise<T> {
  const { serial } = need;
  if (serial === null) {
    return call(null);
  }
  if (need.process !== null && context.request.mfaToken === null) {
    const line = need.process;
    const { codeOfProgram } = await import('./mfa-program.ts');
    return codeOfProgram({ serial, line }, context, async (code) => {
      const attempt = await tried(async () => call({ serial, code }));
      if (attempt.refusal !== null) {
        throw codeRefused(serial, attempt.refusal);
      }
      return attempt.value;
    });
  }
  const given = context.request.mfaToken;
  const first = given === null ? null : await sentGiven({ serial, code: given }, context, call);
  if (first !== null && first.refusal === null) {
    return first.value;
  }
  if (first !== null) {
    if (need.process !== null || !context.ports.terminal.available) {
      throw codeRefused(serial, first.refusal);
    }
    context.ports.terminal.say('rejected: the code is wrong, or was already used');
  }
  return aloneAtDevice({ ...need, serial }, context, async (over) =>
    askedCode({ ...need, serial, from: given === null ? 0 : 1 }, context.ports, call, over),
  );
}

/** The code of `--mfa-token`: another process may be sending the same one. */
async function sentGiven<T>(
  mfa: MfaCode,
  { ports, request }: Omit<MfaContext<never>, 'elsewhere'>,
  call: (mfa: MfaCode) => Promise<T>,
): Promise<Attempt<T>> {
  return ports.locks.withLock(mfaLock(mfa.serial), lockWait(ports, request), async () =>
    triedOnce(mfa, ports, call),
  );
}

/** One question at a time per device. It ends when another process gets the same result or a refusal. */
async function aloneAtDevice<T extends object>(
  need: MfaNeed & { readonly serial: string },
  context: MfaContext<T>,
  ask: (over: AbortSignal) => Promise<T>,
): Promise<T> {
  const { ports, request, elsewhere } = context;
  if (!ports.terminal.available) {
    throw nobodyToAsk(need.serial, need.login, context.ports.terminal);
  }
  return ports.locks.withLock(mfaLock(need.serial), lockWait(ports, request), async (turn) => {
    passOnRefusal(turn);
    return ports.locks.whileAsking('mfa-code', async () =>
      firstOf([ask, async (over) => foundElsewhere(elsewhere, ports.clock, over)]),
    );
  });
}

interface Asked extends MfaNeed {
  readonly serial: string;
  /** How many tries are used up. */
  readonly from: number;
}

async function askedCode<T>(
  { serial, covers, from }: Asked,
  ports: MfaContext<T>['ports'],
  call: (mfa: MfaCode) => Promise<T>,
  over: AbortSignal,
): Promise<T> {
  const { terminal } = ports;
  let refusal: unknown = null;
  for (let used = from; used < TRIES; used += 1) {
    const answer = await terminal.ask(question(serial, covers, used), over);
    if (answer === null) {
      throw new AwscredError('MFA_REFUSED', `no MFA code was given for ${shownDevice(serial)}`);
    }
    const code = mfaCodeIn(answer);
    if (code === null) {
      terminal.say('rejected: a code is six digits');
      continue;
    }
    const attempt = await triedOnce({ serial, code: new Secret(code) }, ports, call);
    if (attempt.refusal === null) {
      return attempt.value;
    }
    refusal = attempt.refusal;
    terminal.say('rejected: the code is wrong, or was already used');
  }
  throw codeRefused(serial, refusal);
}

/** `used`: it was sent before, and not again. */
type Attempt<T> = { readonly refusal: null; readonly value: T } | { readonly refusal: AwsRefusal | 'used' };

async function triedOnce<T>(
  mfa: MfaCode,
  ports: MfaContext<never>['ports'],
  call: (mfa: MfaCode) => Promise<T>,
): Promise<Attempt<T>> {
  const sent = await sentOnce(mfa.serial, mfa.code, ports, async () => tried(async () => call(mfa)));
  return sent === 'used' ? { refusal: 'used' } : sent;
}

async function tried<T>(call: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { refusal: null, value: await call() };
  } catch (error) {
    if (error instanceof AwsRefusal && isCodeRefusal(error)) {
      return { refusal: error };
    }
    throw error;
  }
}

/**
 * STS says AccessDenied for a wrong and for a used code alike, and for a wrong serial too, where no other code helps;
 * only its words tell.
 */
function isCodeRefusal(refusal: AwsRefusal): boolean {
  return /MultiFactorAuthentication failed with invalid/i.test(refusal.facts.message);
}

function question(serial: string, covers: string | undefined, used: number): string {
  const device = shownDevice(serial);
  if (used === 0) {
    return `MFA code for ${device}${covers === undefined ? '' : `, ${covers}`}`;
  }
  const left = TRIES - used;
  return `Next MFA code for ${device} (${left} ${left === 1 ? 'try' : 'tries'} left)`;
}

function codeRefused(serial: string, cause: unknown): AwscredError {
  const device = shownDevice(serial);
  const message =
    cause === 'used'
      ? `the MFA code for ${device} was used already: it is not sent again`
      : `AWS refused the MFA code for ${device}: it is wrong, or was already used`;
  return new AwscredError('MFA_REFUSED', message, {
    hints: [
      'use the next code the device shows; if that fails too, check mfa_serial and this machine’s clock',
    ],
    ...(cause === 'used' ? {} : { cause }),
  });
}

function nobodyToAsk(serial: string, login: string, { absence }: Pick<Terminal, 'absence'>): AwscredError {
  return new AwscredError(
    'NEEDS_PERSON',
    `an MFA code for ${shownDevice(serial)} is needed, and ${absence}`,
    { hints: [`run \`${login}\` in a terminal, then try again`] },
  );
}

function shownDevice(serial: string): string {
  return printable(deviceName(serial), 100);
}
