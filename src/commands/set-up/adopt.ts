import { pasteable, printable, tilde } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Adoption, AdoptRequest } from '../../flow/set-up/adopt.ts';
import type { App } from '../app.ts';
import { json, page, product, type Command, type Input, type Outcome } from '../command.ts';

const DRY_RUN = { name: 'dry-run', about: 'print the change as a diff and write nothing' } as const;

export const adoptCommand: Command = {
  name: 'adopt',
  aliases: [],
  group: 'Set up',
  words: '[profile...]',
  takesProfile: false,
  summary: 'let every AWS tool get profiles through awscred',
  details:
    'In ~/.aws/config the keys that say how a profile obtains its credentials are renamed to awscred_…, which awscred reads as the keys themselves, and credential_process is added behind them. Of several profiles all are changed or none. A pattern matches the whole name: `*` is any text, `?` one character.',
  options: [
    { name: 'all', about: 'every profile that can be; the others are named' },
    { name: 'portable', about: 'write `awscred process NAME`, without absolute paths' },
    DRY_RUN,
  ],
  examples: [
    ['awscred adopt prod-readonly', 'the AWS CLI, every SDK and Terraform ask awscred'],
    ["awscred adopt 'prod-*' --dry-run", 'what would change'],
    ['awscred unadopt prod-readonly', 'the file as it was'],
  ],

  run: async (input, app) => changed('adopt', input, app),
};

export const unadoptCommand: Command = {
  name: 'unadopt',
  aliases: [],
  group: 'Set up',
  words: '[profile...]',
  takesProfile: false,
  summary: 'undo adopt: the profiles as they were',
  details:
    'Restores the file byte for byte where nothing else in it has changed, else the keys. Keys named awscred_… that `awscred adopt` did not write stay.',
  options: [{ name: 'all', about: 'every adopted profile' }, DRY_RUN],
  examples: [['awscred unadopt prod-readonly', '']],

  run: async (input, app) => changed('unadopt', input, app),
};

async function changed(what: AdoptRequest['what'], input: Input, app: App): Promise<Outcome> {
  const { words, options } = input;
  const all = options['all'] === true;
  if (all === words.length > 0) {
    const message = all ? `--all and names exclude each other` : `${what} which profiles?`;
    throw new AwscredError('USAGE', message, {
      hints: [`awscred ${what} PROFILE, or awscred ${what} --all`],
    });
  }
  const { adopt } = await import('../../flow/set-up/adopt.ts');
  const request: AdoptRequest = {
    what,
    words,
    all,
    dryRun: options['dryRun'] === true,
    caller: await callerOf(input, app),
  };
  const done = await adopt(request, app.run, await app.awsFileEditor());
  return input.json ? json(asJson(done)) : told(what, done, app);
}

/** A line for several machines names no path, and must be read the same on all of them. */
async function callerOf({ options }: Input, app: App): Promise<AdoptRequest['caller']> {
  const { ownProgram } = await import('../../flow/set-up/own-program.ts');
  const { home, platform } = app.run.ports.environment;
  const portable = options['portable'] === true;
  const program = await ownProgram(portable, { home, files: app.initFiles });
  return { program, platform: portable ? null : platform };
}

function asJson({ file, backup, changed: names, unchanged, skipped, diff }: Adoption): unknown {
  return { version: 1, file, backup, changed: names, unchanged, skipped, diff };
}

function told(what: AdoptRequest['what'], done: Adoption, app: App): Outcome {
  const { report, environment } = app.run.ports;
  const { diff, unchanged, skipped, backup } = done;
  skipped.forEach(({ profile, reason }) =>
    report.warn(`skipped ${printable(profile, 80)}: ${printable(reason, 500)}`),
  );
  if (diff !== null) {
    return page(diff);
  }
  const state = what === 'adopt' ? 'adopted' : 'not adopted';
  if (unchanged.length > 0) {
    report.done(`already ${state}: ${listed(unchanged)}`);
  }
  if (done.changed.length > 0) {
    const copy =
      backup === null ? '' : `; a copy of the old file is ${printable(tilde(backup, environment.home), 500)}`;
    report.done(
      `${what}ed ${listed(done.changed)} in ${printable(tilde(done.file, environment.home), 500)}${copy}`,
    );
  }
  const [first] = done.changed;
  if (what === 'adopt' && first !== undefined) {
    report.hint(`undo it: ${pasteable('awscred unadopt', first, 'PROFILE')}`);
  }
  return product('');
}

const SHOWN = 10;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => printable(name, 80));
  return names.length > SHOWN ? `${shown.join(', ')} and ${names.length - SHOWN} more` : shown.join(', ');
}
