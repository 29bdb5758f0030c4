import { ownWords } from '../../core/aws-files/adopt/own-command.ts';
import type { Property } from '../../core/aws-files/config-model.ts';
import { pasteable, printable } from '../../core/text/printable.ts';
import { shown } from './aws-files.ts';
import { type Check, fail, type Finding, orOk, type Seen, warn } from './check.ts';
import { profilesOf } from './key-checks.ts';

/** A `credential_process` that calls awscred where it is no more: every tool fails with it. */
interface DeadLine {
  readonly profile: string;
  readonly line: Property;
  /** What is gone: a path, or a name that is not on PATH. */
  readonly gone: string;
  /** The words behind the program's: `process`, the profile, options. */
  readonly rest: readonly string[];
}

export const ADOPTED_LINES: Check = {
  id: 'adopted-lines',
  run(seen) {
    const { home } = seen.run.ports.environment;
    const findings = deadLines(seen).map(({ profile, line, gone }): Finding => {
      const at = `${shown(line.file, home)}:${line.line} [${printable(profile, 60)}]`;
      return isPath(gone)
        ? fail(`${at} calls awscred by a path that is gone: ${shown(gone, home)}`, {
            fix: 'awscred doctor --fix adopted-lines',
            at: line,
          })
        : warn(`${at} calls ${printable(gone, 80)}, which is not on PATH here`, {
            fix: `${pasteable('awscred adopt', profile, 'PROFILE')} writes absolute paths`,
            at: line,
          });
    });
    return orOk(findings, 'every credential_process that calls awscred finds it');
  },
};

/** `gone` is a path, or a name that is not on PATH. */
function deadLines(seen: Pick<Seen, 'config' | 'machine'>): readonly DeadLine[] {
  return profilesOf(seen).flatMap((profile) => {
    const line = profile.adopted ?? profile.properties.get('credential_process');
    const own = typeof line?.value === 'string' ? ownWords(line.value) : null;
    const gone = own?.program.find((word) => !word.startsWith('-') && !seen.machine.isProgram(word));
    return line === undefined || own === null || gone === undefined
      ? []
      : [{ profile: profile.name, line, gone, rest: own.rest }];
  });
}

/** Those that name a path; a name alone is meant for several machines, and stays. */
export function linesToMend(seen: Pick<Seen, 'config' | 'machine'>): readonly DeadLine[] {
  return deadLines(seen).filter(({ gone }) => isPath(gone));
}

function isPath(word: string): boolean {
  return /[\\/]/.test(word);
}
