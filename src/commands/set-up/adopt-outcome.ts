import { pasteable, printable, tilde } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { adopt, type Adoption, type AdoptRequest } from '../../flow/set-up/adopt.ts';
import { ownProgram } from '../../flow/set-up/own-program.ts';
import type { App } from '../app.ts';
import { json, page, product, type Input, type Outcome } from '../command.ts';

/** What `adopt` and `unadopt` do; loaded late, since few ever type it. */
export async function changed(what: AdoptRequest['what'], input: Input, app: App): Promise<Outcome> {
  const { words, options } = input;
  const all = options['all'] === true;
  if (all === words.length > 0) {
    const message = all ? `--all and names exclude each other` : `${what} which profiles?`;
    throw new AwscredError('USAGE', message, {
      hints: [`awscred ${what} PROFILE, or awscred ${what} --all`],
    });
  }
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
