import { processWords } from '../../core/aws-files/adopt/process-line.ts';
import type { FileKind } from '../../core/aws-files/config-drafts.ts';
import type { FileEdit } from '../../core/aws-files/edit/file-edit.ts';
import { repeatedKeyEdits } from '../../core/aws-files/edit/repeated-keys.ts';
import { nearest } from '../../core/text/nearest.ts';
import { quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { AwsFileEditor } from '../../ports/files/aws-file-editor.ts';
import { shown } from './aws-files.ts';
import { linesToMend } from './adopted-lines.ts';
import type { Seen } from './check.ts';
import { FIXABLE } from './fixable.ts';
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

/** THE TABLE of what can be mended without a decision, by the check's id: what was changed, in sentences. */
const FIXES: Readonly<Record<Fixable, (context: FixContext) => Promise<readonly string[]>>> = {
  'files-private': makeFilesPrivate,
  'adopted-lines': correctLines,
  duplicates: removeRepeatedKeys,
};

type Fixable = (typeof FIXABLE)[number];

/** Mends what the ids name, or all that can be. AwscredError USAGE for an id without a fix. */
export async function fixAll(ids: readonly string[], context: FixContext): Promise<readonly Fixed[]> {
  const asked = ids.length === 0 ? FIXABLE : ids.map(fixable);
  const fixed: Fixed[] = [];
  for (const id of asked) {
    const texts = await FIXES[id](context);
    fixed.push(...texts.map((text) => ({ id, text })));
  }
  return fixed;
}

function fixable(id: string): Fixable {
  const found = FIXABLE.find((each) => each === id);
  if (found === undefined) {
    throw unfixable(id);
  }
  return found;
}

function unfixable(id: string): AwscredError {
  const near = nearest(id, FIXABLE);
  return new AwscredError('USAGE', `doctor cannot fix ${quoted(id)} by itself`, {
    hints: [
      ...(near.length === 0 ? [] : [`did you mean ${near.join(' or ')}?`]),
      `it can fix ${FIXABLE.join(', ')}`,
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
