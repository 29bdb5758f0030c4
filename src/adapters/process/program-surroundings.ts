import { isAbsolute } from 'node:path';

/** Credentials for AWS that happen to stand in our own environment: no browser and no code generator needs them. */
const CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
];

/**
 * What a program that the user named is started with: our variables without AWS credentials, and a folder in which a
 * relative entry of PATH finds nothing of the current one.
 */
export function programSurroundings(): { readonly env: NodeJS.ProcessEnv; readonly cwd: string } {
  return { env: withoutCredentials(process.env), cwd: '/' };
}

export function withoutCredentials(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !CREDENTIALS.includes(name)));
}

/** Runs work that starts a program with all our variables, as a library does; the credentials are away meanwhile. */
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
