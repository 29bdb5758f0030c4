import { toIso } from '../../core/text/time.ts';
import { json, product, type Command, page } from '../command.ts';

export const cacheListCommand: Command = {
  name: 'cache list',
  aliases: ['cache ls'],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'show what is stored, and for how long',
  details: 'Reads only the index; does not open the keychain.',
  options: [{ name: 'header', about: 'print column names in a pipe too (so does -v)' }],
  examples: [['awscred cache list', 'names and expiry, never a secret']],

  async run(input, app) {
    const { kept } = await import('../../flow/upkeep/kept.ts');
    const now = app.run.ports.clock.now();
    const rows = kept(app.run);
    if (input.json) {
      const items = rows.map((row) => ({
        kind: row.kind,
        label: row.label,
        profile: row.profile,
        expires: row.expiresAt === null ? null : toIso(row.expiresAt),
        saved: toIso(row.savedAt),
        account: row.account,
      }));
      return json({ version: 1, items });
    }
    const { keptTable } = await import('../../flow/upkeep/kept-table.ts');
    if (rows.length === 0) {
      app.run.ports.report.done('nothing is stored');
      return product('');
    }
    const header = input.options['header'] === true || input.options['verbose'] === true;
    return page(keptTable(rows, { now, columns: app.columns(), header }));
  },
};

export const cacheClearCommand: Command = {
  name: 'cache clear',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'delete all temporary credentials; sign-ins stay',
  options: [],
  examples: [['awscred cache clear', 'the next call asks AWS again']],

  async run(input, app) {
    const { clearCache } = await import('../../flow/upkeep/kept.ts');
    const removed = await clearCache(app.run);
    app.run.ports.report.done(`${removed} ${removed === 1 ? 'entry' : 'entries'} deleted; sign-ins stay`);
    return input.json ? json({ version: 1, removed }) : product('');
  },
};
