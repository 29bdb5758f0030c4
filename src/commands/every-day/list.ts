import { nearest } from '../../core/text/nearest.ts';
import { quoted } from '../../core/text/printable.ts';
import { meantHint } from '../../core/aws-files/profile-choice.ts';
import { toIso } from '../../core/text/time.ts';
import type { ListedProfile } from '../../flow/list/list.ts';
import type { App } from '../app.ts';
import { json, page, product, type Command, type Input, type Outcome } from '../command.ts';

export const listCommand: Command = {
  name: 'list',
  aliases: ['ls'],
  group: 'Every day',
  words: '[pattern...]',
  takesProfile: false,
  summary: 'list profiles, their sources and time left',
  details:
    'A pattern matches the whole name: `*` is any text, `?` one character. In the table, `*` marks the profile of this shell, and NOTE shows which profiles are guarded, which are being shared, and why one has no credentials.',
  options: [{ name: 'header', about: 'print column names in a pipe too (so does -v)' }],
  examples: [
    ['awscred list', 'a table; tab-separated in a pipe'],
    ["awscred list 'prod-*'", 'some of them'],
    ['awscred list --json', 'all of it'],
  ],

  async run(input, app) {
    const { list } = await import('../../flow/list/list.ts');
    const rows = list(app.run, input.words);
    noteNone(rows, input, app);
    return input.json ? json({ version: 1, profiles: rows.map(asJson) }) : await asTable(rows, input, app);
  },
};

function asJson(row: ListedProfile): unknown {
  return {
    profile: row.profile,
    account: row.account,
    account_name: row.accountName,
    role: row.role,
    through: row.through,
    expires: row.expiresAt === null ? null : toIso(row.expiresAt),
    current: row.current,
    shared: row.shared,
    error: row.fault,
    guards: row.guards,
  };
}

async function asTable(rows: readonly ListedProfile[], { options }: Input, app: App): Promise<Outcome> {
  const { listTable } = await import('../../flow/list/list-table.ts');
  const columns = app.columns();
  if (rows.length === 0) {
    return product('');
  }
  const header = options['header'] === true || options['verbose'] === true;
  return page(listTable(rows, { now: app.run.ports.clock.now(), columns, header }));
}

/** An empty table puzzles; that nothing matched is no failure. */
function noteNone(rows: readonly ListedProfile[], { words }: Input, { run }: App): void {
  const { report } = run.ports;
  const names = [...run.config().profiles.keys()];
  if (rows.length > 0) {
    return;
  }
  if (words.length === 0) {
    report.summary('there are no profiles in AWS’s files');
    return;
  }
  report.warn(`no profile matches ${words.map(quoted).join(' or ')}: there are ${names.length}`);
  const near = words.flatMap((word) => nearest(word.replace(/[*?]+/g, ''), names));
  if (near.length > 0) {
    report.hint(meantHint([...new Set(near)].slice(0, 3)));
  }
}
