import { AwscredError } from '../../errors.ts';
import { printable } from '../text/printable.ts';
import type { FolderRule } from './folders-text.ts';

/** A rule and its folder, links resolved. */
export interface RealRule {
  readonly rule: FolderRule;
  readonly folder: string;
}

/**
 * The rule of the deepest folder that holds the current one, both with links resolved; null for none. AwscredError
 * SETTINGS where two rules give one folder different profiles.
 */
export function folderRuleFor(current: string, rules: readonly RealRule[]): FolderRule | null {
  const holding = rules.filter(({ folder }) => holds(folder, current));
  const depth = Math.max(0, ...holding.map(({ folder }) => folder.length));
  const [first, ...others] = holding.filter(({ folder }) => folder.length === depth);
  const other = others.find(({ rule }) => rule.profile !== first?.rule.profile);
  if (first !== undefined && other !== undefined) {
    const { file, line, folder } = other.rule;
    const message = `[folder ${printable(folder, 200)}] is the folder of line ${first.rule.line}, with another profile`;
    throw new AwscredError('SETTINGS', message, { at: { file, line } });
  }
  return first?.rule ?? null;
}

function holds(folder: string, current: string): boolean {
  const separator = /^(?:[A-Za-z]:|\\\\)/.test(folder) ? '\\' : '/';
  const inside = folder.endsWith(separator) ? folder : `${folder}${separator}`;
  return current === folder || current.startsWith(inside);
}
