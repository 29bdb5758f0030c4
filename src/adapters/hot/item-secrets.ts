import { fromStored } from '../../core/cached-credentials.ts';
import type { HotItem } from '../../core/hot/hot-record.ts';
import { decodeItem } from '../store/item.ts';

/** `SECRET:TOKEN` of a stored item's text; null where it is not about just the credentials that the record names. */
export function secretsIn(text: string, { key, accessKeyId, expiresAt }: HotItem): string | null {
  const item = decodeItem(text);
  const found = item === null || item.key !== key ? null : (fromStored(item.data)?.credentials ?? null);
  if (found === null || found.accessKeyId !== accessKeyId || found.expiresAt !== expiresAt) {
    return null;
  }
  return `${found.secretAccessKey.reveal()}:${found.sessionToken?.reveal() ?? ''}`;
}
