import type { Request } from '../../core/plan/request.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError, type ErrorCode } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import type { LockHolder, LockOptions, Question, Turn } from '../../ports/store/lock.ts';

/** How this command waits for another process, and what it says meanwhile. */
export function lockWait(ports: Pick<Ports, 'terminal' | 'report'>, request: Request): LockOptions {
  return {
    timeoutMs: request.waitTimeout * 1000,
    purpose: request.purpose,
    // A person who types `login` wants to be asked here, even if another command is already asking elsewhere.
    besideAsking: request.asking === 'login',
    onWait(holder) {
      const line = waitingFor(holder);
      if (!ports.terminal.available) {
        ports.report.fact(line);
        return;
      }
      // The holder may have printed its question since its note was read: start a new line.
      ports.terminal.say(`awscred: ${line}`, holder.here ? 'below' : undefined);
    },
  };
}

/** Throws the refusal that a person gave to the process we waited for: it applies to everybody who waited. */
export function passOnRefusal(turn: Turn): void {
  const { before } = turn;
  if (before === null || before.outcome === 'answered') {
    return;
  }
  throw new AwscredError(
    before.outcome,
    `${MEANING[before.outcome] ?? MEANING.REFUSED} to ${shownHolder(before.holder)}, which this one waited for`,
    {
      hints: ['run it again to be asked here'],
    },
  );
}

const MEANING: Readonly<Partial<Record<ErrorCode, string>>> & { readonly REFUSED: string } = {
  REFUSED: 'the sign-in was refused',
  TIMEOUT: 'nobody answered the sign-in in time',
  MFA_REFUSED: 'nobody gave an MFA code that AWS accepts',
  NOT_CONFIRMED: 'the text it asked for was not typed',
};

/** Foreign text: the printer escapes it. */
function waitingFor(holder: LockHolder): string {
  const { asking } = holder;
  const does =
    asking === null
      ? 'is getting the same credentials'
      : `${ASKS[asking]}; answer ${holder.here ? 'here' : 'there'}`;
  return `waiting: ${shownHolder(holder)} ${does}`;
}

const ASKS: Readonly<Record<Question, string>> = {
  'sign-in': 'asks for a sign-in',
  'mfa-code': 'asks for an MFA code',
  confirmation: 'asks for a confirmation',
};

function shownHolder(holder: LockHolder): string {
  const what = holder.purpose === null ? 'another awscred' : `\`${printable(holder.purpose, 120)}\``;
  const where = holder.terminal === null ? '' : `, ${holder.terminal}`;
  return `${what} (pid ${holder.pid}${where})`;
}
