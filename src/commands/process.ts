import { processAnswer } from '../flow/ends/assume.ts';
import { product, type Command } from './command.ts';

export const processCommand: Command = {
  name: 'process',
  aliases: ['credential-process'],
  group: 'Every day',
  words: '[profile]',
  takesProfile: true,
  summary: 'answer the AWS CLI and SDKs (credential_process)',
  options: [],
  examples: [
    ['awscred process prod-readonly', 'the JSON, and nothing else'],
    ['credential_process = "/usr/local/bin/awscred" process prod-readonly', 'in ~/.aws/config'],
  ],

  async run(input, app) {
    return product(await processAnswer(app.run, input.profile));
  },
};
