import { printable } from '../../core/text/printable.ts';
import { choiceJson, choiceText, type ProfileChoice } from '../../core/aws-files/profile-choice.ts';
import type { App } from '../app.ts';
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
    const { identity, choice } = await whoami(app.run, input.profile);
    const { accountId, arn, userId } = identity;
    if (input.json) {
      const chosen = choice === null ? null : choiceJson(choice);
      const named = { profile: choice?.name ?? null, chosen };
      const name = accountId === null ? null : app.run.accountName(accountId);
      return json({ version: 1, account: accountId, account_name: name, arn, user_id: userId, ...named });
    }
    sayChoice(choice, app);
    return page(`${printable(arn, 2048)}\n`);
  },
};

/** A folder decides unseen, so that it is always named; the rest a person on a terminal may want to know. */
function sayChoice(choice: ProfileChoice | null, { run }: App): void {
  if (choice === null || choice.from === 'PROFILE') {
    return;
  }
  const { report, environment } = run.ports;
  const line = `profile ${printable(choice.name, 80)}: ${choiceText(choice, environment.home)}`;
  if (choice.from === 'folder') {
    report.done(line);
  } else {
    report.summary(line);
  }
}
