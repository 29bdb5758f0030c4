import { AwscredError } from '../../../errors.ts';
import type { FileKind } from '../config-drafts.ts';
import { meaningIn } from '../config-drafts.ts';
import { readHeader } from '../ini/ini-header.ts';
import { quoted } from '../../text/printable.ts';
import type { SectionName } from './file-edit.ts';

/** Above each section that awscred makes; a comment that no reader sees. */
export const MANAGED = '# managed by awscred';

/**
 * A new section's header, as the AWS CLI spells it: quotes only around a name with a blank. AwscredError CONFIG for a
 * name that the file cannot hold so that every tool reads it.
 */
export function headerText(file: FileKind, section: SectionName): string {
  const { kind, name } = section;
  const text = spelt(file, section);
  const read = meaningIn(file)(readHeader(text));
  if (UNFIT.test(name) || read.kind !== kind || read.name !== name) {
    throw new AwscredError('CONFIG', `AWS's files cannot hold a section named ${quoted(name)}`, {
      hints: ['choose a name without brackets, quotes, backslashes and control characters'],
    });
  }
  return text;
}

const UNFIT = /[\][\0-\x1f\x7f-\x9f"'\\#;]|^[ \t]|[ \t]$|^$/;

function spelt(file: FileKind, { kind, name }: SectionName): string {
  if (file === 'credentials' || (kind === 'profile' && name === 'default')) {
    return `[${name}]`;
  }
  return /[ \t]/.test(name) ? `[${kind} '${name}']` : `[${kind} ${name}]`;
}
