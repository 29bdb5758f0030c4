/**
 * What people type who come from another tool, or who guess. In a hint PROFILE stands for the next word. A hint
 * that begins with a command is shown as the command and a note in brackets. It may name only commands that there are: `test/commands/argv/elsewhere.test.ts` reads each.
 */
interface VerbElsewhere {
  readonly verbs: string;
  /** What awscred cannot do, where that is the answer. */
  readonly lacks?: string;
  readonly hints: readonly string[];
}

const SHELL = '`awscred assume PROFILE` puts credentials into a shell: `eval $(awscred assume PROFILE)`';
const BACK = '`eval $(awscred assume --unset)` removes them from this shell';
const LIST = '`awscred list` shows the profiles';
const FILES = 'awscred reads ~/.aws/config: any editor can change it';
const DOCTOR = '`awscred doctor` checks it';

/** By verb; the first match counts. */
export const VERBS_ELSEWHERE: readonly VerbElsewhere[] = [
  {
    verbs: 'export eval env use switch activate set-profile select role get-role gimme',
    hints: [SHELL, LIST],
  },
  {
    verbs: 'run shell sh bash with subshell do',
    hints: [
      '`awscred exec PROFILE -- COMMAND` runs one command with a profile’s credentials',
      '`awscred exec PROFILE` starts a shell with them',
    ],
  },
  { verbs: 'unset deactivate off exit revert', hints: [BACK] },
  {
    verbs: 'signin sign-in auth authenticate mfa renew refresh session sessions',
    hints: [
      '`awscred login PROFILE` signs in, or takes an MFA code',
      '`awscred assume --refresh PROFILE` asks AWS again',
    ],
  },
  { verbs: 'sso', hints: ['`awscred login SESSION` signs in', '`awscred logout SESSION` signs out'] },
  {
    verbs: 'signout sign-out logoff revoke',
    hints: ['`awscred logout SESSION` signs out and deletes the credentials that came from it'],
  },
  {
    verbs:
      'token tokens json creds cred credentials credential get-credentials credential_process generate print',
    hints: ['`awscred process PROFILE` prints credentials as the AWS CLI takes them', SHELL],
  },
  {
    verbs: 'show why describe inspect plan info details',
    hints: ['`awscred explain PROFILE` shows where each setting comes from'],
  },
  {
    verbs: 'id identity who me caller-identity get-caller-identity current',
    hints: ['`awscred whoami` asks AWS who this shell is'],
  },
  {
    verbs: 'status state',
    hints: [
      '`awscred list` shows profiles and time left',
      '`awscred store status` shows the store',
      '`awscred whoami` asks AWS who this shell is',
    ],
  },
  {
    verbs: 'profiles profile accounts account roles search find',
    hints: [LIST, '`awscred explain PROFILE` shows one'],
  },
  { verbs: 'version', hints: ['`awscred --version` prints it'] },
  {
    verbs: 'open browser web url',
    hints: [
      '`awscred console PROFILE` opens the AWS console',
      '`awscred console --url PROFILE` prints its address',
    ],
  },
  {
    verbs: 'add key',
    hints: [
      '`awscred keys add PROFILE` keeps access keys in the store',
      '`awscred setup` writes a profile with you',
    ],
  },
  {
    verbs: 'rotate rotate-keys',
    hints: ['`awscred keys rotate PROFILE` replaces an access key in the store by a new one'],
  },
  {
    verbs: 'import',
    hints: [
      '`awscred keys import PROFILE` moves its keys from ~/.aws/credentials to the store',
      'profiles in ~/.aws/config are used as they are',
      LIST,
    ],
  },
  {
    verbs: 'completion completions complete hook alias shell-init integrate',
    hints: ['`awscred init SHELL` prints the shell function, completion and prompt: `awscred init --help`'],
  },
  {
    verbs: 'configure wizard create new',
    hints: [
      '`awscred setup` writes a profile into ~/.aws/config with you',
      '`awscred settings get` shows awscred’s own settings',
      DOCTOR,
    ],
  },
  {
    verbs: 'sync populate',
    lacks: 'awscred does not write a profile for every account yet',
    hints: ['`awscred setup sso` writes one', FILES],
  },
  { verbs: 'edit', hints: [FILES, '`awscred setup` writes a profile with you'] },
  {
    verbs: 'serve server imds ec2 ecs daemon agent start stop',
    lacks: 'awscred serves no credential endpoint',
    hints: ['`awscred adopt PROFILE` lets every AWS tool get its credentials through awscred'],
  },
  {
    verbs: 'scope narrow policies',
    hints: ['`awscred scopes` shows what --scope can narrow to'],
  },
  {
    verbs: 'logs audit history',
    hints: ['`awscred log` shows who got which credentials'],
  },
  {
    verbs: 'remove rm delete del forget clear flush purge reset clean',
    hints: ['`awscred cache clear` forgets all temporary credentials', '`awscred logout SESSION` signs out'],
  },
  {
    verbs: 'uninstall update upgrade self-update',
    lacks: 'awscred does not install or remove itself',
    hints: ['`npm install -g .` in a checkout installs it, `npm uninstall -g @awscred/cli` removes it'],
  },
  {
    verbs: 'install',
    hints: ['`awscred install-launcher` writes the script that answers without starting Node'],
  },
  {
    verbs: 'check test diagnose diagnostics validate verify health lint',
    hints: ['`awscred doctor` checks files, store and surroundings'],
  },
  {
    verbs: 'unlock lock migrate',
    hints: [
      '`awscred store unlock` keeps the encrypted file unlocked',
      '`awscred store lock` locks it',
      '`awscred store migrate --to keychain` moves everything',
    ],
  },
  { verbs: 'prune gc cleanup', hints: ['`awscred cache prune` removes what has expired'] },
  {
    verbs: 'get set setting preferences prefs options',
    hints: [
      '`awscred settings get` shows awscred’s own settings',
      '`awscred settings set KEY VALUE` changes one',
    ],
  },
  {
    verbs: 'keychain keyring backend vault secrets',
    hints: ['`awscred store status` shows where secrets are kept'],
  },
  { verbs: 'launcher', hints: ['`awscred install-launcher --status` shows it'] },
  {
    verbs: 'dev local localstack mock demo sandbox',
    hints: ['`awscred dev-server --write-config DIR` runs a local AWS to try it on'],
  },
];

