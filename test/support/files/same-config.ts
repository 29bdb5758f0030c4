import assert from 'node:assert/strict';
import { configOnDemand } from '../../../src/core/aws-files/config-on-demand.ts';
import type { Config, Property, Section } from '../../../src/core/aws-files/config-model.ts';
import { type FileTexts, readConfig } from '../../../src/core/aws-files/config.ts';
import { Secret } from '../../../src/core/secret.ts';

const MAPS = ['profiles', 'ssoSessions', 'services'] as const;

/** Reading on demand gives what reading everything gives: for each section that is there, and for the names besides. */
export function assertSameConfig(files: FileTexts, besides: readonly string[] = []): Config {
  const whole = readConfig(files);
  for (const map of MAPS) {
    const demanded = configOnDemand(files)[map];
    for (const name of new Set([...whole[map].keys(), ...besides])) {
      const shown = (section: Section | undefined): unknown =>
        section === undefined ? null : plain(section);
      assert.deepEqual(shown(demanded.get(name)), shown(whole[map].get(name)), `${map} ${name}`);
      assert.equal(demanded.has(name), whole[map].has(name));
    }
    assert.deepEqual([...demanded.keys()], [...whole[map].keys()]);
    assert.equal(demanded.size, whole[map].size);
  }
  const names = [...whole.profiles.keys(), ...besides];
  for (const some of [names, names.slice(0, 1), names.slice(1).toReversed()].map((list) => new Set(list))) {
    assert.deepEqual(configOnDemand(files).diagnosticsOf(some), whole.diagnosticsOf(some));
  }
  assert.deepEqual(configOnDemand(files).diagnostics, whole.diagnostics);
  return whole;
}

/** With the values of secrets, which compare as equal otherwise, and the order of keys. */
function plain(value: unknown): unknown {
  if (value instanceof Secret) {
    return { secret: value.reveal() };
  }
  if (value instanceof Map) {
    return [...(value as ReadonlyMap<string, Property>)].map(([key, one]) => [key, plain(one)]);
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
    : value;
}
