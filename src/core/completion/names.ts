import { configSection, credentialsSection, type SectionMeaning } from '../aws-files/config-sections.ts';
import { type Header, readHeader } from '../aws-files/ini/ini-header.ts';
import { readIni } from '../aws-files/ini/ini.ts';

/** Which names are asked for: those that begin with a text, or those that hold it, in capitals or small letters. */
export interface Like {
  readonly text: string;
  readonly isLoose: boolean;
}

/** AWS's two files; null where there is none. */
export interface AwsTexts {
  readonly config: string | null;
  readonly credentials: string | null;
}

/**
 * Names of profiles. Only headers are looked at, and nearly all of the work is native searches through the text: a look
 * at each of many names takes ten times as long in a program this short.
 */
export function profilesIn({ config, credentials }: AwsTexts, like: Like): readonly string[] {
  const text = config ?? '';
  const isOdd = isOddlyPlaced(text);
  const others = isOdd ? readHeaders(text) : otherHeaders(text);
  const own = namesOf([...others.map(configSection), ...credentialsOf(credentials ?? '')], 'profile', like);
  const plain = isOdd ? [] : plainNames(text, like);
  return own.length === 0 ? plain : [...new Set([...own, ...plain])];
}

/** Names of SSO sessions. */
export function sessionsIn(config: string | null, like: Like): readonly string[] {
  const text = config ?? '';
  const headers = isOddlyPlaced(text) ? readHeaders(text) : otherHeaders(text);
  return [...new Set(namesOf(headers.map(configSection), 'sso-session', like))];
}

/** Values of `region` in the config file, each once. */
export function regionsIn(config: string | null, like: Like): readonly string[] {
  const found = (config ?? '').matchAll(/^(?:sso_)?region[ \t]*=[ \t]*([a-z]{2}(?:-[a-z]+)+-\d)[ \t\r]*$/gm);
  return [...new Set([...found].map(([, region = '']) => region))].filter((name) => isLike(name, like));
}

function credentialsOf(text: string): readonly SectionMeaning[] {
  const headers = isOddlyPlaced(text) ? readHeaders(text) : (text.match(/^\[.*/gm) ?? []).map(readHeader);
  return headers.map(credentialsSection);
}

function namesOf(sections: readonly SectionMeaning[], kind: SectionMeaning['kind'], like: Like): string[] {
  return sections
    .filter((section) => section.kind === kind && isShown(section.name) && isLike(section.name, like))
    .map(({ name }) => name);
}

/** A line break or an escape sequence completes to nothing: a shell's list of candidates is lines of text. */
function isShown(name: string): boolean {
  return name !== '' && !/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(name);
}

function isLike(name: string, { text, isLoose }: Like): boolean {
  return isLoose ? name.toLowerCase().includes(text.toLowerCase()) : name.startsWith(text);
}

/** Names in headers `[profile NAME]` with nothing odd about them. */
function plainNames(text: string, like: Like): readonly string[] {
  // Plain names are ASCII: a text beyond it is in none.
  if (/[^\x00-\x7f]/.test(like.text)) {
    return [];
  }
  const asked = like.text.replace(/\W/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const ahead = like.isLoose ? `(?=.*${asked})` : `(?=${asked})`;
  const header = new RegExp(
    `^\\[profile ${like.text === '' ? '' : ahead}${PLAIN}+\\]$`,
    like.isLoose ? 'gim' : 'gm',
  );
  const lines = text.match(header);
  // One replacement in a long text, not one for each line.
  return lines === null
    ? []
    : lines
        .join('\n')
        .replace(/^.{9}|\]$/gm, '')
        .split('\n');
}

const PLAIN = String.raw`[\w./%@:+-]`;

/** Every other header of a text where each `[` at the beginning of a line begins one, and nothing else does. */
function otherHeaders(text: string): readonly Header[] {
  const other = new RegExp(String.raw`^\[(?!profile ${PLAIN}+\]$).*`, 'gm');
  return (text.match(other) ?? []).map(readHeader);
}

function readHeaders(text: string): readonly Header[] {
  return [...readIni(text, [])].map(({ header }) => header);
}

/** Whether it takes the whole reader to tell which lines are headers: an indented one may continue a value. */
function isOddlyPlaced(text: string): boolean {
  const isDoubtful = text.includes(' [') || text.includes('\t[') || text.includes('\r') || BLANKS.test(text);
  return isDoubtful && /^[^\S\n]+\[|^[\x1c-\x1f\x85\ufeff]|\r(?!\n)/m.test(text);
}

/** White space that is neither a space, a tab nor a line break. */
const BLANKS = /[\v\f\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/;
