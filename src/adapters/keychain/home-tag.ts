import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { places, type PlacesInput, usualStateFolder } from '../../core/places.ts';

/**
 * Whose items are whose in the one keychain of a user (docs/store.md, "Items"): 16 hex digits that stand for the state
 * folder, links resolved; null for the usual one, whose items have no tag.
 */
export function homeTag(environment: PlacesInput): string | null {
  const own = places(environment).stateFolder;
  const usual = usualStateFolder(environment);
  if (own === usual) {
    return null;
  }
  const folder = realFolder(own);
  return folder === realFolder(usual) ? null : createHash('sha256').update(folder).digest('hex').slice(0, 16);
}

/** What an item of this home is called in the keychain: `account`, behind it the tag. */
export function taggedName(account: string, tag: string | null): string {
  return tag === null ? account : `${account}-${tag}`;
}

/** The account behind an item's name, or null where the item, or the chunk of one, is another home's. */
export function accountOfHome(name: string, tag: string | null): string | null {
  const [, account = '', found, chunk = ''] = TAGGED.exec(name) ?? [];
  if (tag === null) {
    return found === undefined ? name : null;
  }
  return found === tag ? `${account}${chunk}` : null;
}

const TAGGED = /^(v\d+\.[a-z]+\.[^.-]+)-([0-9a-f]{16})((?:\..*)?)$/;

/** Also for a folder that is not there yet: it has the same name once it is. */
function realFolder(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realFolder(above), basename(path));
  }
}
