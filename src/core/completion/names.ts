import { configSection, credentialsSection, type SectionMeaning } from '../aws-files/config-sections.ts';
import { type Header, readHeader } from '../aws-files/ini/ini-header.ts';
import { readIni } from '../aws-files/ini/ini.ts';

/** Which names are asked for: those that begin with a text, or those that hold it, in capitals or small letters. */
export interface Like {
  readonly text: string;
  readonly isLoose: boolean;
}

/** Names, one a line; a name with a line break is none. */
export type NameLines = string;

/** AWS's two files; null where there is none. */
export interface AwsTexts {
  readonly config: string | null;
  readonly credentials: string | null;
}

/**
 * Names of profiles. Only headers are looked at, and nearly all of the work is native searches through the text: a look
 * at each of many names takes ten times as long in a program this short.
 */
export function profilesIn({ config, credentials }: AwsTexts, like: Like): NameLines {
  const text = config ?? '';
  const isOdd = isOddlyPlaced(text);
  const others = isOdd ? readHeaders(text) : otherHeaders(text);
  const own = namesOf([...others.map(configSection), ...credentialsOf(credentials ?? '')], 'profile', like);
  return together([...new Set(own)], isOdd ? '' : plainNames(text, like));
}

/** Few names are looked for among the others one by one: that leaves these the one long text that they are. */
function together(own: readonly string[], plain: NameLines): NameLines {
  if (own.length > 50) {
    return [...new Set([...plain.split('\n'), ...own])].filter((name) => name !== '').join('\n');
  }
  if (own.length === 0) {
    return plain;
  }
  const among = `\n${plain}\n`;
  const more = own.filter((name) => !among.includes(`\n${name}\n`));
  return [...(plain === '' ? [] : [plain]), ...more].join('\n');
}

/** Names of SSO sessions. */
export function sessionsIn(config: string | null, like: Like): NameLines {
  const text = config ?? '';
  const headers = isOddlyPlaced(text) ? readHeaders(text) : otherHeaders(text);
  return [...new Set(namesOf(headers.map(configSection), 'sso-session', like))].join('\n');
}

/** Values of `region` in the config file, each once. */
export function regionsIn(config: string | null, like: Like): NameLines {
  const found = (config ?? '').matchAll(/^(?:sso_)?region[ \t]*=[ \t]*([a-z]{2}(?:-[a-z]+)+-\d)[ \t\r]*$/gm);
  const regions = new Set([...found].map(([, region = '']) => region));
  return [...regions].filter((name) => isLike(name, like)).join('\n');
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
function plainNames(text: string, like: Like): NameLines {
  // Plain names are ASCII: a text beyond it is in none.
  if (/[^\x00-\x7f]/.test(like.text)) {
    return '';
  }
  const asked = like.text.replace(/[^0-9]/g, (char) => (like.isLoose ? eitherCase(char) : escaped(char)));
  const ahead = like.isLoose ? `(?=.*${asked})` : `(?=${asked})`;
  const lines = text.match(new RegExp(`^\\[profile ${like.text === '' ? '' : ahead}${PLAIN}+\\]$`, 'gm'));
  // Cut and joined, which takes less time than to replace.
  return (lines ?? []).join('\n').slice('[profile '.length, -1).split(']\n[profile ').join('\n');
}

function escaped(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function eitherCase(char: string): string {
  return `[${escaped(char.toLowerCase())}${escaped(char.toUpperCase())}]`;
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
  const isDoubtful = /[^\n\x21-\x7e]\[/.test(text) || text.includes('\r');
  return isDoubtful && /^[^\S\n]+\[|^[\x1c-\x1f\x85\ufeff]|\r(?!\n)/m.test(text);
}
