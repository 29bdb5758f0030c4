import type { FileEdit, SectionName } from '../../../src/core/aws-files/edit/file-edit.ts';

/** A random file of AWS's, a random edit of it, and what its text must be afterwards, made without the editor. */
export interface RandomEdit {
  readonly before: string;
  readonly edit: FileEdit;
  readonly after: string;
}

interface TextLine {
  readonly text: string;
  readonly end: string;
}

/** A comment or blank line has no key. Of a property `own` lines are its first and those that continue it. */
interface Item {
  readonly key: string | null;
  readonly lines: readonly (TextLine & { readonly own: boolean })[];
}

interface Part {
  /** Null: a section that awscred does not read, or one that is malformed. */
  readonly name: SectionName | null;
  readonly head: TextLine;
  indent: string;
  items: Item[];
}

interface Shape {
  readonly mark: boolean;
  readonly endsOpen: boolean;
  readonly top: TextLine[];
  readonly parts: Part[];
}

const NAMES = ['default', 'a', 'prod', 'dev.eu', 'x-y', '00', 'team/one', 'foo bar', 'R&D'];
const KEYS = [
  'region',
  'role_arn',
  'source_profile',
  's3',
  'output',
  'mfa_serial',
  'x',
  'credential_process',
];
const NEW_NAMES = ['new', 'brand new', 'n.1'];
const VALUES = [
  'eu-west-1',
  'arn:aws:iam::123456789012:role/R',
  'a=b',
  'a b',
  'x#y',
  '"q"',
  '100%',
  'é本',
  'a;b',
];
const COMMENTS = ['# note', '; old', '#region = no', '# [profile a]', '#'];
const ENDS = ['\n', '\n', '\r\n', '\r'];

/** `plain`: what the AWS CLI reads too. */
export class RandomAwsFile {
  readonly #random: () => number;
  readonly #plain: boolean;
  #end: (() => string) | null = null;

  constructor(random: () => number, plain: boolean) {
    this.#random = random;
    this.#plain = plain;
  }

  next(): RandomEdit {
    const shape = this.#shape();
    const before = textOf(shape);
    const edit = this.#edit(shape);
    applyToShape(shape, edit);
    return { before, edit, after: textOf(shape) };
  }

