import { checkedPair, keyPairIn } from '../../../core/key-pair-text.ts';
import { AwscredError } from '../../../errors.ts';
import type { Run } from '../../line/run.ts';
import type { Answers } from './answers.ts';
import { accessKeyIdFault, mfaSerialFault, regionFault } from './checks.ts';
import { profileName } from './profile-name.ts';
import { type Draft, profileDraft } from './draft.ts';

/** A user's access keys. The secret is typed without echo, or is the second word of stdin; never an option. */
export async function askForKeys(run: Run, answers: Answers, stdin: string | null): Promise<Draft> {
  const keys = stdin === null ? await asked(run, answers) : keyPairIn(stdin);
  const profile = await profileName(run, answers, run.config().profiles.size === 0 ? 'default' : null);
  const mfaSerial = await answers.to({
    option: 'mfa-serial',
    question: 'MFA device of this user, if there is one',
    preset: '',
    check: mfaSerialFault,
  });
  const region = await answers.to({ option: 'region', question: 'Region', preset: '', check: regionFault });
  const values = [
    ['region', region],
    ['mfa_serial', mfaSerial],
  ] as const;
  return { profile, sections: [profileDraft(profile, values)], keys };
}

async function asked({ ports }: Run, answers: Answers): Promise<Draft['keys']> {
  const accessKeyId = await answers.to({
    option: 'access-key-id',
    question: 'Access key id',
    check: accessKeyIdFault,
  });
  if (!ports.terminal.available) {
    throw new AwscredError('USAGE', `the secret access key is missing, and ${ports.terminal.absence}`, {
      hints: ['give both words on stdin, `ACCESS_KEY_ID SECRET`, with --stdin'],
    });
  }
  const secret = await ports.terminal.askSecret('Secret access key (not shown)');
  if (secret === null) {
    throw new AwscredError('INTERRUPTED', 'setup was given up: nothing was changed');
  }
  return checkedPair(accessKeyId, secret.reveal().trim());
}
