import { AwscredError } from '../../errors.ts';
import type { StoreKind } from '../../ports/store/upkeep.ts';
import { json, type Command, page } from '../command.ts';
import { type Options, text } from '../argv/request.ts';

export const storeMigrateCommand: Command = {
  name: 'store migrate',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'move all secrets to the keychain or to a file',
  details: 'The file is encrypted. Also changes the setting `store`.',
  options: [
    {
      name: 'to',
      value: { kind: 'choice', shown: 'store', choices: ['keychain', 'file'] },
      about: 'keychain or file',
    },
  ],
  examples: [
    ['awscred store migrate --to file', 'asks for a passphrase, or reads AWSCRED_PASSPHRASE_FILE'],
    ['awscred store migrate --to keychain', 'back again; if interrupted, run it again'],
  ],

  async run(input, app) {
    const { migrate } = await import('../../flow/upkeep/migrate.ts');
    const to = target(input.options);
    const { run, settingsPorts } = app;
    const upkeep = await app.upkeep();
    const { migrated, sentence } = await migrate({ run, upkeep, settingsPorts, to });
    return input.json ? json({ version: 1, store: to, ...migrated }) : page(`${sentence}\n`);
  },
};

function target(options: Options): StoreKind {
  const to = text(options, 'to');
  if (to !== 'keychain' && to !== 'file') {
    throw new AwscredError('USAGE', 'store migrate takes --to keychain or --to file');
  }
  return to;
}
