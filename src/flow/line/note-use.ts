import { readUses, usesText, withUse } from '../../core/uses.ts';
import type { Run } from './run.ts';

/** Counts a use of a profile, for the order of the picker. Of two at once one may be lost. */
export function noteUse({ ports }: Run, profile: string): void {
  const { notes, clock } = ports;
  notes.write('uses', usesText(withUse(readUses(notes.read('uses')), profile, clock.now())));
}
