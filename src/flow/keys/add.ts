import { keptKeyName, type KeyPair } from '../../core/kept-keys.ts';
import { checkedPair, keyPairIn } from '../../core/key-pair-text.ts';
import { pasteable, printable, quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { AwsFileEditor } from '../../ports/files/aws-file-editor.ts';
import { planUnguarded } from '../line/plan-for.ts';
import type { Run } from '../line/run.ts';
import { regionFault, sectionNameFault } from '../set-up/guided/checks.ts';
import { keep, type KeepOptions, type Kept } from './keep.ts';
import { prepareStore } from './kept-item.ts';

export interface AddInput extends KeepOptions {
  readonly profile: string;
  /** Region of a profile that is made; null for none. */
  readonly region: string | null;
  /** Where the pair comes from; stdin's text where it holds it, or the pair itself. */
  readonly from: { readonly stdin: string } | { readonly pair: KeyPair } | 'environment' | 'terminal';
  readonly editor: () => Promise<AwsFileEditor>;
}

/** Keeps a user's access keys in the store, and makes the profile where there is none. */
export async function addKeys(run: Run, input: AddInput): Promise<Kept & { readonly made: string | null }> {
  const { profile } = input;
  const isNew = !run.config().profiles.has(profile);
  refuseName(input, isNew);
  if (!isNew) {
    refuseUnused(run, profile);
  }
  const given = input.from === 'terminal' ? null : pairOf(run, input.from);
  await prepareStore(run);
  const pair = given ?? (await asked(run, profile));
  // What cannot be written is found before anything is kept.
  const make = isNew ? await makerOf(input) : null;
  const kept = await keep(run, profile, pair, input);
  return { ...kept, made: make === null ? null : await make() };
}

function refuseName({ profile, region }: AddInput, isNew: boolean): void {
  const fault = isNew ? sectionNameFault(profile) : null;
  const regionIs = region === null ? null : regionFault(region);
  if (fault !== null) {
    throw new AwscredError('USAGE', `${quoted(profile)} ${fault}`);
  }
  if (regionIs !== null) {
    throw new AwscredError('USAGE', `--region ${printable(region ?? '', 60)} ${regionIs}`);
  }
}

/** Keys that nothing would ever use are no safer in the store. */
function refuseUnused(run: Run, profile: string): void {
  const { store } = run.ports;
  const row = {
    kind: 'iam',
    account: keptKeyName(profile),
    profile,
    label: '',
    expiresAt: null,
    savedAt: 0,
  } as const;
  const keys = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    account: null,
    user: null,
    addedAt: 0,
    rotatedAt: null,
  };
  const rows = [...store.rows().filter((one) => one.profile !== profile), { ...row, through: null, keys }];
  const isListed = (): boolean => true;
  const known = { rows: () => rows, isListed } as unknown as Run['ports']['store'];
  const plan = planUnguarded({ ...run, ports: { ...run.ports, store: known } }, profile);
  if (
    !plan.steps.some(
      (step) => step.kind === 'stored-keys' && step.where === 'store' && step.profile === profile,
    )
  ) {
    throw new AwscredError(
      'CONFIG',
      `profile ${quoted(profile)} gets its credentials another way: keys would not be used`,
      {
        hints: [
          `to see how: ${pasteable('awscred explain', profile, 'PROFILE')}`,
          'keep the keys under a profile of their own, and name that as source_profile',
        ],
      },
    );
  }
}

function pairOf({ ports }: Run, from: Exclude<AddInput['from'], 'terminal'>): KeyPair {
  if (from !== 'environment') {
    return 'pair' in from ? from.pair : keyPairIn(from.stdin);
  }
  const { environment } = ports;
  if ((environment.get('AWS_SESSION_TOKEN') ?? environment.get('AWS_SECURITY_TOKEN')) !== null) {
    throw new AwscredError(
      'USAGE',
      'the environment has temporary keys (AWS_SESSION_TOKEN), which end by themselves',
    );
  }
  return checkedPair(
    environment.get('AWS_ACCESS_KEY_ID') ?? '',
    environment.get('AWS_SECRET_ACCESS_KEY') ?? '',
  );
}

async function asked({ ports }: Run, profile: string): Promise<KeyPair> {
  const { terminal } = ports;
  if (!terminal.available) {
    throw new AwscredError('NEEDS_PERSON', `the keys have to be typed, and ${terminal.absence}`, {
      hints: [
        `run \`${pasteable('awscred keys add', profile, 'PROFILE')}\` in a terminal, or give \`ACCESS_KEY_ID SECRET\` on stdin with --stdin`,
      ],
    });
  }
  const id = await terminal.askSecret('Access key id (not shown)');
  const secret = id === null ? null : await terminal.askSecret('Secret access key (not shown)');
  if (id === null || secret === null) {
    throw new AwscredError('INTERRUPTED', 'nothing was kept');
  }
  return checkedPair(id.reveal().trim(), secret.reveal().trim());
}

/** Tries the change first; the function returned makes it and gives the file's path. */
async function makerOf({ profile, region, editor }: AddInput): Promise<() => Promise<string>> {
  const files = await editor();
  const section = { kind: 'profile', name: profile } as const;
  const values = region === null ? [] : ([['region', region]] as const);
  const edits = [{ change: 'set', section, values }] as const;
  await files.change('config', edits, { dryRun: true });
  return async () => (await files.change('config', edits)).path;
}
