import { ownWords } from '../../core/aws-files/adopt/own-command.ts';
import type { Property } from '../../core/aws-files/config-model.ts';
import { printable } from '../../core/text/printable.ts';
import { shown } from './aws-files.ts';
import { type Check, fail, orOk, type Seen } from './check.ts';
import { profilesOf } from './key-checks.ts';

/** A `credential_process` that calls awscred by a path where it is no more: every tool fails with it. */
export interface DeadLine {
  readonly profile: string;
  readonly line: Property;
  /** The path that is gone. */
  readonly gone: string;
  /** The words behind the program's: `process`, the profile, options. */
  readonly rest: readonly string[];
}

export const ADOPTED_LINES: Check = {
  id: 'adopted-lines',
  run(seen) {
    const { home } = seen.run.ports.environment;
    const findings = deadLines(seen).map(({ profile, line, gone }) =>
      fail(
        `${shown(line.file, home)}:${line.line} [${printable(profile, 60)}] calls awscred by a path that is gone: ${shown(gone, home)}`,
        { fix: 'awscred doctor --fix adopted-lines', at: line },
      ),
    );
    return orOk(findings, 'every credential_process that calls awscred finds it');
  },
};

export function deadLines(seen: Pick<Seen, 'config' | 'machine'>): readonly DeadLine[] {
  return profilesOf(seen).flatMap((profile) => {
    const line = profile.adopted ?? profile.properties.get('credential_process');
    const own = typeof line?.value === 'string' ? ownWords(line.value) : null;
    const gone = own?.program.find((word) => isPath(word) && !seen.machine.isProgram(word));
    return line === undefined || own === null || gone === undefined
      ? []
      : [{ profile: profile.name, line, gone, rest: own.rest }];
  });
}

function isPath(word: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(word);
}
