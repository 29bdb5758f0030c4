import { applyEdits } from '../../core/aws-files/edit/apply-edits.ts';
import type { FileKind } from '../../core/aws-files/config-drafts.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { AwsFileEditor, Change, ChangeOptions, Edits } from '../../ports/files/aws-file-editor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Locks } from '../../ports/store/lock.ts';
import { type AwsFileOnDisk, makePrivate, readAwsFile, writeAwsFile } from './aws-file-on-disk.ts';
import { keepBackup } from './backups.ts';

interface EditorOptions {
  /** Full paths of the two files. */
  readonly paths: Readonly<Record<FileKind, string>>;
  readonly stateFolder: string;
  readonly locks: Pick<Locks, 'withLock'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Under one lock for both files; other tools take none, so the file is read again before it is replaced. */
export function awsFileEditor(options: EditorOptions): AwsFileEditor {
  const { locks, paths } = options;
  const alone = async <T>(work: () => T): Promise<T> =>
    locks.withLock('aws-files', { timeoutMs: LOCK_MS, purpose: 'edit' }, async () => Promise.resolve(work()));
  return {
    async change(file, edits, how = {}) {
      const work = (): Change => change({ file, path: paths[file], edits, how }, options);
      // A dry run leaves no trace, not even a lock's.
      return how.dryRun === true ? Promise.resolve(work()) : alone(work);
    },
    makePrivate: (file) => alone(() => makePrivate(readAwsFile(paths[file]))),
  };
}

const LOCK_MS = 20_000;

interface Task {
  readonly file: FileKind;
  readonly path: string;
  readonly edits: Edits;
  readonly how: ChangeOptions;
}

function change({ file, path, edits, how }: Task, options: EditorOptions): Change {
  const old = readAwsFile(path);
  const before = old.text ?? '';
  const asked = typeof edits === 'function' ? edits(before) : edits;
  const after = applyEdits({ file, path, text: before }, asked);
  const changed = after !== before;
  const isWritten = changed && how.dryRun !== true;
  const backup = isWritten && how.backup !== false ? backupOf(old, options) : null;
  if (isWritten) {
    refuseChanged(old);
    writeAwsFile(old, after);
  }
  return {
    path,
    changed,
    backup,
    async diff() {
      const { maskedDiff } = await import('../../core/aws-files/edit/masked-diff.ts');
      return changed ? maskedDiff({ file, path, before, after }) : '';
    },
  };
}

function backupOf({ path, text }: AwsFileOnDisk, { stateFolder, clock }: EditorOptions): string | null {
  return text === null ? null : keepBackup({ stateFolder, of: path, text, now: clock.now() });
}

function refuseChanged(old: AwsFileOnDisk): void {
  const now = readAwsFile(old.path);
  if (now.text !== old.text || now.target !== old.target) {
    throw new AwscredError('CONFIG', `${printable(old.path)} changed meanwhile: nothing was changed`, {
      at: { file: old.path, line: null },
      hints: ['run the command again'],
    });
  }
}
