import type { HotCache } from '../../ports/store/hot-cache.ts';
import type { SettingsFile } from '../../ports/store/settings-file.ts';

/** The settings file with the hot cache in front of it: a changed setting ends what was kept under the old ones. */
export function hotSettingsFile(file: SettingsFile, hot: Pick<HotCache, 'clear'>): SettingsFile {
  return {
    ...file,
    write: (text) => {
      hot.clear();
      file.write(text);
    },
  };
}
