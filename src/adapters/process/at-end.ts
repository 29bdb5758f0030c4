const work = new Set<() => void>();
let isArmed = false;

/** Runs `one` when the process ends by itself or by a signal it may handle. Returns a function that cancels it. */
export function atEnd(one: () => void): () => void {
  if (!isArmed) {
    isArmed = true;
    process.once('exit', endAll);
  }
  work.add(one);
  return () => void work.delete(one);
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const STATUS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Ends the process on these signals as the system would, but between two turns of the event loop, so that no file is
 * left half written, and after everything registered with `atEnd`, so that no child, lock or slot remains. Other
 * listeners (a program that runs in our place, a prompt that must restore the terminal) come first.
 */
export function endBySignals(): void {
  for (const signal of SIGNALS) {
    const end = (): void => {
      if (process.listenerCount(signal) > 1) {
        return;
      }
      endAll();
      process.off(signal, end);
      if (process.platform === 'win32') {
        // There is no dying of a signal there: it would end with 1.
        process.exit(STATUS[signal]);
      }
      // Dies of the signal rather than exiting: only then does a shell stop the script.
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
      // The others must still run.
    }
  }
  work.clear();
}
