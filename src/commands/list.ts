import { toIso } from '../core/text/time.ts';
import { json, type Command, page } from './command.ts';

export const listCommand: Command = {
  name: 'list',
  aliases: ['ls'],
  group: 'Every day',
  words: '',
  takesProfile: false,
  summary: 'profiles: how each is reached, and time left',
  options: [],
  examples: [
    ['awscred list', 'a table; tab-separated in a pipe'],
    ['awscred list --json', 'all of it'],
  ],

  async run(input, app) {
    const { listTable } = await import('../flow/list/list-table.ts');
    const { list } = await import('../flow/list/list.ts');
    const rows = list(app.session);
    if (!input.json) {
      return page(listTable(rows, { now: app.session.ports.clock.now(), columns: app.columns() }));
    }
    const profiles = rows.map((row) => ({
      profile: row.profile,
      account: row.account,
      role: row.role,
      through: row.through,
      expires: row.expiresAt === null ? null : toIso(row.expiresAt),
      current: row.current,
      error: row.fault,
    }));
    return json({ version: 1, profiles });
  },
};
