import { AwscredError } from '../../errors.ts';
import type { Section } from './config-model.ts';
import { printable } from '../text/printable.ts';

/** The section, if none of its own lines is malformed; else AwscredError CONFIG_SYNTAX with the first fault. */
export function soundSection<S extends Section>(section: S, kind: 'profile' | 'sso-session' | 'services'): S {
  const [fault] = section.faults;
  if (fault !== undefined) {
    const message = `${kind} ${printable(section.name, 80)}: ${fault.message}`;
    throw new AwscredError('CONFIG_SYNTAX', message, { at: fault });
  }
  return section;
}
