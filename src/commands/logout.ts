import { json, product, type Command } from './command.ts';

export const logoutCommand: Command = {
  name: 'logout',
  aliases: ['sso logout'],
  group: 'Every day',
  words: '[session]',
  takesProfile: true,
  summary: 'sign out, and forget what came of the sign-in',
  details: 'The server forgets an SSO sign-in too.',
  options: [{ name: 'all', about: 'every SSO session' }],
  examples: [
    ['awscred logout acme', 'an [sso-session], or a profile'],
    ['awscred logout --all', 'all of them'],
  ],

  async run(input, app) {
    const { logoutFrom } = await import('../flow/sign-in/logout.ts');
    const sessions = await logoutFrom(app.run, {
      name: input.profile,
      all: input.options['all'] === true,
    });
    return input.json ? json({ version: 1, signed_out: sessions }) : product('');
  },
};
