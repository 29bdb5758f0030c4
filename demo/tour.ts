import type { DevServer } from '../src/dev-server/dev-server.ts';
import type { Ran } from './awscred.ts';
import type { DemoHome } from './demo-home.ts';

type Print = (line: string) => void;

/** The five steps of the main job; throws at the first that does not do what it says. */
export async function tour(home: DemoHome, server: DevServer, print: Print): Promise<void> {
  await explained(home, print);
  await assumed(home, print);
  await again(home, server, print);
  await asProcess(home, print);
  const count = (operation: string): number => server.count({ operation });
  print(
    `5  What AWS saw: ${signIns(server)}, ${count('GetRoleCredentials')} GetRoleCredentials, ${count('AssumeRole')} AssumeRole.`,
  );
  // What the kernel holds would outlive this home.
  good(await home.awscred('cache', 'clear'));
  print('\nNothing is left behind. Next: awscred dev-server --write-config DIR lets you play with it.');
}

async function explained(home: DemoHome, print: Print): Promise<void> {
  print('1  ~/.aws/config has a bastion account behind SSO, and prod-readonly two hops further.');
  print('   $ awscred explain prod-readonly');
  print(indented(good(await home.awscred('explain', 'prod-readonly')).stdout));
}

async function assumed(home: DemoHome, print: Print): Promise<void> {
  print('2  $ eval $(awscred assume prod-readonly)');
  const statements = good(await home.awscred('assume', 'prod-readonly', '-o', 'posix'));
  print(`   Signed in to acme (the demo pressed "Allow"), two roles assumed${took(statements)}`);
  print(`   ${masked(statements.stdout).trim().split('\n').join(' ')}`);
  const who = good(await home.sh(`eval $(awscred assume prod-readonly) && awscred whoami`));
  if (!who.stdout.includes('assumed-role/ReadOnly/')) {
    throw new Error('the shell is not that role');
  }
  print('   $ awscred whoami                 (GetCallerIdentity, with what the shell holds now)');
  print(`   ${who.stdout.trim().split('\n').join('\n   ')}`);
}

async function again(home: DemoHome, server: DevServer, print: Print): Promise<void> {
  const before = server.calls.length;
  const warm = good(await home.awscred('assume', 'prod-readonly', '-o', 'posix'));
  print(`3  Again, from the store: ${server.calls.length - before} calls${took(warm)}`);
}

async function asProcess(home: DemoHome, print: Print): Promise<void> {
  const answer = JSON.parse(good(await home.awscred('process', 'prod-readonly')).stdout) as Record<
    string,
    string
  >;
  const hot = good(await home.awscred('process', 'prod-readonly'));
  print('4  As a credential_process, for the AWS CLI, SDKs and Terraform:');
  print('   credential_process = awscred process prod-readonly');
  print(
    `   {"Version":1,"AccessKeyId":"${answer['AccessKeyId']?.slice(0, 4) ?? ''}…",…,"Expiration":"${answer['Expiration'] ?? ''}"}`,
  );
  print(`   and again, without a look at the store${took(hot)}`);
}

function signIns(server: DevServer): string {
  const count = server.calls.filter((call) => call.operation === 'CreateToken' && call.status === 200).length;
  return `${count} sign-in${count === 1 ? '' : 's'}`;
}

function good(result: Ran): Ran {
  if (result.status !== 0) {
    throw new Error(`awscred ended with ${result.status ?? 'a signal'}: ${result.stderr.trim()}`);
  }
  return result;
}

function took(result: Ran): string {
  return `   (${Math.round(result.took)} ms)`;
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `   ${line}`))
    .join('\n');
}

/** The statements for eyes: of the key id the first four characters, of secrets none. */
function masked(statements: string): string {
  return statements
    .replace(/(AWS_ACCESS_KEY_ID=)(\w{4})[^;]*/, '$1$2…')
    .replace(/(AWS_SECRET_ACCESS_KEY=|AWS_SESSION_TOKEN=)[^;]*/g, '$1…');
}
