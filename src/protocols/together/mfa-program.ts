import { deviceName, mfaCodeIn } from '../../core/plan/mfa-device.ts';
import type { Request } from '../../core/plan/request.ts';
import { Secret } from '../../core/secret.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import { lockWait } from './lock-wait.ts';
import { mfaLock } from './mfa-code.ts';
import { rememberCode, usedCodes } from './used-codes.ts';

interface Device {
  readonly serial: string;
  /** The command line that prints a code. */
  readonly line: string;
}

interface Context {
  readonly ports: Pick<Ports, 'clock' | 'locks' | 'processes' | 'report' | 'store' | 'terminal'>;
  readonly request: Request;
}

/** All that the program takes, waiting for a fresh code included. */
const LONGEST_MS = 60_000;
const BETWEEN_MS = 2_000;

/**
 * A code that a program gives, which is sent once: of two processes the second one waits for the next code. AwscredError
 * CONFIG where the program prints none, TIMEOUT where it prints no fresh one within a minute.
 */
export async function codeOfProgram<T>(
  device: Device,
  context: Context,
  send: (code: Secret) => Promise<T>,
): Promise<T> {
  const { ports, request } = context;
  return ports.locks.withLock(mfaLock(device.serial), lockWait(ports, request), async () => {
    const used = await usedCodes(device.serial, ports);
    const code = await freshCode(device, ports, used);
    await rememberCode(device.serial, [code, ...used], ports);
    return send(new Secret(code));
  });
}

async function freshCode(
  { serial, line }: Device,
  { processes, clock }: Context['ports'],
  used: readonly string[],
): Promise<string> {
  const ends = clock.now() + LONGEST_MS;
  for (;;) {
    const timeoutMs = Math.max(1, ends - clock.now());
    const code = mfaCodeIn(await processes.run(line, { timeoutMs }));
    if (code === null) {
      throw new AwscredError('CONFIG', 'the program of mfa_process did not print a six-digit code');
    }
    if (!used.includes(code)) {
      return code;
    }
    if (clock.now() + BETWEEN_MS >= ends) {
      const device = printable(deviceName(serial), 100);
      throw new AwscredError(
        'TIMEOUT',
        `the program of mfa_process prints a code for ${device} that was used already`,
        {
          hints: ['a code works once: the program has to print a new one every 30 seconds'],
        },
      );
    }
    await clock.sleep(BETWEEN_MS);
  }
}
