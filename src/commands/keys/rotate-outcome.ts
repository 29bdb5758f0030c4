import { shownKeyId } from '../../core/plan/key-id.ts';
import { printable } from '../../core/text/printable.ts';
import { parseDuration, toIso } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import { listKeys } from '../../flow/keys/list.ts';
import type { Rotated } from '../../flow/keys/rotation/forward.ts';
import { rotate, type RotateInput } from '../../flow/keys/rotation/rotate.ts';
import type { App } from '../app.ts';
import { text } from '../argv/request.ts';
import { json, product, type Input, type Outcome } from '../command.ts';
import { namedProfile } from './keep-outcome.ts';

export async function rotated(input: Input, app: App): Promise<Outcome> {
  const { options } = input;
  const all = options['all'] === true;
  if (all && input.profile !== null) {
    throw new AwscredError('USAGE', '--all means every key: name no profile');
  }
  const profiles = all ? await everyKey(input, app) : [namedProfile(input, 'keys rotate')];
  const how = howOf(input);
  const rotations = await app.rotations();
  const asked = { how, rotations, keepOldMs: keepOldOf(input) };
  return all ? ofAll(profiles, asked, { input, app }) : ofOne(profiles[0] ?? '', asked, { input, app });
}

type Asked = Pick<RotateInput, 'how' | 'rotations' | 'keepOldMs'>;

interface Call {
  readonly input: Input;
  readonly app: App;
}

async function ofOne(profile: string, asked: Asked, { input, app }: Call): Promise<Outcome> {
  const one = await rotate(app.run, { ...asked, profile, tell: teller(profile, app) });
  return answer(one === null ? [] : [one], input);
}

function answer(done: readonly Rotated[], input: Input): Outcome {
  return input.json ? json({ version: 1, rotations: done.map(asJson) }) : product('');
}

/** One that fails does not keep the others from being rotated. */
async function ofAll(profiles: readonly string[], asked: Asked, { input, app }: Call): Promise<Outcome> {
  const done: Rotated[] = [];
  const failures: AwscredError[] = [];
  for (const profile of profiles) {
    try {
      const one = await rotate(app.run, { ...asked, profile, tell: teller(profile, app) });
      done.push(...(one === null ? [] : [one]));
    } catch (error) {
      if (!(error instanceof AwscredError)) {
        throw error;
      }
      app.run.ports.report.warn(`${printable(profile, 80)}: ${error.message}`);
      error.hints.forEach((hint) => app.run.ports.report.hint(hint));
      failures.push(error);
    }
  }
  const [failure] = failures;
  if (failure !== undefined) {
    throw new AwscredError(failure.code, `${failures.length} of ${profiles.length} keys were not rotated`, {
      cause: failure,
    });
  }
  return answer(done, input);
}

function howOf({ options }: Input): RotateInput['how'] {
  const ways = (['resume', 'rollback', 'dryRun'] as const).filter((way) => options[way] === true);
  if (ways.length > 1) {
    throw new AwscredError('USAGE', '--resume, --rollback and --dry-run exclude each other');
  }
  const [way] = ways;
  return way === 'dryRun' ? 'dry-run' : (way ?? 'rotate');
}

function keepOldOf({ options }: Input): number | null {
  const given = text(options, 'keepOld');
  if (given === null) {
    return null;
  }
  const seconds = parseDuration(given);
  if (seconds === null) {
    throw new AwscredError('USAGE', `--keep-old ${printable(given, 40)} is no duration`, {
      hints: ['for example 24h, 7d, or 0 to delete the old key at once'],
    });
  }
  return seconds * 1000;
}

/** One profile for each key; profiles that share one are changed together. */
async function everyKey({ options }: Input, app: App): Promise<readonly string[]> {
  const byKey = new Map(listKeys(app.run).map(({ accessKeyId, profile }) => [accessKeyId, profile]));
  const profiles = [...byKey.values()];
  const { terminal } = app.run.ports;
  if (profiles.length === 0 || options['yes'] === true || options['dryRun'] === true) {
    return profiles;
  }
  if (!terminal.available) {
    throw new AwscredError('NEEDS_PERSON', `rotating all keys has to be confirmed, and ${terminal.absence}`, {
      hints: ['without a question: awscred keys rotate --all --yes'],
    });
  }
  if (!(await terminal.confirm(`Rotate ${profiles.length} keys?`, false))) {
    throw new AwscredError('NOT_CONFIRMED', 'nothing was changed');
  }
  return profiles;
}

function teller(profile: string, { run }: App): RotateInput['tell'] {
  const name = printable(profile, 80);
  return (step, about, outcome) => {
    const columns = step === '' ? about : `${step.padEnd(11)} ${about.padEnd(28)} ${outcome}`;
    run.ports.report.done(`${name}: ${columns}`.trimEnd());
  };
}

function asJson({ profiles, old, next, state, deleteAt }: Rotated): unknown {
  return {
    profiles,
    old: shownKeyId(old),
    new: next === null ? null : shownKeyId(next),
    state,
    delete_after: deleteAt === null ? null : toIso(deleteAt),
  };
}
