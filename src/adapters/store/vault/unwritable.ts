import { printable } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import { errnoWords } from '../../files/errno.ts';

/** STORE for an I/O failure: exit status 5, since nothing could be kept. */
export function unwritable(path: string, cause: unknown): AwscredError {
  return new AwscredError('STORE', `cannot write ${printable(path)}: ${errnoWords(cause)}`, { cause });
}
