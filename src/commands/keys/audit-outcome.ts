import { printable } from '../../core/text/printable.ts';
import { parseDuration } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import { audit } from '../../flow/keys/audit.ts';
import { auditCsv, audited, auditJson, auditTable } from '../../flow/keys/audit-text.ts';
import type { App } from '../app.ts';
import { text } from '../argv/request.ts';
import { json, page, product, type Input, type Outcome } from '../command.ts';

export async function auditOutcome(input: Input, app: App): Promise<Outcome> {
  const { options } = input;
  if (options['csv'] === true && input.json) {
    throw new AwscredError('USAGE', '--csv and --json exclude each other');
  }
  const limits = {
    maxAgeMs: limit(input, 'maxAge', '--max-age'),
    unusedMs: limit(input, 'unused', '--unused'),
  };
  const found = await audit(app.run, input.profile, options['account'] === true);
  const now = app.run.ports.clock.now();
  const users = audited(found, { now, ...limits });
  const outcome = input.json
    ? json(auditJson(users, now))
    : options['csv'] === true
      ? product(auditCsv(users, now))
      : page(auditTable(users, now, app.columns()));
  const hasFindings = users.some(({ findings }) => findings.length > 0);
  return { ...outcome, status: options['fail'] === true && hasFindings ? 3 : 0 };
}

/** Milliseconds; 90 days where it is not given. */
function limit({ options }: Input, key: string, name: string): number {
  const given = text(options, key) ?? '90d';
  const seconds = parseDuration(given);
  if (seconds === null || seconds === 0) {
    throw new AwscredError('USAGE', `${name} ${printable(given, 40)} is no duration`, {
      hints: ['for example 90d'],
    });
  }
  return seconds * 1000;
}
