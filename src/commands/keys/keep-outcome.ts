import { shownKeyId } from '../../core/plan/key-id.ts';
import { pasteable, printable, tilde } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { addKeys, type AddInput } from '../../flow/keys/add.ts';
import { importKeys } from '../../flow/keys/import.ts';
import type { Kept } from '../../flow/keys/keep.ts';
import { keysJson, keysTable, listKeys } from '../../flow/keys/list.ts';
import { removeKeys } from '../../flow/keys/remove.ts';
import type { App } from '../app.ts';
import { text } from '../argv/request.ts';
import { json, page, product, type Input, type Outcome } from '../command.ts';

/** AwscredError USAGE where none is named: keys are never changed for a profile that a variable names. */
export function namedProfile({ profile }: Input, command: string): string {
  if (profile === null) {
    throw new AwscredError('USAGE', `${command} needs the name of a profile`, {
      hints: [`awscred ${command} PROFILE`],
    });
  }
  return profile;
}

export async function added(input: Input, app: App): Promise<Outcome> {
  const { run } = app;
  const { options } = input;
  const kept = await addKeys(run, {
    profile: namedProfile(input, 'keys add'),
    region: text(options, 'region'),
    from: sourceOf(input, app),
    editor: app.awsFileEditor,
    replace: options['replace'] === true,
    test: options['test'] !== false,
  });
  const { report, environment } = run.ports;
  const made = kept.made === null ? [] : [`made its section in ${tilde(kept.made, environment.home)}`];
  report.done(
    `${keptLine(kept)}`,
    made.map((line) => printable(line)),
  );
  report.hint(`use them: ${pasteable('awscred exec', kept.profile, 'PROFILE')}`);
  return input.json ? json({ version: 1, ...keptJson(kept) }) : product('');
}

function sourceOf({ options }: Input, app: App): AddInput['from'] {
  const isStdin = options['stdin'] === true;
  if (isStdin && options['fromEnv'] === true) {
    throw new AwscredError('USAGE', '--stdin and --from-env name two places: choose one');
  }
  return isStdin ? { stdin: app.readStdin() } : options['fromEnv'] === true ? 'environment' : 'terminal';
}

export function keptLine({ profile, accessKeyId, user }: Kept): string {
  const who = user === null ? 'not tested' : printable(user, 200);
  return `${printable(profile, 80)}: key ${shownKeyId(accessKeyId)} is kept (${who})`;
}

export function keptJson({ profile, accessKeyId, account, user }: Kept): Record<string, unknown> {
  return { profile, access_key_id: shownKeyId(accessKeyId), account, user };
}

export async function imported(input: Input, app: App): Promise<Outcome> {
  const all = input.options['all'] === true;
  const from = text(input.options, 'from');
  if (from !== null && from !== 'aws-vault') {
    throw new AwscredError('USAGE', `--from takes aws-vault, and no ${printable(from, 40)}`);
  }
  if (all === input.words.length > 0) {
    throw new AwscredError('USAGE', all ? '--all means every profile: name none' : 'which profiles?', {
      hints: ['awscred keys import PROFILE...', 'awscred keys import --all'],
    });
  }
  if (from === 'aws-vault') {
    return (await import('./from-aws-vault.ts')).importedFromVault(input, app);
  }
  const { run } = app;
  const done = await importKeys(run, {
    profiles: [...new Set(input.words)],
    all,
    backup: input.options['backup'] === true,
    replace: input.options['replace'] === true,
    test: input.options['test'] !== false,
    editor: await app.awsFileEditor(),
  });
  const { report, environment } = run.ports;
  const file = printable(tilde(done.file, environment.home));
  done.imported.forEach((kept) => report.done(`${keptLine(kept)}, and gone from ${file}`));
  done.left.forEach(({ profile, reason }) =>
    report.warn(`${printable(profile, 80)} stays in ${file}: ${printable(reason, 300)}`),
  );
  if (done.imported.length === 0 && done.left.length === 0) {
    report.done(`${file} has no keys`);
  }
  const answer = {
    imported: done.imported.map(keptJson),
    left: done.left,
    file: done.file,
    backups: done.backups,
  };
  return input.json ? json({ version: 1, ...answer }) : product('');
}

export async function listed(input: Input, app: App): Promise<Outcome> {
  const rows = listKeys(app.run);
  if (input.json) {
    return Promise.resolve(json(keysJson(rows)));
  }
  if (rows.length === 0) {
    app.run.ports.report.done('no keys are kept');
    return product('');
  }
  const header = input.options['header'] === true || input.options['verbose'] === true;
  return page(keysTable(rows, app.columns(), header));
}

export async function removed(input: Input, app: App): Promise<Outcome> {
  const profile = namedProfile(input, 'keys remove');
  const id = shownKeyId(await removeKeys(app.run, profile, input.options['yes'] === true));
  const { report } = app.run.ports;
  report.done(`${printable(profile, 80)}: key ${id} is removed from the store`);
  report.hint('in IAM the key still works: delete it there if nothing else uses it');
  return input.json ? json({ version: 1, profile, access_key_id: id }) : product('');
}
