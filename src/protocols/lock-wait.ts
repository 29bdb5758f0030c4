import type { Request } from '../core/request.ts';
import type { Ports } from '../ports/index.ts';
import type { LockHolder, LockOptions } from '../ports/lock.ts';

/** How this command waits for another process, and what it says meanwhile. */
export function lockWait(ports: Pick<Ports, 'terminal' | 'report'>, request: Request): LockOptions {
  return {
    timeoutMs: request.waitTimeout * 1000,
    purpose: request.purpose,
    onWait(holder) {
      const line = waitingFor(holder);
      if (ports.terminal.available) {
        ports.terminal.say(`awscred: ${line}`);
      } else {
        ports.report.fact(line);
      }
    },
  };
}

/** Foreign text: escaped by whoever prints it. */
function waitingFor(holder: LockHolder): string {
  const what = holder.purpose === null ? 'another awscred' : `\`${holder.purpose}\``;
  const where = holder.terminal === null ? '' : `, ${holder.terminal}`;
  return `waiting: ${what} (pid ${holder.pid}${where}) is getting the same credentials`;
}
