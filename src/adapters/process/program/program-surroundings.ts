import { isAbsolute } from 'node:path';
import { environmentBeforeLive } from '../../../core/live/live-variables.ts';
import { systemFolder } from '../windows-program.ts';

/** AWS credentials in our own environment, which browsers and code generators do not need. */
const CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_BEARER_TOKEN_BEDROCK',
  'EC2_SECURITY_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
];

/**
 * The environment and folder of a program that the user named: our variables without AWS credentials, and a folder where
 * a relative entry of PATH finds nothing that anybody has put there. Everybody may write at the top of a Windows drive.
 */
export function programSurroundings(): { readonly env: NodeJS.ProcessEnv; readonly cwd: string } {
  const cwd = process.platform === 'win32' ? systemFolder() : '/';
  return { env: withoutCredentials(environmentBeforeLive(process.env)), cwd };
}

function withoutCredentials(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !CREDENTIALS.includes(name)));
}

/** Runs a library that starts a program with all our variables; the credentials are removed meanwhile. */
export async function withCredentialsAway<T>(work: () => Promise<T>): Promise<T> {
  const there = CREDENTIALS.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  there.forEach(([name]) => delete process.env[name]);
  try {
    return await work();
  } finally {
    there.forEach(([name, value]) => (process.env[name] = value));
  }
}

/** `bin/otp`, `./otp`: it would be another program in every folder. */
export function dependsOnFolder(program: string): boolean {
  return /[\\/]/.test(program) && !isAbsolute(program);
}
