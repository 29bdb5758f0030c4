import { Secret } from '../../../core/secret.ts';
import { AwscredError } from '../../../errors.ts';
import type { Run } from '../../line/run.ts';
import type { Answers } from './answers.ts';
import { accessKeyIdFault, mfaSerialFault, regionFault } from './checks.ts';
import { profileName } from './profile-name.ts';
import { type Draft, profileDraft } from './draft.ts';

/** A user's access keys. The secret is typed without echo, or is the second word of stdin; never an option. */
export async function askForKeys(run: Run, answers: Answers, stdin: string | null): Promise<Draft> {
  const keys = stdin === null ? await asked(run, answers) : pairIn(stdin);
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
  return { accessKeyId, secretAccessKey: checkedSecret(secret.reveal().trim()) };
}

/** `ACCESS_KEY_ID SECRET`, on one line or two. */
function pairIn(text: string): Draft['keys'] {
  const [accessKeyId = '', secret = '', ...rest] = text.trim().split(/\s+/);
  const fault = accessKeyIdFault(accessKeyId);
  if (rest.length > 0 || secret === '' || fault !== null) {
    throw new AwscredError('USAGE', 'stdin has to be two words: ACCESS_KEY_ID SECRET');
  }
  return { accessKeyId, secretAccessKey: checkedSecret(secret) };
}

function checkedSecret(secret: string): Secret {
  if (!/^[A-Za-z0-9/+=]{16,256}$/.test(secret)) {
    throw new AwscredError('USAGE', 'that is no secret access key: 40 letters, digits, "/" and "+"');
  }
  return new Secret(secret);
}
