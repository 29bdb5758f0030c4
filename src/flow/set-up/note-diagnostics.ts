import type { Config } from '../../core/aws-files/config-model.ts';
import { printable, tilde } from '../../core/text/printable.ts';
import type { Report } from '../../ports/person/report.ts';

/** The most that are shown; `config show` has all of them. */
const MOST = 8;

/** Under `-v` every diagnostic of AWS's files; under `--debug` which files were read. */
export function noteDiagnostics(config: Config, report: Report, home: string): void {
  const shown = (path: string): string => printable(tilde(path, home));
  for (const { path, exists } of [config.configFile, config.credentialsFile]) {
    report.debug(`${exists ? 'read' : 'there is no'} ${shown(path)}`);
  }
  for (const { file, line, message } of config.diagnostics.slice(0, MOST)) {
    report.fact(`${shown(file)}:${line}: ${message}`);
  }
  const more = config.diagnostics.length - MOST;
  if (more > 0) {
    report.fact(`${more} more warnings about AWS's files: awscred config show`);
  }
}
