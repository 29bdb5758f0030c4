import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { pasteable, printable } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import { foreignAncestor } from './private-folder.ts';
import { type Fault, faultOf, judge, type Trust } from './trust-walk.ts';

/** Whoever can write settings chooses where sign-in secrets go. Windows is not checked. */
const OWNED: Trust = { reach: 'last', orRoot: true, forbidden: 0o022 };

/** Refuses (AwscredError SETTINGS) what belongs to neither the user nor root, or what group or others can write. */
export function checkFile(path: string, stats: Stats): void {
  refuse(judge({ path, stats }, OWNED), 'FILE');
  if (process.geteuid !== undefined && !stats.isFile()) {
    throw refusal(path, 'is not a regular file', []);
  }
}

/** Root writes nothing below another user's folder: what looks like a folder there may be a link to anywhere. */
export function checkAncestors(path: string): void {
  const fault = foreignAncestor(path);
  if (fault !== null) {
    throw new AwscredError('SETTINGS', `${fault}: awscred does not write to it`, {
      at: { file: path, line: null },
    });
  }
}

/** The folder a file stands in, and the one its link leads to. Both may be missing. */
export function checkFolder(path: string): void {
  for (const folder of new Set([dirname(path), dirname(realPathOf(path))])) {
    refuse(faultOf(folder, OWNED), 'FOLDER');
  }
}

/** Whether there is a link; refuses one that another user made. */
export function checkLink(path: string): boolean {
  const stats = lstatIfThere(path);
  if (stats === null || !stats.isSymbolicLink()) {
    return false;
  }
  refuse(judge({ path, stats }, OWNED), 'LINK');
  return true;
}

function lstatIfThere(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** `noun` stands for the path in a hint that cannot name it. */
function refuse(fault: Fault | null, noun: string): void {
  if (fault?.what === 'owner') {
    throw refusal(fault.path, `belongs to another user (uid ${fault.stats.uid}): it is ignored`, []);
  }
  if (fault?.what === 'open') {
    const hints = [pasteable('chmod go-w', fault.path, noun)];
    throw refusal(fault.path, 'can be written by other users: it is ignored', hints);
  }
}

function refusal(path: string, fault: string, hints: readonly string[]): AwscredError {
  return new AwscredError('SETTINGS', `${printable(path)} ${fault}`, {
    hints,
    at: { file: path, line: null },
  });
}
