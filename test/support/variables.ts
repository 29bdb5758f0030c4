import type { Environment } from '../../src/ports/environment.ts';

/** An environment of the given variables, in /home/jane on Linux. Empty ones count as unset, as in the real one. */
export function environmentOf(
  variables: Readonly<Record<string, string>> = {},
  platform: NodeJS.Platform = 'linux',
): Environment {
  const known = new Map(Object.entries(variables));
  return {
    get: (name) => known.get(name) || null,
    home: '/home/jane',
    platform,
    homeOf: (user) => (user === 'root' ? '/root' : null),
    machine: 'this machine',
    user: 'jane',
  };
}

/** What `act` throws, as an object to compare; fails where it throws nothing. */
export function thrownBy(act: () => unknown): {
  code: unknown;
  message: string;
  file: unknown;
  line: unknown;
  hints: readonly string[];
} {
  try {
    act();
  } catch (error) {
    const { code, message, file, line, hints } = error as ReturnType<typeof thrownBy>;
    return { code, message, file, line, hints };
  }
  throw new Error('nothing was thrown');
}
