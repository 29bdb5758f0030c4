import type { SectionKind } from '../config-sections.ts';

/** A section as a reader finds it, however its header is spelt. The credentials file has profiles alone. */
export interface SectionName {
  readonly kind: SectionKind;
  readonly name: string;
}

/** A key and its value, on one line. Keys are lower-case. */
type KeyValue = readonly [key: string, value: string];

/**
 * One change of one section of AWS's files, as data. What is not there is nothing to remove or rename; everything else
 * that cannot be done exactly is refused (core/aws-files/edit/apply-edits.ts).
 */
export type FileEdit = { readonly section: SectionName } & (
  | {
      /** Sets keys in place, new ones behind the last; makes the section at the file's end where it is missing. */
      readonly change: 'set';
      readonly values: readonly KeyValue[];
    }
  | { readonly change: 'remove'; readonly keys: readonly string[] }
  | {
      /** Renames keys in place; value, comment and the rest of the line stay. */
      readonly change: 'rename';
      readonly keys: readonly (readonly [from: string, to: string])[];
    }
  | {
      /** Adds a key on the line behind another one and what continues it. */
      readonly change: 'insert';
      readonly behind: string;
      readonly key: string;
      readonly value: string;
    }
  | {
      /** Moves lines, with what continues them, behind the last key of another section. */
      readonly change: 'move';
      readonly keys: readonly string[];
      readonly to: SectionName;
    }
  /** Of a key that stands twice the last counts: removes the others. */
  | { readonly change: 'remove-repeated' }
  /** Removes the section; a comment that touches the next header stays. */
  | { readonly change: 'remove-section' }
);
