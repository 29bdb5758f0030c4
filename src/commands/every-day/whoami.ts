import { printable } from '../../core/text/printable.ts';
import { json, type Command, page } from '../command.ts';

export const whoamiCommand: Command = {
  name: 'whoami',
  aliases: [],
  group: 'Every day',
  words: '[profile]',
  takesProfile: true,
  summary: 'ask AWS who a profile or this shell is',
  options: [],
  examples: [
    ['awscred whoami', 'as this shell’s credentials'],
    ['awscred whoami prod-readonly --json', 'as a profile'],
  ],

  async run(input, app) {
    const { whoami } = await import('../../flow/ends/whoami.ts');
    const { accountId, arn, userId } = await whoami(app.run, input.profile);
    const name = accountId === null ? null : app.run.accountName(accountId);
    return input.json
      ? json({ version: 1, account: accountId, account_name: name, arn, user_id: userId })
      : page(`${printable(arn, 2048)}\n`);
  },
};
