import { toIso } from '../../core/text/time.ts';
import { json, type Command, page } from '../command.ts';

export const cachePruneCommand: Command = {
  name: 'cache prune',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'remove expired and leftover items',
  details: 'Removes expired items and what killed processes left. Sign-ins stay.',
  options: [],
  examples: [['awscred cache prune', 'shows what it removed']],

  async run(input, app) {
    const { pruneText } = await import('../../flow/upkeep/prune-text.ts');
    const { clock, environment, report } = app.run.ports;
    const upkeep = await app.upkeep();
    const pruned = await upkeep.prune();
    pruned.left.forEach((line) => report.warn(`not removed: ${line}`));
    if (!input.json) {
      return page(pruneText(pruned, { now: clock.now(), home: environment.home }));
    }
    const items = pruned.items.map(({ label, account, expiresAt }) => {
      return { label, account, expires: expiresAt === null ? null : toIso(expiresAt) };
    });
    const { chunks, rows, files, locks, restored } = pruned;
    return json({ version: 1, removed: { items, chunks, rows, files, locks }, restored, left: pruned.left });
  },
};
