import type { Config, Property } from '../../../src/core/aws-files/config-model.ts';
import { readConfig } from '../../../src/core/aws-files/config.ts';
import { Secret } from '../../../src/core/secret.ts';
import { assertSameConfig } from './same-config.ts';

export const CONFIG_PATH = '/home/jane/.aws/config';
export const CREDENTIALS_PATH = '/home/jane/.aws/credentials';

/**
 * Reads the texts as the two files of /home/jane; null is a file that is not there. A text of everyday size is read on
 * demand too, and must give the same.
 */
export function configOf(config: string | null, credentials: string | null = null): Config {
  const files = {
    config: { path: CONFIG_PATH, text: config },
    credentials: { path: CREDENTIALS_PATH, text: credentials },
  };
  return (config?.length ?? 0) + (credentials?.length ?? 0) < 10_000
    ? assertSameConfig(files)
    : readConfig(files);
}

/** Profiles as plain values, to compare; a secret as `secret:LENGTH`. */
export function valuesOf(config: Config): Record<string, unknown> {
  return Object.fromEntries([...config.profiles].map(([name, { properties }]) => [name, plain(properties)]));
}

function plain(properties: ReadonlyMap<string, Property>): Record<string, unknown> {
  return Object.fromEntries(
    [...properties].map(([key, { value }]) => {
      if (value instanceof Secret) {
        return [key, `secret:${value.length}`];
      }
      return [key, typeof value === 'string' ? value : plain(value)];
    }),
  );
}

/** `code@line` of every diagnostic, in order. */
export function codesOf(config: Config): string[] {
  return config.diagnostics.map(({ code, line }) => `${code}@${line}`);
}
