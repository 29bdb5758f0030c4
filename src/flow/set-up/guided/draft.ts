import type { SectionName } from '../../../core/aws-files/edit/file-edit.ts';
import type { KeyPair } from '../../../core/kept-keys.ts';

/** A section that `setup` will write. */
export interface SectionDraft {
  readonly section: SectionName;
  readonly values: readonly (readonly [key: string, value: string])[];
}

/** What `setup` has found out: sections of `~/.aws/config`, the profile's last; and keys for the store. */
export interface Draft {
  readonly profile: string;
  readonly sections: readonly SectionDraft[];
  readonly keys: KeyPair | null;
  /** False for what works elsewhere only: a job's token. */
  readonly isTestable?: boolean;
}

/** A profile's section; empty values are left out. */
export function profileDraft(profile: string, values: SectionDraft['values']): SectionDraft {
  return { section: { kind: 'profile', name: profile }, values: values.filter(([, value]) => value !== '') };
}
