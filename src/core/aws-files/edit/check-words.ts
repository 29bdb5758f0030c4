import { AwscredError } from '../../../errors.ts';
import { trimSpace } from '../ini/ini-lines.ts';
import { printable } from '../../text/printable.ts';
import type { FileEdit } from './file-edit.ts';

/** AwscredError CONFIG where a key or a value of an edit cannot stand on a line as it is. No value is ever quoted. */
export function checkWords(edit: FileEdit): void {
  for (const [key, value] of newValues(edit)) {
    checkKey(key);
    const fault = valueFault(value);
    if (fault !== null) {
      throw new AwscredError('CONFIG', `the value for ${printable(key, 80)} ${fault}: nothing was changed`);
    }
  }
  if (edit.change === 'rename') {
    edit.keys.forEach(([, to]) => checkKey(to));
  }
}

function newValues(edit: FileEdit): readonly (readonly [string, string])[] {
  switch (edit.change) {
    case 'set':
      return edit.values;
    case 'insert':
      return [[edit.key, edit.value]];
    default:
      return [];
  }
}

function checkKey(key: string): void {
  if (!/^[a-z0-9_\-/.%@+]{1,128}$/.test(key)) {
    const shown = printable(key, 80);
    throw new AwscredError('CONFIG', `${shown} cannot be a key of AWS's files: nothing was changed`);
  }
}

function valueFault(value: string): string | null {
  if (/[\0-\x1f\x7f-\x9f\u2028\u2029]/.test(value)) {
    return 'has a control character or a line break';
  }
  if (/[ \t][#;]/.test(` ${value}`)) {
    return 'holds a blank before "#" or ";", which begins a comment in AWS\'s files';
  }
  if (trimSpace(value) !== value) {
    return 'begins or ends with a blank';
  }
  return /[\uD800-\uDFFF]/.test(value.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, ''))
    ? 'is not whole Unicode text'
    : null;
}
