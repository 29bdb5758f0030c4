import type { FileEdit } from '../../../core/aws-files/edit/file-edit.ts';
import { headerText } from '../../../core/aws-files/edit/header-text.ts';
import type { AwsFileEditor, Change } from '../../../ports/files/aws-file-editor.ts';
import type { Run } from '../../line/run.ts';
import type { Draft, SectionDraft } from './draft.ts';

/** With `--replace` a profile's other keys go: what it says afterwards is the draft alone. */
function editsOf(run: Run, { profile, sections }: Draft): readonly FileEdit[] {
  const section = { kind: 'profile', name: profile } as const;
  const written = new Set(sections.flatMap(({ values }) => values.map(([key]) => key)));
  const old = run.config().profiles.get(profile);
  const configPath = run.config().configFile.path;
  const others = [...(old?.properties ?? [])]
    .filter(([key, { file }]) => file === configPath && !written.has(key))
    .map(([key]) => key);
  return [
    ...(others.length === 0 ? [] : [{ section, change: 'remove', keys: others } as const]),
    ...sections.map((draft) => ({ change: 'set', ...draft }) as const),
  ];
}

/** Writes the sections into the config file. */
export async function writeDraft(
  run: Run,
  draft: Draft,
  editor: AwsFileEditor,
  dryRun: boolean,
): Promise<readonly Change[]> {
  return [await editor.change('config', editsOf(run, draft), { dryRun })];
}

/** The sections as they will stand in the file; never a secret. */
export function draftLines({ sections }: Draft): readonly string[] {
  return sections.flatMap(sectionLines);
}

function sectionLines({ section, values }: SectionDraft): readonly string[] {
  return [headerText('config', section), ...values.map(([key, value]) => `${key} = ${value}`)];
}
