import { exec } from '../flow/exec.ts';
import type { Command } from './command.ts';

export const execCommand: Command = {
  name: 'exec',
  aliases: [],
  group: 'Every day',
  words: '[profile] [command...]',
  takesProfile: false,
  asks: 'command',
  passThrough: true,
  summary: 'run one command with a profile’s credentials',
  options: [],
  examples: [
    ['awscred exec prod-readonly -- aws s3 ls', 'that command alone has them'],
    ['awscred exec prod-readonly', 'a shell that has them'],
    ['awscred exec -- terraform plan', 'as the current profile'],
  ],

  async run(input, app) {
    const status = await exec(app.session, { ...words(input.words, input.options), start: app.start });
    return { stdout: '', status };
  },
};

/** `exec PROFILE -- CMD…`, `exec PROFILE CMD…`, `exec -- CMD…`, `exec -p PROFILE -- CMD…`. */
function words(
  all: readonly string[],
  options: Readonly<Record<string, unknown>>,
): { readonly profile: string | null; readonly command: readonly string[] } {
  const named = typeof options['profile'] === 'string' ? options['profile'] : null;
  if (named !== null || options['dashed'] === true) {
    return { profile: named, command: withoutDashes(all) };
  }
  return { profile: all[0] ?? null, command: withoutDashes(all.slice(1)) };
}

function withoutDashes(command: readonly string[]): readonly string[] {
  return command[0] === '--' ? command.slice(1) : command;
}