interface OptionElsewhere {
  readonly options: string;
  readonly hints: readonly string[];
}

/** Options of other tools. */
export const OPTIONS_ELSEWHERE: readonly OptionElsewhere[] = [
  {
    options: '--stdout --login',
    hints: ['`awscred console --url PROFILE` prints the address of the console'],
  },
  {
    options: '--exec -e --export --env',
    hints: ['`awscred exec PROFILE -- COMMAND` runs one command with a profile’s credentials', SHELL],
  },
  { options: '-n --no-session', hints: ['--no-mfa-session sends the MFA code in AssumeRole itself'] },
  {
    options: '-s --server --ec2-server --ecs-server --live --imds',
    hints: [
      'awscred serves no credential endpoint; `awscred exec PROFILE -- COMMAND` gives a command its credentials',
    ],
  },
  {
    options: '--ttl --assume-role-ttl --session-ttl --duration-seconds -l',
    hints: ['-d takes the duration: `awscred assume -d 1h PROFILE`'],
  },
  { options: '-f --force --force-refresh --no-use-cache', hints: ['--refresh ignores cached credentials'] },
  {
    options: '--mfa --mfa-code --otp --token --token-code --mfa-serial',
    hints: ['-t gives the MFA code: `awscred assume -t 123456 PROFILE`; mfa_serial belongs in ~/.aws/config'],
  },
  {
    options: '--backend --keyring --store',
    hints: ['`awscred settings set store file` chooses the store, or AWSCRED_STORE'],
  },
  {
    options: '--sso-session --session --sso --start-url',
    hints: ['name the session itself: `awscred login SESSION`'],
  },
  {
    options: '--account --role --account-id --role-name --arn -a -r -A -R',
    hints: ['name a profile; --role-arn ARN assumes one more role on top of it'],
  },
  { options: '--clear -u --unset-all --un', hints: [BACK] },
  {
    options: '--config --config-file --credentials-file',
    hints: ['AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name other files'],
  },
  {
    options: '--shell --shell-type',
    hints: ['-o names the shell’s syntax: `awscred assume -o fish PROFILE`'],
  },
];
