import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { Transport, Transports } from '../../../ports/transports.ts';
import { atEnd } from '../at-end.ts';
import { environmentBeforeLive } from '../../../core/live/live-variables.ts';
import { startable } from '../windows-program.ts';

/** A child of ours, in our own group: it may ask on the terminal, and Ctrl-C reaches it as well. */
export const childTransports: Transports = {
  start(command, onLine) {
    const found = startable(command);
    if (typeof found === 'string') {
      return goneAtOnce(
        found === 'missing' ? 'command not found' : 'a batch file cannot be given these words',
      );
    }
    const { program, words, windowsVerbatimArguments } = found;
    const asked = signalled();
    const child = spawn(program, words, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: environmentBeforeLive(process.env),
      windowsVerbatimArguments,
    });
    const cancel = atEnd(() => void child.kill('SIGTERM'));
    readLines(child.stdout, onLine);
    // A transport that has gone is told by its end.
    child.stdin.on('error', () => undefined);
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) =>
        resolve(
          error.code === 'ENOENT' ? 'command not found' : `cannot be started (${error.code ?? 'unknown'})`,
        ),
      );
      // Not 'close': what it has started may hold the pipe. Its last words are on their way.
      child.once('exit', (status, signal) =>
        setTimeout(() => resolve(signal ?? `status ${status ?? 'unknown'}`), LAST_WORDS_MS),
      );
    });
    return {
      send: (text) => void child.stdin.write(text),
      ended,
      asked,
      end: async () => {
        cancel();
        await stopped(child, ended);
      },
    };
  },
};

function goneAtOnce(why: string): Transport {
  return {
    send: () => {},
    ended: Promise.resolve(why),
    asked: new Promise(() => {}),
    end: async () => Promise.resolve(),
  };
}

const LAST_WORDS_MS = 100;

type Signal = Awaited<Transport['asked']>;

/** The process lives on after these while a share runs: what is on the far side has to go first. */
function signalled(): Promise<Signal> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve(signal));
    }
  });
}

const PATIENCE_MS = 3000;

async function stopped(
  child: { readonly stdin: { end(): void }; kill(signal: NodeJS.Signals): boolean },
  ended: Promise<string>,
): Promise<void> {
  child.stdin.end();
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const over = await Promise.race([ended.then(() => true), late()]);
    if (over) {
      return;
    }
    child.kill(signal);
  }
  await Promise.race([ended, late()]);
}

function late(): Promise<boolean> {
  return new Promise((resolve) => void setTimeout(() => resolve(false), PATIENCE_MS).unref());
}

const LONGEST = 4096;

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = `${rest}${decoder.write(chunk)}`.split('\n');
    rest = (lines.pop() ?? '').slice(0, LONGEST);
    lines.forEach((line) => onLine(line.slice(0, LONGEST)));
  });
  stream.on('end', () => rest !== '' && onLine(rest));
}
