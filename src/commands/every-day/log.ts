import { parseDuration } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import { json, type Command, type Input, product } from '../command.ts';

export const logCommand: Command = {
  name: 'log',
  aliases: [],
  group: 'Every day',
  words: '',
  takesProfile: false,
  summary: 'show who got which credentials, and when',
  details:
    'Reads the audit trail: each time credentials were obtained, each time those of a guarded or narrowed profile were handed out, and each refusal.',
  options: [
    { name: 'since', value: { kind: 'time', shown: 'time' }, about: 'no older than this: 2d, 3h, 15m' },
    { name: 'follow', about: 'go on printing what comes' },
  ],
  examples: [
    ['awscred log --since 2d', 'the last two days'],
    ['awscred log --profile prod-admin --json', 'one profile’s, for scripts'],
    ['awscred log --follow', 'as it happens'],
  ],

  async run(input, app) {
    const { auditLines, follow, logJson, logText } = await import('../../flow/log/log.ts');
    const wish = { since: sinceOf(input), profile: input.profile };
    const isFollowing = input.options['follow'] === true;
    const lines = await auditLines(app.run, wish);
    const now = app.run.ports.clock.now();
    const text = lines.map((line) => `${logText(line, now)}\n`).join('');
    if (!isFollowing) {
      return input.json ? json(logJson(lines)) : product(text);
    }
    const { jsonText } = await import('../../core/text/json-text.ts');
    const first = input.json ? lines.map((line) => `${jsonText(line)}\n`).join('') : text;
    let isOver = first !== '' && !app.print(first);
    app.onSignal(() => (isOver = true));
    await follow(app.run, { ...wish, isJson: input.json, isOver: () => isOver }, (more) => app.print(more));
    return product('');
  },
};

function sinceOf({ options }: Input): number | null {
  const since = options['since'];
  const seconds = typeof since === 'string' ? parseDuration(since) : null;
  if (typeof since === 'string' && seconds === null) {
    throw new AwscredError('USAGE', '--since takes a time such as 2d, 3h or 15m');
  }
  return seconds;
}
