import { pasteable, printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { importFromVault } from '../../flow/keys/aws-vault/import-vault.ts';
import type { App } from '../app.ts';
import { json, product, type Input, type Outcome } from '../command.ts';
import { keptJson, keptLine } from './keep-outcome.ts';

/** `keys import --from aws-vault`. */
export async function importedFromVault({ options, words, json: isJson }: Input, app: App): Promise<Outcome> {
  if (options['backup'] === true) {
    throw new AwscredError('USAGE', '--backup is for keys of a file: aws-vault keeps its own');
  }
  const done = await importFromVault(app.run, {
    profiles: [...new Set(words)],
    all: options['all'] === true,
    replace: options['replace'] === true,
    test: options['test'] !== false,
    editor: app.awsFileEditor,
  });
  const { report } = app.run.ports;
  for (const kept of done.imported) {
    report.done(keptLine(kept));
    report.hint(`aws-vault has them still: ${pasteable('aws-vault remove', kept.profile, 'PROFILE')}`);
  }
  done.left.forEach(({ profile, reason }) =>
    report.warn(`${printable(profile, 80)} stays in aws-vault: ${printable(reason, 300)}`),
  );
  if (done.imported.length === 0 && done.left.length === 0) {
    report.done('aws-vault has no keys that can be read here');
  }
  const answer = { imported: done.imported.map(keptJson), left: done.left, file: null, backups: [] };
  return isJson ? json({ version: 1, ...answer }) : product('');
}
