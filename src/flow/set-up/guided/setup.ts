import { pasteable, printable, quoted, tilde } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { AwsFileEditor, Change } from '../../../ports/files/aws-file-editor.ts';
import type { CallerIdentity } from '../../../ports/aws.ts';
import type { KeyPair } from '../../../core/kept-keys.ts';
import { prepareStore } from '../../keys/kept-item.ts';
import { keep } from '../../keys/keep.ts';
import { loadConfig } from '../../line/load-config.ts';
import type { Run } from '../../line/run.ts';
import { whoami } from '../../ends/whoami.ts';
import { Answers } from './answers.ts';
import type { Draft } from './draft.ts';
import { KINDS, type Kind } from './kinds.ts';
import { draftLines, writeDraft } from './write-draft.ts';

export interface SetupInput {
  /** Null: asked on the terminal. */
  readonly kind: Kind | null;
  readonly options: ReadonlyMap<string, string>;
  readonly editor: AwsFileEditor;
  readonly dryRun: boolean;
  readonly test: boolean;
  /** What stdin said, where it holds the keys. */
  readonly stdin: string | null;
}

/** What was set up. */
export interface SetupDone {
  readonly profile: string;
  readonly changes: readonly Change[];
  /** Null where it was not tested. */
  readonly identity: Pick<CallerIdentity, 'accountId' | 'arn'> | null;
}

/** Asks for what a profile needs, writes it, and tests it with GetCallerIdentity. */
export async function setUp(asked: Run, input: SetupInput): Promise<SetupDone> {
  // Its options say what to write; none of them is one of the request.
  const run = { ...asked, request: { ...asked.request, roleArn: null, region: null } };
  const answers = new Answers(run.ports.terminal, input.options);
  const kind = input.kind ?? (await chosenKind(run, answers));
  const draft = await draftOf(kind, { run, answers, stdin: input.stdin });
  tell(run, draft);
  if (draft.keys !== null && !input.dryRun) {
    return withKeys(run, draft, draft.keys, input);
  }
  const changes = await writeDraft(run, draft, input.editor, input.dryRun);
  const identity =
    input.test && !input.dryRun && draft.isTestable !== false ? await tested(run, draft) : null;
  return { profile: draft.profile, changes, identity };
}

/** Keys first: a profile without its keys would be of no use. Keys that AWS refuses leave nothing behind. */
async function withKeys(run: Run, draft: Draft, keys: KeyPair, input: SetupInput): Promise<SetupDone> {
  const { profile, sections } = draft;
  const region = sections.flatMap(({ values }) => values).find(([key]) => key === 'region')?.[1] ?? null;
  const placed = region === null ? run : { ...run, request: { ...run.request, region } };
  await prepareStore(run);
  await writeDraft(run, draft, input.editor, true);
  const replace = input.options.has('replace');
  const { account, user } = await keep(placed, profile, keys, { replace, test: input.test });
  const changes = await writeDraft(run, draft, input.editor, false);
  const identity = account === null || user === null ? null : { accountId: account, arn: user };
  return { profile, changes, identity };
}

/** What will be written where. */
function tell(run: Run, draft: Draft): void {
  const { configFile } = run.config();
  const { report, environment, store } = run.ports;
  const shown = (path: string): string => printable(tilde(path, environment.home));
  report.done(`adds to ${shown(configFile.path)}:`, draftLines(draft));
  if (draft.keys !== null) {
    report.done(`keeps the access keys in the store (${printable(store.describe().detail, 200)})`);
  }
}

async function chosenKind({ ports }: Run, answers: Answers): Promise<Kind> {
  if (!ports.terminal.available) {
    throw new AwscredError('USAGE', `setup needs to know what to set up, and ${ports.terminal.absence}`, {
      hints: KINDS.map(([kind, about]) => `awscred setup ${kind}: ${about}`),
    });
  }
  const choices = KINDS.map(([value, note]) => ({ value, label: value, note }));
  const chosen = await answers.choice('kind', 'How do you get into AWS?', choices);
  return KINDS.find(([kind]) => kind === chosen)?.[0] ?? 'sso';
}

interface Asking {
  readonly run: Run;
  readonly answers: Answers;
  readonly stdin: string | null;
}

async function draftOf(kind: Kind, { run, answers, stdin }: Asking): Promise<Draft> {
  switch (kind) {
    case 'sso':
      return (await import('./sso.ts')).askForSso(run, answers);
    case 'role':
      return (await import('./role.ts')).askForRole(run, answers);
    case 'google':
      return (await import('./google.ts')).askForGoogle(run, answers);
    case 'github':
      return (await import('./github.ts')).askForGithub(run, answers);
    case 'keys':
      return (await import('./keys.ts')).askForKeys(run, answers, stdin);
  }
}

/** The files are read anew: what is tested is what was written. */
async function tested(run: Run, { profile }: Draft): Promise<CallerIdentity> {
  const config = loadConfig(run.ports);
  try {
    return (await whoami({ ...run, config: () => config }, profile)).identity;
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    const { file, line } = config.profiles.get(profile) ?? { file: '', line: 0 };
    const place = `${printable(tilde(file, run.ports.environment.home))}:${line}`;
    const { code, message, hints, details, cause } = error;
    throw new AwscredError(code, `profile ${quoted(profile)} was written, and its test failed: ${message}`, {
      details,
      cause,
      hints: [
        ...hints,
        `try again: ${pasteable('awscred whoami', profile, 'PROFILE')}; to remove the profile, delete its section at ${place}`,
      ],
    });
  }
}
