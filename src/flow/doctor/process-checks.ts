import { type Profile, type Property, textOf } from '../../core/aws-files/config-model.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { commandLine, type CommandLine } from '../../sources/credential-process/command-line.ts';
import { shown } from './aws-files.ts';
import { type Check, type Finding, ok, orOk, type Seen, warn } from './check.ts';

/** Lines of `credential_process` that AWS's tools understand differently. No program is started. */
export const PROCESS_CHECKS: readonly Check[] = [
  {
    id: 'credential-process-lines',
    run(seen) {
      const profiles = seen.config instanceof AwscredError ? [] : [...seen.config.profiles.values()];
      return orOk(
        profiles.flatMap((profile) => findings(profile, seen)),
        'no credential_process line that tools read differently',
      );
    },
  },
];

function findings(profile: Profile, seen: Seen): readonly Finding[] {
  const property = profile.properties.get('credential_process');
  const line = textOf(profile, 'credential_process');
  if (property === undefined || line === null) {
    return [];
  }
  const { home, platform } = seen.run.ports.environment;
  const where = `${shown(property.file, home)}:${property.line} [${printable(profile.name, 60)}]`;
  const command = commandLine(line, platform);
  if (command === null) {
    return isCut(property, seen) ? [cutInQuotes(where, property)] : [];
  }
  return [...brokerFindings(where, command), ...shellFindings(where, command, property)];
}

/** The rest of the line was read as a comment. */
function isCut({ file, line }: Property, { config }: Seen): boolean {
  const notes = config instanceof AwscredError ? [] : config.diagnostics;
  return notes.some((note) => note.code === 'inline-comment' && note.file === file && note.line === line);
}

function cutInQuotes(where: string, at: Property): Finding {
  return warn(
    `${where} has " #" or " ;" inside quotes: the value ends there, but botocore runs the whole line`,
    {
      fix: 'move the command into a script, and name that',
      at,
    },
  );
}

function shellFindings(where: string, { shellFor }: CommandLine, at: Property): readonly Finding[] {
  return shellFor === null
    ? []
    : [
        warn(`${where} needs a shell for ${printable(shellFor, 40)}: the AWS CLI and boto3 use none`, {
          fix: 'move the command into a script, and name that',
          at,
        }),
      ];
}

/** AWS's own broker: the client `creds` of the daemon credsd. */
function brokerFindings(where: string, { program, argv, shellFor }: CommandLine): readonly Finding[] {
  const isBroker = shellFor === null && argv[1] === 'get' && /(?:^|[\\/])creds(?:\.exe)?$/.test(program);
  return isBroker ? [ok(`${where} asks creds, AWS's own broker (credsd)`)] : [];
}
