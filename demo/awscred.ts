import { spawn } from 'node:child_process';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end. */
  readonly took: number;
}

const LIMIT_MS = 12_000;

/** Runs a program to its end and returns what it printed. */
export async function ran(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<Ran> {
  const [program = '', ...words] = argv;
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, took: performance.now() - begun, ...output }));
  });
}
