import type { FileEdit } from '../../../core/aws-files/edit/file-edit.ts';
import { headerText } from '../../../core/aws-files/edit/header-text.ts';
import type { AwsFileEditor, Change } from '../../../ports/aws-file-editor.ts';
import type { Run } from '../../line/run.ts';
import type { Draft, SectionDraft } from './draft.ts';

/** The changes that a draft means, as data: of each of AWS's files. */
interface DraftEdits {
  readonly config: readonly FileEdit[];
  readonly credentials: readonly FileEdit[];
}

/** With `--replace` a profile's other keys go: what it says afterwards is the draft alone. */
function editsOf(run: Run, { profile, sections, keys }: Draft): DraftEdits {
  const section = { kind: 'profile', name: profile } as const;
  const written = new Set(sections.flatMap(({ values }) => values.map(([key]) => key)));
  const old = run.config().profiles.get(profile);
  const configPath = run.config().configFile.path;
  const others = [...(old?.properties ?? [])]
    .filter(([key, { file }]) => file === configPath && !written.has(key))
    .map(([key]) => key);
  const config: FileEdit[] = [
    ...(others.length === 0 ? [] : [{ section, change: 'remove', keys: others } as const]),
    ...sections.map((draft) => ({ change: 'set', ...draft }) as const),
  ];
  const pair =
    keys === null
      ? []
      : ([
          ['aws_access_key_id', keys.accessKeyId],
          ['aws_secret_access_key', keys.secretAccessKey.reveal()],
        ] as const);
  return { config, credentials: keys === null ? [] : [{ section, change: 'set', values: pair }] };
}

/** Keys first: a profile without its keys would be of no use, keys without the profile's region are. */
export async function writeDraft(
  run: Run,
  draft: Draft,
  editor: AwsFileEditor,
  dryRun: boolean,
): Promise<readonly Change[]> {
  const { config, credentials } = editsOf(run, draft);
  const changes: Change[] = [];
  if (credentials.length > 0) {
    // A copy of the old file would hold secrets.
    changes.push(await editor.change('credentials', credentials, { dryRun, backup: false }));
  }
  changes.push(await editor.change('config', config, { dryRun }));
  return changes;
}

/** The sections as they will stand in the file; never a secret. */
export function draftLines({ sections }: Draft): readonly string[] {
  return sections.flatMap(sectionLines);
}

function sectionLines({ section, values }: SectionDraft): readonly string[] {
  return [headerText('config', section), ...values.map(([key, value]) => `${key} = ${value}`)];
}
