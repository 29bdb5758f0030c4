import type { Command, Group } from '../command.ts';

const GROUPS: readonly Group[] = ['Every day', 'Set up', 'Machinery'];

/** `awscred --help`: examples first, then the commands by need; at most 40 lines. */
export function rootHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => title(command).length)) + 3;
  const groups = GROUPS.map((group) => {
    const rows = commands.filter((command) => command.group === group);
    return [`${group}:`, ...rows.map((row) => `  ${title(row).padEnd(width)}${row.summary}`)].join('\n');
  }).filter((text) => text.includes('\n'));
  return `awscred: one command between an identity and every AWS tool on the machine

  eval $(awscred assume prod-readonly)      credentials for this shell
  awscred exec prod-readonly -- aws s3 ls   for one command
  awscred process prod-readonly             for every tool: credential_process
  awscred explain prod-readonly             why these credentials

${groups.join('\n\n')}

awscred COMMAND --help shows its options and examples; -V prints the version.
`;
}

function title(command: Command): string {
  return [command.name, command.words, command.program].filter((part) => (part ?? '') !== '').join(' ');
}
