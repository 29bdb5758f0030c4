import {
  adoptEdits,
  type DraftedFiles,
  isAdopted,
  unadoptEdits,
} from '../../core/aws-files/adopt/adopt-edits.ts';
import { type Caller, processLine } from '../../core/aws-files/adopt/process-line.ts';
import { type Drafts, readDrafts } from '../../core/aws-files/config-drafts.ts';
import type { FileEdit } from '../../core/aws-files/edit/file-edit.ts';
import { unknownProfile } from '../../core/aws-files/profile-choice.ts';
import { matchesPattern } from '../../core/settings/name-pattern.ts';
import { quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { AwsFileEditor } from '../../ports/files/aws-file-editor.ts';
import type { Run } from '../line/run.ts';

/** What `adopt` and `unadopt` are asked for. */
export interface AdoptRequest {
  readonly what: 'adopt' | 'unadopt';
  /** Names and patterns; empty with `all`. */
  readonly words: readonly string[];
  /** Every profile that can be: what is refused is skipped. */
  readonly all: boolean;
  readonly dryRun: boolean;
  /** Who starts awscred from `credential_process`. */
  readonly caller: Caller;
}

export interface Adoption {
  /** Full path of the config file. */
  readonly file: string;
  /** Full path of the copy of the old file; null where nothing was written. */
  readonly backup: string | null;
  /** Profiles whose section changed, and those that were so already. */
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** With `all`: what cannot be, and why. Foreign text inside. */
  readonly skipped: readonly { readonly profile: string; readonly reason: string }[];
  /** A unified diff with secrets masked; null unless it is a dry run. */
  readonly diff: string | null;
}

/** Changes the config file in one piece: all of the profiles that are named, or none. */
export async function adopt(request: AdoptRequest, run: Run, editor: AwsFileEditor): Promise<Adoption> {
  const names = request.all ? null : namesOf(request.words, run);
  const { path: credentials } = run.config().credentialsFile;
  let choice: Choice = { edits: [], changed: [], unchanged: [], skipped: [] };
  const plan = (text: string): readonly FileEdit[] => {
    const files = {
      config: readDrafts('config', run.config().configFile.path, text),
      credentials: readDrafts('credentials', credentials, run.ports.files.read(credentials) ?? ''),
      home: run.ports.environment.home,
    };
    choice = chosen(names ?? allOf(request, files), files, request);
    return choice.edits;
  };
  const change = await editor.change('config', plan, { dryRun: request.dryRun });
  const { changed, unchanged, skipped } = choice;
  const diff = request.dryRun ? await change.diff() : null;
  return { file: change.path, backup: change.backup, changed, unchanged, skipped, diff };
}

interface Choice {
  readonly edits: readonly FileEdit[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly skipped: Adoption['skipped'];
}

function chosen(names: readonly string[], files: DraftedFiles, request: AdoptRequest): Choice {
  const edits = new Map<string, readonly FileEdit[]>();
  const refusals = new Map<string, AwscredError>();
  for (const name of names) {
    try {
      edits.set(name, editsFor(name, files, request));
    } catch (error) {
      if (!(error instanceof AwscredError)) {
        throw error;
      }
      refusals.set(name, error);
    }
  }
  if (!request.all) {
    throwFirst([...refusals.values()], names.length);
  }
  const isChanged = (name: string): boolean => (edits.get(name) ?? []).length > 0;
  return {
    edits: [...edits.values()].flat(),
    changed: [...edits.keys()].filter(isChanged),
    unchanged: [...edits.keys()].filter((name) => !isChanged(name)),
    skipped: [...refusals].map(([profile, { message }]) => ({ profile, reason: message })),
  };
}

function editsFor(name: string, files: DraftedFiles, { what, caller }: AdoptRequest): readonly FileEdit[] {
  const faults = files.config.sections.profile.get(name)?.faults ?? [];
  const [fault] = faults;
  if (fault !== undefined) {
    const message = `profile ${quoted(name)} has a malformed line (${fault.message})`;
    throw new AwscredError('CONFIG_SYNTAX', message, { at: fault, hints: ['correct that line first'] });
  }
  return what === 'adopt'
    ? adoptEdits(name, () => processLine(caller, name), files)
    : unadoptEdits(name, files);
}

/** All or nothing: the first refusal, with the others under it. */
function throwFirst(refusals: readonly AwscredError[], asked: number): void {
  const [first, ...more] = refusals;
  if (first === undefined) {
    return;
  }
  const { code, message, details, hints } = first;
  const others = more.slice(0, MOST).map((other) => other.message);
  const rest = more.length > MOST ? [`and ${more.length - MOST} more`] : [];
  const none = asked === 1 ? [] : ['none of the profiles was changed'];
  throw new AwscredError(code, message, {
    at: first,
    hints,
    details: [...details, ...others, ...rest, ...none],
  });
}

const MOST = 10;

/** A profile of exactly that name first; else `*` and `?` match names. */
function namesOf(words: readonly string[], run: Run): readonly string[] {
  const config = run.config();
  const all = [...config.profiles.keys()];
  return [
    ...new Set(
      words.flatMap((word) => {
        const names = config.profiles.has(word) ? [word] : /[*?]/.test(word) ? matching(all, word) : [];
        if (names.length === 0) {
          throw unknownProfile(config, word, run.ports.environment.home);
        }
        return names;
      }),
    ),
  ];
}

function matching(names: readonly string[], pattern: string): readonly string[] {
  return names.filter((name) => matchesPattern(name, pattern));
}

function allOf({ what }: AdoptRequest, { config, credentials }: DraftedFiles): readonly string[] {
  const names = new Set([...profilesOf(config), ...profilesOf(credentials)]);
  const isMeant = (name: string): boolean => {
    const draft = config.sections.profile.get(name);
    return what === 'adopt' || (draft !== undefined && isAdopted(draft));
  };
  return [...names].filter(isMeant);
}

function profilesOf({ sections }: Drafts): readonly string[] {
  return [...sections.profile.keys()];
}
