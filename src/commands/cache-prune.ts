import { toIso } from '../core/text/time.ts';
import { json, type Command, page } from './command.ts';

export const cachePruneCommand: Command = {
  name: 'cache prune',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'remove what has expired or was left behind',
  details: 'Sign-ins stay; what killed processes have left goes.',
  options: [],
  examples: [['awscred cache prune', 'says what it removed']],

  async run(input, app) {
    const { pruneText } = await import('../flow/upkeep/prune-text.ts');
    const { clock, environment, report } = app.run.ports;
    const upkeep = await app.upkeep();
    const pruned = await upkeep.prune();
    pruned.left.forEach((line) => report.warn(`left as it is: ${line}`));
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
