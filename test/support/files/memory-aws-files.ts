import type { FileKind } from '../../../src/core/aws-files/config-drafts.ts';
import { applyEdits } from '../../../src/core/aws-files/edit/apply-edits.ts';
import { maskedDiff } from '../../../src/core/aws-files/edit/masked-diff.ts';
import type { AwsFileEditor } from '../../../src/ports/files/aws-file-editor.ts';

/** The editor over files in memory: what a disk adds (locks, owners, backups) is tested on one. */
export function memoryAwsFiles(
  contents: Map<string, string>,
  paths: Readonly<Record<FileKind, string>>,
): AwsFileEditor {
  return {
    makePrivate: async () => Promise.reject(new Error('a mode is about real files')),
    async change(file, edits, options = {}) {
      const path = paths[file];
      const before = contents.get(path) ?? '';
      const asked = typeof edits === 'function' ? edits(before) : edits;
      const after = applyEdits({ file, path, text: before }, asked);
      const changed = after !== before;
      if (changed && options.dryRun !== true) {
        contents.set(path, after);
      }
      const diff = async (): Promise<string> =>
        Promise.resolve(changed ? maskedDiff({ file, path, before, after }) : '');
      return Promise.resolve({ path, changed, backup: null, diff });
    },
  };
}
