import type { Command } from './command.ts';

export const execCommand: Command = {
  name: 'exec',
  aliases: [],
  group: 'Every day',
  words: '[profile]',
  takesProfile: true,
  asks: 'command',
  program: '[-- command...]',
  summary: 'run one command with a profile’s credentials',
  options: [],
  examples: [
    ['awscred exec prod-readonly -- aws s3 ls', 'that command alone has them'],
    ['awscred exec prod-readonly', 'a shell that has them'],
    ['awscred exec -- terraform plan', 'as the current profile'],
  ],

  async run(input, app) {
    const { exec } = await import('../flow/ends/exec.ts');
    const { profile, program: command } = input;
    const status = await exec(app.session, { profile, command, start: app.start });
    return { stdout: '', status };
  },
};
