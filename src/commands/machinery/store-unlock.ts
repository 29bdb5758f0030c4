import { parseDuration, showClock, showDuration, toIso } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import { json, type Command, page } from '../command.ts';
import { type Options, text } from '../argv/request.ts';

export const storeUnlockCommand: Command = {
  name: 'store unlock',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'keep the encrypted file unlocked for a while',
  details: 'awscred does not ask for the passphrase until then.',
  options: [
    {
      name: 'for',
      value: { kind: 'time', shown: 'time' },
      about: 'how long: 8h (default), 30m, at most 7d',
    },
  ],
  examples: [
    ['awscred store unlock --for 8h', 'for a working day; the Linux kernel keeps the key in memory'],
    ['awscred store lock', 'locks it at once'],
  ],

  async run(input, app) {
    const { unlock } = await import('../../flow/upkeep/unlock.ts');
    const seconds = secondsOf(input.options);
    const { clock } = app.run.ports;
    const until = await unlock(app.run, await app.upkeep(), seconds);
    return input.json
      ? json({ version: 1, unlocked_until: toIso(until) })
      : page(`unlocked until ${showClock(until, clock.now())} (${showDuration(seconds * 1000)})\n`);
  },
};

const LONGEST_SECONDS = 7 * 86_400;

function secondsOf(options: Options): number {
  const seconds = parseDuration(text(options, 'for') ?? '8h');
  if (seconds === null || seconds < 1 || seconds > LONGEST_SECONDS) {
    throw new AwscredError('USAGE', '--for takes a time such as 8h, 30m or 900 (seconds), at most 7d');
  }
  return seconds;
}
