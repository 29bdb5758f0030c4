import { processWords } from '../../core/aws-files/adopt/process-line.ts';
import type { FileKind } from '../../core/aws-files/config-drafts.ts';
import type { FileEdit } from '../../core/aws-files/edit/file-edit.ts';
import { repeatedKeyEdits } from '../../core/aws-files/edit/repeated-keys.ts';
import { nearest } from '../../core/text/nearest.ts';
import { quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { AwsFileEditor } from '../../ports/aws-file-editor.ts';
import { shown } from './aws-files.ts';
import { linesToMend } from './adopted-lines.ts';
import type { Seen } from './check.ts';
import { openFiles } from './key-checks.ts';

/** What a fix works with. */
export interface FixContext {
  readonly seen: Pick<Seen, 'run' | 'config' | 'machine'>;
  readonly editor: AwsFileEditor;
  /** The words that start awscred today. */
  readonly program: () => Promise<readonly string[]>;
}

/** What was changed: one sentence, foreign text inside. */
export interface Fixed {
  readonly id: string;
  readonly text: string;
}

/** THE TABLE of what `doctor --fix` can mend without a decision, by the check's id. */
const FIXES: Readonly<Record<string, (context: FixContext) => Promise<readonly string[]>>> = {
  'files-private': makeFilesPrivate,
  'adopted-lines': correctLines,
  duplicates: removeRepeatedKeys,
};

/** Mends what the ids name, or all that can be. AwscredError USAGE for an id without a fix. */
export async function fixAll(ids: readonly string[], context: FixContext): Promise<readonly Fixed[]> {
  const asked = ids.length === 0 ? Object.keys(FIXES) : ids;
  const fixes = asked.map((id) => [id, Object.hasOwn(FIXES, id) ? FIXES[id] : undefined] as const);
  const fixed: Fixed[] = [];
  for (const [id, fix] of fixes) {
    if (fix === undefined) {
      throw unfixable(id);
    }
  }
  for (const [id, fix] of fixes) {
    fixed.push(...((await fix?.(context)) ?? []).map((text) => ({ id, text })));
  }
  return fixed;
}

function unfixable(id: string): AwscredError {
  const known = Object.keys(FIXES);
  const near = nearest(id, known);
  return new AwscredError('USAGE', `doctor cannot fix ${quoted(id)} by itself`, {
    hints: [
      ...(near.length === 0 ? [] : [`did you mean ${near.join(' or ')}?`]),
      `it can fix ${known.join(', ')}`,
    ],
  });
}

async function makeFilesPrivate({ seen, editor }: FixContext): Promise<readonly string[]> {
  const paths = openFiles(seen);
  for (const path of paths) {
    await editor.makePrivate(kindOf(path, seen));
  }
  return paths.map((path) => `only you can read ${shownIn(path, seen)} now`);
}

async function correctLines({ seen, editor, program }: FixContext): Promise<readonly string[]> {
  const dead = linesToMend(seen);
  if (dead.length === 0) {
    return [];
  }
  const words = await program();
  const texts: string[] = [];
  for (const file of ['config', 'credentials'] as const) {
    const here = dead.filter(({ line }) => kindOf(line.file, seen) === file);
    const edits = here.map(({ profile, rest }): FileEdit => ({
      change: 'set',
      section: { kind: 'profile', name: profile },
      values: [
        ['credential_process', processWords([...words, ...rest], seen.run.ports.environment.platform)],
      ],
    }));
    const { changed, path } = await editor.change(file, edits);
    texts.push(
      ...(changed
        ? [
            `${counted(here.length, 'profile')} in ${shownIn(path, seen)} ${here.length === 1 ? 'calls' : 'call'} this awscred now`,
          ]
        : []),
    );
  }
  return texts;
}

async function removeRepeatedKeys({ seen, editor }: FixContext): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const file of ['config', 'credentials'] as const) {
    let count = 0;
    const { changed, path } = await editor.change(file, (text) => {
      const edits = repeatedKeyEdits(file, text);
      count = edits.length;
      return edits;
    });
    texts.push(
      ...(changed
        ? [
            `of each repeated key the last one is left, which counts: ${counted(count, 'section')} of ${shownIn(path, seen)}`,
          ]
        : []),
    );
  }
  return texts;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function kindOf(path: string, { config }: FixContext['seen']): FileKind {
  return !(config instanceof AwscredError) && config.credentialsFile.path === path ? 'credentials' : 'config';
}

function shownIn(path: string, { run }: FixContext['seen']): string {
  return shown(path, run.ports.environment.home);
}
