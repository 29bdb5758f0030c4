import { json, type Command, page } from '../command.ts';

export const storeLockCommand: Command = {
  name: 'store lock',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'lock the encrypted file again',
  options: [],
  examples: [['awscred store lock', 'the passphrase is needed again']],

  async run(input, app) {
    const upkeep = await app.upkeep();
    const wasUnlocked = upkeep.lock();
    if (input.json) {
      return json({ version: 1, was_unlocked: wasUnlocked });
    }
    const isKeychain = app.run.ports.store.describe().kind === 'keychain';
    if (!wasUnlocked && isKeychain) {
      return page('nothing to lock: secrets are in the keychain, which your desktop session locks\n');
    }
    return page(wasUnlocked ? 'locked\n' : 'locked already\n');
  },
};
