import { printable, pasteable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { KINDS, type Kind } from '../../flow/set-up/guided/kinds.ts';
import { setUp, type SetupDone } from '../../flow/set-up/guided/setup.ts';
import { outputNamed } from '../../outputs/index.ts';
import type { App } from '../app.ts';
import { json, page, product, type Input, type Outcome } from '../command.ts';
import type { OptionSpec } from '../option.ts';
import { text, type Options } from '../argv/request.ts';

/** What `setup` does; loaded late. `questions`: its options that answer one. */
export async function setUpOutcome(
  input: Input,
  app: App,
  questions: readonly OptionSpec[],
): Promise<Outcome> {
  const isStdin = input.options['stdin'] === true;
  const done = await setUp(app.run, {
    kind: kindOf(input),
    options: given(input.options, questions),
    editor: await app.awsFileEditor(),
    dryRun: input.options['dryRun'] === true,
    test: input.options['test'] !== false,
    stdin: isStdin ? app.readStdin() : null,
  });
  return input.options['dryRun'] === true ? diffs(done) : outcome(done, input, app);
}

function kindOf({ words }: Input): Kind | null {
  const [word] = words;
  const kind = KINDS.find(([name]) => name === word)?.[0];
  if (word !== undefined && kind === undefined) {
    throw new AwscredError('USAGE', `there is nothing named ${printable(word, 40)} to set up`, {
      hints: KINDS.map(([name, about]) => `awscred setup ${name}: ${about}`),
    });
  }
  return kind ?? null;
}

/** The answers that the command line gives, under their long names. */
function given(options: Options, questions: readonly OptionSpec[]): ReadonlyMap<string, string> {
  const pairs = questions.map(({ name }) => {
    const key = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [name, text(options, key)] as const;
  });
  const replace = options['replace'] === true ? ([['replace', 'yes']] as const) : [];
  return new Map([...pairs.filter((pair): pair is [string, string] => pair[1] !== null), ...replace]);
}

async function diffs({ changes }: SetupDone): Promise<Outcome> {
  const texts: string[] = [];
  for (const change of changes) {
    texts.push(await change.diff());
  }
  return page(texts.join(''));
}

function outcome({ profile, changes, identity }: SetupDone, input: Input, app: App): Outcome {
  const { report } = app.run.ports;
  const who = identity === null ? 'not tested' : printable(identity.arn, 200);
  const command = pasteable('awscred assume', profile, 'PROFILE');
  report.done(`${printable(profile, 80)}: ${who}`);
  report.hint(`use it: ${outputNamed(app.shellSyntax()).evalLine(command)}`);
  if (!input.json) {
    return product('');
  }
  const { accountId = null, arn = null } = identity ?? {};
  const files = changes.map(({ path, backup }) => ({ path, backup }));
  return json({ version: 1, profile, files, account: accountId, arn });
}
