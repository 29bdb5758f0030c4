import { configShow, configShowText } from '../flow/config-show.ts';
import { json, product, type Command } from './command.ts';

export const configShowCommand: Command = {
  name: 'config show',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'AWS’s files as they were read, with file and line; secrets masked',
  options: [],
  examples: [['awscred config show --json', 'profiles, sso-sessions, services, diagnostics']],

  async run(input, app) {
    const config = app.session.config();
    return Promise.resolve(
      input.json
        ? json(configShow(config))
        : product(configShowText(config, app.session.ports.environment.home)),
    );
  },
};
