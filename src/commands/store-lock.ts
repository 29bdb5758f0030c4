import { json, type Command, page } from './command.ts';

export const storeLockCommand: Command = {
  name: 'store lock',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'close it: the passphrase is needed again',
  options: [],
  examples: [['awscred store lock', 'undoes `store unlock`']],

  async run(input, app) {
    const upkeep = await app.upkeep();
    const wasUnlocked = upkeep.lock();
    if (input.json) {
      return json({ version: 1, was_unlocked: wasUnlocked });
    }
    const isKeychain = app.run.ports.store.describe().kind === 'keychain';
    if (!wasUnlocked && isKeychain) {
      return page('nothing to lock: secrets are in the keychain here, which your session locks\n');
    }
    return page(wasUnlocked ? 'locked\n' : 'locked already\n');
  },
};
