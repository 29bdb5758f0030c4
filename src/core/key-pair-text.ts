import { csvCells as cells } from './text/csv.ts';
import type { KeyPair } from './kept-keys.ts';
import { isExchanged } from './plan/key-id.ts';
import { Secret } from './secret.ts';
import { AwscredError } from '../errors.ts';

/**
 * `ACCESS_KEY_ID SECRET` on one line or two, or the CSV that the AWS console downloads: columns by name, one row, with a
 * byte order mark and CRLF or without. AwscredError USAGE, which never quotes the text.
 */
export function keyPairIn(text: string): KeyPair {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '');
  const header = cells(lines[0] ?? '').map((cell) => cell.toLowerCase());
  if (header.includes('access key id')) {
    return fromCsv(header, lines.slice(1));
  }
  const words = lines.flatMap((line) => line.trim().split(/\s+/));
  const [id = '', secret = ''] = words;
  if (words.length !== 2) {
    throw new AwscredError('USAGE', `stdin has to be two words, and is ${words.length}`, { hints: [FORMS] });
  }
  return checkedPair(id, secret);
}

/** AwscredError USAGE for what cannot be long-lived keys of AWS's. */
export function checkedPair(id: string, secret: string): KeyPair {
  const fault = pairFault(id, secret);
  if (fault !== null) {
    throw new AwscredError('USAGE', fault.message, { hints: [fault.hint] });
  }
  return { accessKeyId: id, secretAccessKey: new Secret(secret) };
}

/** Null for what may be long-lived keys. */
function pairFault(id: string, secret: string): { readonly message: string; readonly hint: string } | null {
  if (id === '' || secret === '') {
    const missing = id === '' ? 'access key id' : 'secret access key';
    return { message: `half a key pair: the ${missing} is missing`, hint: FORMS };
  }
  if (isExchanged(id, secret)) {
    return { message: 'the access key id and the secret are swapped', hint: 'give the id first' };
  }
  if (/^ASIA/i.test(id)) {
    return { message: 'that is a temporary key, which ends by itself', hint: 'use a long-lived key (AKIA…)' };
  }
  if (!/^\w{16,128}$/.test(id)) {
    return { message: 'that is no access key id', hint: 'an id is like AKIAIOSFODNN7EXAMPLE' };
  }
  return /^[A-Za-z0-9/+=]{16,256}$/.test(secret)
    ? null
    : { message: 'that is no secret access key', hint: 'a secret is 40 letters, digits, "/" and "+"' };
}

const FORMS = 'give `ACCESS_KEY_ID SECRET`, or the CSV file that the AWS console downloads';

function fromCsv(header: readonly string[], rows: readonly string[]): KeyPair {
  const [row, ...more] = rows;
  if (row === undefined || more.length > 0) {
    throw new AwscredError('USAGE', `the CSV has ${rows.length} rows of keys, and has to have one`);
  }
  const values = cells(row);
  const secretAt = header.indexOf('secret access key');
  return checkedPair(values[header.indexOf('access key id')] ?? '', values[secretAt] ?? '');
}