  #shape(): Shape {
    const end = this.#pick(this.#plain ? ENDS.slice(0, 3) : ENDS);
    const isMixed = !this.#plain && this.#one(0.1);
    this.#end = () => (isMixed ? this.#pick(ENDS.slice(0, 3)) : end);
    const names = this.#sample(NAMES, this.#count(5));
    const parts = names.map((name) => this.#part(name));
    if (!this.#plain && this.#one(0.3)) {
      parts.splice(this.#count(parts.length), 0, this.#oddPart());
    }
    const top = this.#one(0.3) ? this.#filler().flatMap((item) => item.lines) : [];
    const lines = top.length + parts.length;
    return {
      mark: !this.#plain && this.#one(0.1),
      endsOpen: lines > 1 && !isMixed && this.#one(0.2) && !endsBlank(top, parts),
      top: [...top],
      parts,
    };
  }

  #part(name: string): Part {
    const kind = name === 'default' ? 'profile' : this.#pick(['profile', 'profile', 'sso-session'] as const);
    const indent = this.#one(0.2) ? this.#pick(['  ', '\t', '    ']) : '';
    // A `]` in a comment ends the header for the AWS CLI, which then does not know the section.
    const head = this.#line(header(kind, name, this.#pick(this.#plain ? [0, 2, 3] : [0, 1, 2, 3])));
    const keys = this.#sample(KEYS, this.#count(5));
    const items = keys.flatMap((key) => [
      ...(this.#one(0.2) ? this.#filler() : []),
      this.#property(key, indent),
    ]);
    return {
      name: { kind, name },
      head,
      indent,
      items: [...items, ...(this.#one(0.5) ? this.#filler() : [])],
    };
  }

  #oddPart(): Part {
    const head = this.#line(this.#pick(['[plugins]', '[toolkit x]', '[broken', '[profile]', '[profile z]']));
    const bad = { key: null, lines: [{ ...this.#line(this.#pick(['garbage', '= 1', 'ä = 1'])), own: true }] };
    return { name: null, head, indent: '', items: [bad, ...this.#filler()] };
  }

  #property(key: string, indent: string): Item {
    const spelt = !this.#plain && this.#one(0.2) ? key.toUpperCase() : key;
    const between = this.#pick([' = ', '=', ' =', '= ', ' : ', '\t=\t']);
    const comment = !this.#plain && this.#one(0.1) ? this.#pick(['  # why', ' ; why']) : '';
    const lead = `${indent}${spelt}${between}`;
    const deeper = (text: string): Item['lines'][number] => ({
      ...this.#line(`${indent}  ${text}`),
      own: true,
    });
    const first = (text: string): Item['lines'][number] => ({ ...this.#line(text), own: true });
    switch (this.#pick(['plain', 'plain', 'plain', 'several', 'block', 'empty'] as const)) {
      case 'plain':
        return { key, lines: [first(`${lead}${this.#pick(VALUES)}${comment}`)] };
      case 'several':
        return {
          key,
          lines: [first(`${lead}one`), ...this.#between(indent), deeper('two'), deeper('  [three]')],
        };
      case 'block':
        return {
          key,
          lines: [first(lead.trimEnd()), deeper('region = x'), ...this.#between(indent), deeper('a b = y')],
        };
      case 'empty':
        return { key, lines: [first(lead.trimEnd())] };
    }
  }

  /** What may stand among the lines of one value. */
  #between(indent: string): Item['lines'] {
    if (!this.#one(0.2)) {
      return [];
    }
    const text = this.#plain || this.#one(0.5) ? this.#pick(COMMENTS) : `${indent}  # inside`;
    return [{ ...this.#line(text), own: false }];
  }

  #filler(): readonly Item[] {
    const texts = this.#sample(['', ...COMMENTS, '', '  '], 1 + this.#count(3));
    return texts.map((text) => ({ key: null, lines: [{ ...this.#line(text), own: false }] }));
  }

  #edit(shape: Shape): FileEdit {
    const known = shape.parts.flatMap(({ name }) => name ?? []);
    const isNew = known.length === 0 || this.#one(0.1);
    const section = isNew ? { kind: 'profile' as const, name: this.#pick(NEW_NAMES) } : this.#pick(known);
    const there = (partOf(shape, section)?.items ?? []).flatMap(({ key }) => key ?? []);
    const key = this.#pick(this.#one(0.8) && there.length > 0 ? there : KEYS);
    const value = this.#pick(VALUES);
    if (there.length === 0 || this.#one(0.3)) {
      const more = this.#one(0.5) ? ([['fresh', '1']] as const) : [];
      return { change: 'set', section, values: [[key, value], ...more] };
    }
    return this.#otherEdit(section, there, value);
  }

  #otherEdit(section: SectionName, there: readonly string[], value: string): FileEdit {
    const behind = this.#pick(there);
    const key = KEYS.find((each) => !there.includes(each)) ?? 'fresh';
    const to: SectionName = { kind: 'profile', name: 'elsewhere' };
    return this.#pick<FileEdit>([
      { change: 'remove', section, keys: this.#sample(KEYS, 1 + this.#count(3)) },
      { change: 'rename', section, keys: there.map((each) => [each, `awscred_${each}`]) },
      { change: 'insert', section, behind, key, value },
      { change: 'move', section, keys: [behind], to },
      { change: 'remove-section', section },
      { change: 'remove', section, keys: ['never'] },
    ]);
  }

  #line(text: string): TextLine {
    return { text, end: this.#end?.() ?? '\n' };
  }

  #one(chance: number): boolean {
    return this.#random() < chance;
  }

  #count(most: number): number {
    return Math.floor(this.#random() * (most + 1));
  }

  #pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)] as T;
  }

  #sample(all: readonly string[], count: number): readonly string[] {
    const rest = [...all];
    return Array.from({ length: Math.min(count, rest.length) }, () =>
      rest.splice(Math.floor(this.#random() * rest.length), 1),
    ).flat();
  }
}

/** `style`: plain, with a comment, in quotes where the name allows it, with wide blanks. */
function header(kind: string, name: string, style: number): string {
  const word = /[ &]/.test(name) || style === 2 ? `"${name}"` : name;
  if (name === 'default') {
    return ['[default]', '[default] # c', '[profile default]', '[default]'][style] ?? '';
  }
  return `[${kind}${style === 3 ? '  ' : ' '}${word}]${style !== 1 || /[ &]/.test(name) ? '' : ' # c [x]'}`;
}

function endsBlank(top: readonly TextLine[], parts: readonly Part[]): boolean {
  const part = parts.at(-1);
  const last = part === undefined ? top.at(-1) : (part.items.at(-1)?.lines.at(-1) ?? part.head);
  return last?.text === '';
}

function textOf({ mark, endsOpen, top, parts }: Shape): string {
  const lines = [
    ...top,
    ...parts.flatMap(({ head, items }) => [head, ...items.flatMap((item) => item.lines)]),
  ];
  const text = lines.map((line) => `${line.text}${line.end}`).join('');
  const open = endsOpen ? text.slice(0, text.length - (lines.at(-1)?.end.length ?? 0)) : text;
  return `${mark ? '\uFEFF' : ''}${open}`;
}

function partOf({ parts }: Shape, { kind, name }: SectionName): Part | null {
  return parts.find((part) => part.name?.kind === kind && part.name.name === name) ?? null;
}

function applyToShape(shape: Shape, edit: FileEdit): void {
  const part = partOf(shape, edit.section) ?? added(shape, edit.section);
  switch (edit.change) {
    case 'set':
      edit.values.forEach(([key, value]) => setIn(part, key, value));
      return;
    case 'remove':
      part.items = part.items.flatMap((item) => (isOne(item, edit.keys) ? rest(item) : [item]));
      return;
    case 'rename':
      part.items = part.items.map((item) => renamed(item));
      return;
    case 'insert': {
      const at = part.items.findIndex(({ key }) => key === edit.behind);
      part.items.splice(at + 1, 0, property(part, edit.key, edit.value, part.items[at]?.lines.at(-1)));
      return;
    }
    case 'move': {
      const to = added(shape, edit.to);
      const moved = part.items.filter((item) => isOne(item, edit.keys));
      part.items = part.items.flatMap((item) => (isOne(item, edit.keys) ? rest(item) : [item]));
      const cut = moved.flatMap(({ lines }) => lines.filter(({ own }) => own));
      const lines = cut.map((line) => ({
        ...line,
        text: line.text.slice(part.indent.length),
        end: to.head.end,
      }));
      to.items = [{ key: 'moved', lines }];
      return;
    }
    case 'remove-section':
      removePart(shape, part);
      return;
    case 'remove-repeated':
  }
}

function isOne({ key }: Item, keys: readonly string[]): boolean {
  return key !== null && keys.includes(key);
}

/** What stands among the lines of a value and stays without it. */
function rest({ lines }: Item): readonly Item[] {
  return lines.filter(({ own }) => !own).map((line) => ({ key: null, lines: [line] }));
}

function setIn(part: Part, key: string, value: string): void {
  const at = part.items.findIndex((item) => item.key === key);
  const item = part.items[at];
  if (item === undefined) {
    const last = part.items.findLastIndex((one) => one.key !== null);
    part.items.splice(last + 1, 0, property(part, key, value, part.items[last]?.lines.at(-1) ?? part.head));
    return;
  }
  part.items.splice(at, 1, ...changed(item, key, value));
}

function changed(item: Item, key: string, value: string): readonly Item[] {
  const line = item.lines[0] ?? { text: '', end: '', own: true };
  const { lead, old, comment } = partsOf(line.text);
  const isAlone = item.lines.every(({ own }, index) => index === 0 || !own);
  if (old === value && isAlone) {
    return [item];
  }
  const prefix = old === '' ? `${lead.trimEnd()} ` : lead;
  const above = { ...line, text: comment ?? '', own: false };
  const comments = comment === null ? [] : [{ key: null, lines: [above] }];
  return [...comments, { key, lines: [{ ...line, text: `${prefix}${value}` }] }, ...rest(item)];
}

function partsOf(text: string): {
  readonly lead: string;
  readonly old: string;
  readonly comment: string | null;
} {
  const [, lead = '', old = '', comment = null] =
    /^(\s*[a-z0-9_]+[ \t]*[=:][ \t]*)(.*?)(?:[ \t]([#;].*))?$/i.exec(text) ?? [];
  return { lead, old: old.trimEnd(), comment };
}

function property(part: Part, key: string, value: string, above: TextLine | undefined): Item {
  part.indent = part.items.some((item) => item.key !== null) ? part.indent : '';
  const text = `${part.indent}${key} = ${value}`;
  return { key, lines: [{ text, end: above?.end ?? '\n', own: true }] };
}

function renamed(item: Item): Item {
  const [first, ...more] = item.lines;
  return item.key === null || first === undefined
    ? item
    : {
        key: `awscred_${item.key}`,
        lines: [{ ...first, text: first.text.replace(/^\s*/, '$&awscred_') }, ...more],
      };
}

function added(shape: Shape, name: SectionName): Part {
  const all = [
    ...shape.top,
    ...shape.parts.flatMap(({ head, items }) => [head, ...items.flatMap((item) => item.lines)]),
  ];
  const end = all[0]?.end ?? '\n';
  const last = all.at(-1);
  const lines =
    last !== undefined && /\S/.test(last.text) ? ['', '# managed by awscred'] : ['# managed by awscred'];
  const before = lines.map((text) => ({ text, end, own: false }));
  const above = shape.parts.at(-1);
  if (above === undefined) {
    shape.top.push(...before);
  } else {
    above.items = [...above.items, { key: null, lines: before }];
  }
  const spelt = name.name.includes(' ') ? `'${name.name}'` : name.name;
  const part: Part = { name, head: { text: `[${name.kind} ${spelt}]`, end }, indent: '', items: [] };
  shape.parts.push(part);
  return part;
}

function removePart(shape: Shape, part: Part): void {
  const at = shape.parts.indexOf(part);
  const lines = part.items.flatMap((item) => item.lines);
  const start = lines.findLastIndex(({ text, own }) => own || !/^\s*[#;]/.test(text)) + 1;
  const kept = lines.slice(start);
  const above = shape.parts[at - 1];
  const before: TextLine[] = above === undefined ? shape.top : above.items.flatMap((item) => item.lines);
  const whole = shape.parts.length === at + 1 && before.at(-1)?.text === '' ? before.slice(0, -1) : before;
  const now = [...whole, ...kept].map((line) => ({ ...line, own: false }));
  if (above === undefined) {
    shape.top.splice(0, shape.top.length, ...now);
  } else {
    above.items = [{ key: null, lines: now }];
  }
  shape.parts.splice(at, 1);
}
