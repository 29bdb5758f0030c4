import { printable } from '../../core/text/printable.ts';
import { showClock, toIso } from '../../core/text/time.ts';
import { json, type Command, page } from '../command.ts';

export const storeStatusCommand: Command = {
  name: 'store status',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'show which store is in use, and why',
  options: [],
  examples: [['awscred store status', 'keychain, file or none']],

  async run(input, app) {
    const { store } = app.run.ports;
    const { kind, detail } = store.describe();
    const items = store.rows().length;
    const upkeep = await app.upkeep();
    const until = kind === 'file' ? upkeep.unlockedUntil() : null;
    if (input.json) {
      const { store: setting } = app.run.settings;
      const unlocked = until === null ? null : toIso(until);
      return json({ version: 1, store: kind, detail, items, setting, unlocked_until: unlocked });
    }
    const open = until === null ? '' : `unlocked until ${showClock(until, app.run.ports.clock.now())}\n`;
    return page(
      `${kind}: ${printable(detail, 500)}\n${items} ${items === 1 ? 'item' : 'items'} stored\n${open}`,
    );
  },
};
