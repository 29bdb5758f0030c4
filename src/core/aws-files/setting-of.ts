import { AwscredError } from '../../errors.ts';
import type { Section } from './config-model.ts';
import { printable } from '../text/printable.ts';
import type { Setting } from '../plan/step.ts';

/**
 * A key of a section as a setting with its file and line; null where it is absent.
 * A nested block in the place of a value is AwscredError CONFIG; secrets are not settings.
 */
export function settingOf(section: Section, key: string): Setting | null {
  const property = section.properties.get(key);
  if (property === undefined) {
    return null;
  }
  const { value, file, line, from } = property;
  if (typeof value !== 'string') {
    const message = `${printable(section.name, 80)}: ${printable(key, 80)} is a block of keys where a value is needed`;
    throw new AwscredError('CONFIG', message, { at: { file, line } });
  }
  return from === undefined ? { value, file, line } : { value, file: null, line: null, from };
}

/** Like settingOf, but an empty value counts as absent. */
export function filledSettingOf(section: Section, key: string): Setting | null {
  const setting = settingOf(section, key);
  return setting === null || setting.value === '' ? null : setting;
}
