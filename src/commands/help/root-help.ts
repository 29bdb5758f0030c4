import type { Command, Group } from '../command.ts';
import { paragraph, rowsText, USUAL_COLUMNS } from './help-layout.ts';

const GROUPS: readonly Group[] = ['Every day', 'Set up', 'Machinery'];

/** `awscred --help`: examples first, then the commands by need; at most 40 lines where there are 80 columns. */
export function rootHelp(commands: readonly Command[], columns: number = USUAL_COLUMNS): string {
  const rows = commands.map((command) => ({ ...command, title: title(command) }));
  const widest = Math.max(...folded(rows).map((row) => row.title.length));
  const groups = GROUPS.map((group) => {
    const own = folded(rows.filter((row) => row.group === group));
    return `${group}:\n${rowsText(
      own.map((row) => [row.title.padEnd(widest), row.summary]),
      columns,
    )}`;
  });
  return [
    paragraph('awscred: one command between an identity and every AWS tool on the machine', columns),
    rowsText(EXAMPLES, columns),
    ...groups,
    paragraph('`awscred COMMAND --help` shows its options and examples; -V prints the version.', columns),
  ].join('\n');
}

/** Commands that share a line, by their first word. */
const FOLDED: ReadonlyMap<string, readonly [title: string, summary: string]> = new Map([
  ['store', ['store status|migrate|…', 'see, move, unlock and lock the store']],
  ['cache', ['cache list|clear|prune', 'see and forget what is kept']],
  ['keys', ['keys add|import|rotate|…', 'keep access keys in the store; rotate, audit']],
]);

interface Row {
  readonly name: string;
  readonly group: Group;
  readonly title: string;
  readonly summary: string;
}

function folded(rows: readonly Row[]): readonly Row[] {
  const wordOf = ({ name }: Row): string => name.split(' ')[0] ?? '';
  return rows.flatMap((row, index) => {
    const line = FOLDED.get(wordOf(row));
    if (line === undefined) {
      return [row];
    }
    const isFirst = rows.findIndex((other) => wordOf(other) === wordOf(row)) === index;
    return isFirst ? [{ ...row, title: line[0], summary: line[1] }] : [];
  });
}

const EXAMPLES = [
  ['eval $(awscred assume prod-readonly)', 'credentials for this shell'],
  ['awscred exec prod-readonly -- aws s3 ls', 'for one command'],
  ['awscred process prod-readonly', 'for every tool: credential_process'],
  ['awscred explain prod-readonly', 'why these credentials'],
] as const;

function title(command: Command): string {
  return [command.name, command.words, command.program].filter((part) => (part ?? '') !== '').join(' ');
}
