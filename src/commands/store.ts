import { json, product, type Command } from './command.ts';

export const storeStatusCommand: Command = {
  name: 'store status',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'which store is in use, and why',
  options: [],
  examples: [['awscred store status', 'keychain, file or none']],

  async run(input, app) {
    const { store } = app.session.ports;
    const { kind, detail } = store.describe();
    const items = store.rows().length;
    if (input.json) {
      return Promise.resolve(
        json({ version: 1, store: kind, detail, items, setting: app.session.settings.store }),
      );
    }
    return Promise.resolve(product(`${kind}: ${detail}\n${items} ${items === 1 ? 'item' : 'items'} kept\n`));
  },
};
