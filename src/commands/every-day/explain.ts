import { terminalPage } from '../../core/text/terminal-lines.ts';
import { toIso } from '../../core/text/time.ts';
import { json, type Command, page } from '../command.ts';

export const explainCommand: Command = {
  name: 'explain',
  aliases: [],
  group: 'Every day',
  words: '[profile]',
  takesProfile: true,
  summary: 'show where each hop and setting comes from',
  details:
    'Shows what limits each hop, whether a person will be asked, and what is cached. Uses no network and reads no secret.',
  options: [],
  examples: [
    ['awscred explain prod-admin', 'why these credentials'],
    ['awscred explain prod-admin --json', 'the same for scripts'],
  ],

  async run(input, app) {
    const { explainText } = await import('../../flow/explain/explain-text.ts');
    const { explainedJson } = await import('../../flow/explain/explain.ts');
    const { explainProfile } = await import('../../flow/explain/explain.ts');
    const { ports, accountName } = app.run;
    const explained = explainProfile(app.run, input.profile);
    const world = { now: ports.clock.now(), home: ports.environment.home, accountName };
    return input.json
      ? json(explainedJson(explained, toIso))
      : page(terminalPage(explainText(explained, world), app.columns()));
  },
};
