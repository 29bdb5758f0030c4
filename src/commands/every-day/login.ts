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
    { name: 'console', about: 'sign in to the AWS console, for the profile (aws login)' },
    { name: 'remote', about: '--console: in a browser of another machine' },
  ],
  examples: [
    ['awscred login acme', 'an [sso-session], or a profile'],
    ['awscred login acme --device-code', 'on SSH: a code for any device'],
    ['awscred login --console dev', 'no keys, no SSO: the console’s own sign-in'],
    ['awscred login --if-needed && make deploy', 'for scripts'],
  ],

  async run(input, app) {
    const { consoleLogin, consoleProfile } = await import('../../flow/sign-in/console-login.ts');
    const isAsked = input.options['console'] === true || input.options['remote'] === true;
    const profile = isAsked ? input.profile : consoleProfile(app.run, input.profile);
    if (isAsked || (profile !== null && input.options['all'] !== true)) {
      const remote = input.options['remote'] === true;
      const done = await consoleLogin(app.run, {
        profile,
        remote,
        ifNeeded: input.options['ifNeeded'] === true,
        editor: await app.awsFileEditor(),
      });
      return input.json ? json({ version: 1, signed_in: [{ ...done, expires: null }] }) : product('');
    }
    const { loginTo } = await import('../../flow/sign-in/login.ts');
    const signedIn = await loginTo(app.run, {
      name: input.profile,
      all: input.options['all'] === true,
      ifNeeded: input.options['ifNeeded'] === true,
    });
    return input.json ? json({ version: 1, signed_in: signedIn }) : product('');
  },
};
