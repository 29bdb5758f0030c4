import { json, product, type Command } from '../command.ts';

export const loginCommand: Command = {
  name: 'login',
  aliases: ['sso login'],
  group: 'Every day',
  words: '[session]',
  takesProfile: true,
  asks: 'login',
  summary: 'sign in to an SSO session, or with an MFA code',
  options: [
    { name: 'if-needed', about: 'keep a sign-in that is still valid' },
    { name: 'all', about: 'all SSO sessions' },
  ],
  examples: [
    ['awscred login acme', 'an [sso-session], or a profile'],
    ['awscred login acme --device-code', 'on SSH: a code for any device'],
    ['awscred login --if-needed && make deploy', 'for scripts'],
  ],

  async run(input, app) {
    const { loginTo } = await import('../../flow/sign-in/login.ts');
    const signedIn = await loginTo(app.run, {
      name: input.profile,
      all: input.options['all'] === true,
      ifNeeded: input.options['ifNeeded'] === true,
    });
    return input.json ? json({ version: 1, signed_in: signedIn }) : product('');
  },
};
