import { processAnswer } from '../../flow/ends/assume.ts';
import { product, type Command } from '../command.ts';

export const processCommand: Command = {
  name: 'process',
  aliases: ['credential-process'],
  group: 'Every day',
  words: '[profile]',
  takesProfile: true,
  summary: 'give credentials to the AWS CLI and SDKs',
  options: [],
  examples: [
    ['awscred process prod-readonly', 'prints only the JSON of credential_process'],
    ['credential_process = "/usr/local/bin/awscred" process prod-readonly', 'in ~/.aws/config'],
  ],

  async run(input, app) {
    return product(await processAnswer(app.run, input.profile));
  },
};
