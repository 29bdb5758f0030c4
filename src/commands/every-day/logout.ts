import { json, product, type Command } from '../command.ts';

export const logoutCommand: Command = {
  name: 'logout',
  aliases: ['sso logout'],
  group: 'Every day',
  words: '[session]',
  takesProfile: true,
  summary: 'sign out and delete what the sign-in gave',
  details: 'An SSO sign-in is also ended on the server.',
  options: [{ name: 'all', about: 'all SSO sessions' }],
  examples: [
    ['awscred logout acme', 'an [sso-session], or a profile'],
    ['awscred logout --all', 'all of them'],
  ],

  async run(input, app) {
    const { consoleLogout, consoleProfile } = await import('../../flow/sign-in/console-login.ts');
    const console = input.options['all'] === true ? null : consoleProfile(app.run, input.profile);
    if (console !== null) {
      consoleLogout(app.run, console);
      return input.json ? json({ version: 1, signed_out: [console] }) : product('');
    }
    const { logoutFrom } = await import('../../flow/sign-in/logout.ts');
    const sessions = await logoutFrom(app.run, {
      name: input.profile,
      all: input.options['all'] === true,
    });
    return input.json ? json({ version: 1, signed_out: sessions }) : product('');
  },
};
