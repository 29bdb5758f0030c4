import { toIso, parseDuration } from '../../core/text/time.ts';
import { jsonText } from '../../core/text/json-text.ts';
import { AwscredError } from '../../errors.ts';
import type { Shared } from '../../flow/ends/share/share.ts';
import { text } from '../argv/request.ts';
import type { Command } from '../command.ts';

export const shareCommand: Command = {
  name: 'share',
  aliases: [],
  group: 'Every day',
  words: '[profile]',
  takesProfile: true,
  asks: 'command',
  program: '-- cmd...',
  summary: 'give less, to a container, host or other user',
  details:
    'CMD is any command that carries stdin and stdout: docker exec -i, kubectl exec -i, ssh, sudo -u. Nothing has to be installed there.',
  options: [
    { name: 'for', value: { kind: 'time', shown: 'time' }, about: 'end after this: 8h' },
    { name: 'as', value: { kind: 'text', shown: 'name' }, about: 'the profile’s name over there' },
    { name: 'full', about: 'give all that the profile may do, an hour at a time' },
  ],
  examples: [
    ['awscred share prod --scope read-only -- docker exec -i box', 'into a container'],
    ['awscred share prod --scope logs --for 8h -- ssh host', 'to another host'],
    ['awscred share dev --full -- sudo -u build', 'all of it, to another user'],
  ],

  async run(input, app) {
    const { profile, program: transport, options } = input;
    if (profile === null || transport.length === 0) {
      throw new AwscredError('USAGE', 'share takes a profile and a transport', {
        hints: ['`awscred share PROFILE --scope read-only -- docker exec -i CONTAINER`'],
      });
    }
    const { share } = await import('../../flow/ends/share/share.ts');
    const status = await share(app.run, {
      profile,
      transport,
      as: text(options, 'as'),
      seconds: secondsOf(text(options, 'for')),
      full: options['full'] === true,
      transports: async () => app.transports(),
      ready: (shared) => void app.print(input.json ? jsonOf(shared) : exportsOf(shared)),
    });
    return { stdout: '', status };
  },
};

function secondsOf(given: string | null): number | null {
  const seconds = given === null ? null : parseDuration(given);
  if (given !== null && (seconds === null || seconds < 1)) {
    throw new AwscredError('USAGE', '--for takes a time such as 15m, 8h or 900 (seconds)');
  }
  return seconds;
}

function exportsOf({ config, profile }: Shared): string {
  return `export AWS_CONFIG_FILE=${config}\nexport AWS_PROFILE=${profile}\n`;
}

function jsonOf({ folder, config, profile, expiresAt }: Shared): string {
  const expires = expiresAt === null ? null : toIso(expiresAt);
  return `${jsonText({ version: 1, folder, config, profile, expires })}\n`;
}
