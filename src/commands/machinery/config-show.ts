import { json, type Command, page } from '../command.ts';

export const configShowCommand: Command = {
  name: 'config show',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'show AWS’s files as awscred reads them',
  details: 'Each value is shown with its file and line. Secrets are masked.',
  options: [],
  examples: [['awscred config show --json', 'profiles, sso-sessions, services, diagnostics']],

  async run(input, app) {
    const { configShow, configShowText } = await import('../../flow/set-up/config-show.ts');
    const config = app.run.config();
    return input.json
      ? json(configShow(config))
      : page(configShowText(config, app.run.ports.environment.home));
  },
};
