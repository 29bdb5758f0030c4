const work = new Set<() => void>();
let isArmed = false;

/** Runs `one` when the process ends by itself or by a signal it may handle. Returns what takes it back. */
export function atEnd(one: () => void): () => void {
  if (!isArmed) {
    isArmed = true;
    process.once('exit', endAll);
  }
  work.add(one);
  return () => void work.delete(one);
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Ends the process by these signals as the system would, but between two turns of the event loop, so that no file
 * is left half written, and after all of `atEnd`: no child, no lock, no slot stays.
 * Whoever else listens (a program run in our place, a prompt that must restore the terminal) comes first.
 */
export function endBySignals(): void {
  for (const signal of SIGNALS) {
    const end = (): void => {
      if (process.listenerCount(signal) > 1) {
        return;
      }
      endAll();
      process.off(signal, end);
      // Dies of it rather than exits: a shell that runs a script stops the script only then.
      process.kill(process.pid, signal);
    };
    process.on(signal, end);
  }
}

function endAll(): void {
  for (const one of [...work].toReversed()) {
    try {
      one();
    } catch {
      // The rest must be done all the same.
    }
  }
  work.clear();
}
