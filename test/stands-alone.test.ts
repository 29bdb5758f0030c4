import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from './support/sandbox.ts';

const TEXT = /\.(?:c?ts|c?js|mjs|sh|py|md|json|ya?ml)$|^(?:[A-Z]+|\.[\w.-]+|\.ci\/run)$/;

/** This file names what others must not. */
const ITSELF = 'test/stands-alone.test.ts';

/** Ways to cite something that a reader of the repository does not have. An RFC has paragraphs, too: `RFC 8628 §3.5`. */
const FOREIGN: readonly (readonly [string, RegExp])[] = [
  ['a folder beside the repository', /\.\.\/shared\b|\/work\/|\/tmp\/wt\b/],
  ['a page of notes', /\breference\/[a-z-]+\.md\b/],
  [
    'a page that is not in docs/',
    /\b(?:design|contract|contract-breadth|layout|keychain|protocols|changes|field|peers)\.md\b/,
  ],
  ['a design paper', /\bdesign (?:§|page\b|paper\b)|\(design[:,)]|\bthe design (?:says|holds|has it)\b/],
  ['a contract', /\((?:the )?contract[,:)]|\bthe contract(?:'s| says| has it)\b/],
  ['a paragraph of no RFC', /(?<!RFC \d{1,5} )§/],
  ['an issue without its project', /\b(?:our |this )?issue #?\d{1,3}\b/i],
];

/** Every text file of the project, by its path from the root. */
function ownFiles(folder: string = '.'): readonly string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = folder === '.' ? name : `${folder}/${name}`;
    if (['node_modules', 'dist', '.git', 'package-lock.json'].includes(name)) {
      return [];
    }
    const isFolder = statSync(join(ROOT, path)).isDirectory();
    return isFolder ? ownFiles(path) : TEXT.test(path) && path !== ITSELF ? [path] : [];
  });
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The headings of a Markdown page, without their marks and links. */
function headingsOf(page: string): ReadonlySet<string> {
  const lines = read(page).match(/^#+ .*$/gm) ?? [];
  return new Set(lines.map((line) => line.replace(/^#+ /, '')));
}

/** Comments go on in the next line: a citation may be cut there. */
function unwrapped(text: string): string {
  return text.replace(/\n[ \t]*(?:\*|\/\/|#)?[ \t]*/g, ' ');
}

interface Citation {
  readonly page: string;
  readonly heading: string | null;
}

/** `docs/wire.md, "Role chaining"`, or a page alone. */
function citationsIn(text: string): readonly Citation[] {
  return [...unwrapped(text).matchAll(/\bdocs\/([a-z-]+)\.md(?:, "([^"]+)")?/g)].map(([, name, heading]) => ({
    page: `docs/${name ?? ''}.md`,
    heading: heading ?? null,
  }));
}

/** `[wire.md](wire.md), "Hosts"`: how the pages cite each other. */
function linksIn(text: string): readonly Citation[] {
  return [...text.matchAll(/\]\(([a-z-]+\.md)\)(?:, "([^"]+)")?/g)].map(([, name, heading]) => ({
    page: `docs/${name ?? ''}`,
    heading: heading ?? null,
  }));
}

function refuse(path: string, { page, heading }: Citation): void {
  assert.ok(existsSync(join(ROOT, page)), `${path} cites ${page}, which is not there`);
  if (heading !== null) {
    assert.ok(headingsOf(page).has(heading), `${path} cites ${page}, "${heading}": no such heading`);
  }
}

/** `core/plan/step.ts` of src/, `bin/start.cjs`: a name with its folder. */
const FILE =
  /(?<![\w./-])(?:core|ports|protocols|sources|outputs|flow|commands|adapters|warm|wiring|dev-server|src|test|bin|scripts|demo)\/[\w./-]+\.(?:ts|cjs|mjs|sh)\b/g;

/** CONTRIBUTING.md shows how to add a file. */
function isExample(name: string): boolean {
  return /\/x(?:\.test)?\.ts$/.test(name);
}

function commentsIn(text: string): string {
  return (text.match(/^\s*(?:\/\*\*|\*|\/\/).*$/gm) ?? []).join('\n');
}

describe('the project stands alone', () => {
  for (const [what, pattern] of FOREIGN) {
    it(`cites nothing that is not in it: ${what}`, () => {
      for (const path of ownFiles()) {
        const [found] = pattern.exec(read(path)) ?? [];
        assert.equal(found, undefined, `${path}: ${found ?? ''}`);
      }
    });
  }

  it('cites pages and headings of docs/ that are there', () => {
    let count = 0;
    for (const path of ownFiles()) {
      const citations = citationsIn(read(path));
      count += citations.length;
      citations.forEach((citation) => refuse(path, citation));
    }
    assert.ok(count > 50, `only ${count} citations were found: does the pattern still match?`);
  });

  it('has pages that link to one another', () => {
    for (const name of readdirSync(join(ROOT, 'docs')).filter((one) => one.endsWith('.md'))) {
      linksIn(read(`docs/${name}`)).forEach((link) => refuse(`docs/${name}`, link));
    }
  });

  it('names files of its own that are there', () => {
    for (const path of ownFiles()) {
      const text = path.endsWith('.md') ? read(path) : commentsIn(read(path));
      for (const [name] of text.matchAll(FILE)) {
        const isThere = existsSync(join(ROOT, name)) || existsSync(join(ROOT, 'src', name));
        assert.ok(isThere || isExample(name), `${path} names ${name}, which is not there`);
      }
    }
  });
});
