import { fileURLToPath } from 'node:url';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** A part of the tree, with its text as it was given. */
export interface Part {
  readonly type: string;
  readonly text: string;
  readonly parts: readonly Part[];
}

let parser: Parser | null = null;

/** Parses by PowerShell's grammar. Throws where it is none. */
export async function parsePowershell(text: string): Promise<Part> {
  parser ??= await loaded();
  // PowerShell takes all five for single quotes; the grammar knows one. The length stays.
  const tree = parser.parse(text.replace(CURLY, "'"));
  if (tree === null || tree.rootNode.hasError) {
    throw new Error(`no PowerShell: ${JSON.stringify(text)}\n${tree?.rootNode.toString() ?? ''}`);
  }
  return partOf(tree.rootNode, text);
}

const CURLY = /[\u2018\u2019\u201a\u201b]/g;

async function loaded(): Promise<Parser> {
  await Parser.init();
  const wasm = import.meta.resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
  return new Parser().setLanguage(await Language.load(fileURLToPath(wasm)));
}

function partOf(node: Node, text: string): Part {
  const parts = node.namedChildren.filter((child) => child !== null).map((child) => partOf(child, text));
  return { type: node.type, text: text.slice(node.startIndex, node.endIndex), parts };
}

/** All parts of some kinds, in order, the outer before the inner. */
export function partsOf(part: Part, ...types: readonly string[]): readonly Part[] {
  const own = types.includes(part.type) ? [part] : [];
  return [...own, ...part.parts.flatMap((each) => partsOf(each, ...types))];
}

/** What PowerShell makes of a string between single quotes: of two quotes in a row, whichever, the second. */
export function literalValue(literal: string): string {
  return literal.slice(1, -1).replace(/['\u2018\u2019\u201a\u201b](['\u2018\u2019\u201a\u201b])/g, '$1');
}
