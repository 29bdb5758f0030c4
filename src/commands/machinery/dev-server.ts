import { pasteable } from '../../core/text/printable.ts';
import type { Running } from '../../dev-server/run.ts';
import type { Report } from '../../ports/person/report.ts';
import { AwscredError } from '../../errors.ts';
import { product, type Command } from '../command.ts';
import { text } from '../argv/request.ts';

export const devServerCommand: Command = {
  name: 'dev-server',
  aliases: [],
  group: 'Machinery',
  words: '',
  takesProfile: false,
  summary: 'run a local AWS to try things and for tests',
  details: 'Serves STS, SSO-OIDC and the SSO portal on 127.0.0.1 only (docs/dev-server.md).',
  options: [
    { name: 'port', value: { kind: 'number', shown: 'n' }, about: 'port on 127.0.0.1; 0 for any' },
    { name: 'world', value: { kind: 'file', shown: 'file' }, about: 'users, roles and SSO accounts as JSON' },
    {
      name: 'write-config',
      value: { kind: 'folder', shown: 'dir' },
      about: 'write DIR/config and DIR/credentials that point at it',
    },
  ],
  examples: [
    ['awscred dev-server --write-config ~/awslocal', 'writes a config for it to that folder'],
    ['awscred dev-server --port 4566 --world world.json', 'a world of your own'],
  ],

  async run(input, app) {
    const worldFile = text(input.options, 'world');
    const worldText = worldFile === null ? null : app.run.ports.files.read(worldFile);
    if (worldFile !== null && worldText === null) {
      throw new AwscredError('USAGE', 'the file of --world does not exist', {
        at: { file: worldFile, line: null },
      });
    }
    const { serve } = await import('../../dev-server/run.ts');
    await serve({
      port: port(text(input.options, 'port') ?? '0'),
      worldText,
      worldFile,
      configFolder: text(input.options, 'writeConfig'),
      print: (line) => app.print(`${line}\n`),
      ready: (running) => tellWhatToTry(running, app.run.ports.report),
      onSignal: (stop) => app.onSignal(stop),
    });
    return product('');
  },
};

/** Lines to paste into another shell; stdout has the address alone. */
function tellWhatToTry({ configFolder, profiles }: Running, report: Report): void {
  if (configFolder === null) {
    report.done('a local AWS runs there until Ctrl-C; to write a config for it:', [
      'awscred dev-server --write-config DIR',
    ]);
    return;
  }
  report.done('a local AWS runs there until Ctrl-C; in another shell, type', [
    `export AWS_CONFIG_FILE=${shellWord(`${configFolder}/config`)}`,
    `export AWS_SHARED_CREDENTIALS_FILE=${shellWord(`${configFolder}/credentials`)}`,
  ]);
  const name = profiles.find((one) => one === 'prod-readonly') ?? profiles.at(-1);
  if (name !== undefined) {
    report.done('and then, for example', [
      'awscred list',
      pasteable('awscred explain', name),
      `eval $(${pasteable('awscred assume', name)})`,
    ]);
  }
}

function shellWord(path: string): string {
  return /^[\w/.,:@+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

function port(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
    throw new AwscredError('USAGE', '--port takes a number from 0 to 65535');
  }
  return Number(value);
}
