import { option } from '../../../core/aws-files/profile-setting.ts';
import type { Setting } from '../../../core/plan/step.ts';
import { readPolicy } from '../../../core/scopes/read-policy.ts';
import { readOnlyPolicy } from '../../../core/scopes/read-only.ts';
import { isPolicyFile, policyOfScope, READ_ONLY, type ScopeRule } from '../../../core/scopes/scope-rule.ts';
import type { Guards } from '../../../core/settings/guards.ts';
import { expandHome } from '../../../core/text/home-path.ts';
import { nearest } from '../../../core/text/nearest.ts';
import { pasteable, printable, quoted } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { Layer } from '../../../sources/scoped/narrow.ts';
import type { Run } from '../run.ts';

type Reading = Pick<Run, 'ports'>;

export function readOnlyLayer(from: Setting): Layer {
  return { from, name: READ_ONLY, policy: readOnlyPolicy(), file: null, duration: null };
}

/** `--policy` on what is no role, or beside a guard. AwscredError USAGE for what is no policy. */
export function policyOfOption(text: string): Layer {
  const read = readPolicy(text);
  if ('fault' in read) {
    throw new AwscredError('USAGE', `--policy ${read.fault}`);
  }
  const { policy } = read;
  return { from: option(policy, '--policy'), name: '--policy', policy, file: null, duration: null };
}

/** The layer of a scope's name, or of a policy file. AwscredError USAGE or SETTINGS, with the place, for what is none. */
export function layerNamed(run: Reading, name: string, from: Setting, { scopes }: Guards): Layer {
  if (name === READ_ONLY) {
    return readOnlyLayer(from);
  }
  const rule = scopes.find((scope) => scope.name === name);
  if (rule !== undefined) {
    return { ...layerOfScope(run, rule), from };
  }
  if (from.file === null && isPolicyFile(name)) {
    const path = fullPath(run, name);
    const policy = policyIn(run, path);
    return { from, name: path, policy, file: path, duration: null };
  }
  throw unknown(name, scopes);
}

/** A scope of `config.ini` with its policy, which may stand in a file. */
export function layerOfScope(run: Reading, rule: ScopeRule): Layer {
  const { name, duration, file, line } = rule;
  const path = rule.policyFile === null ? null : fullPath(run, rule.policyFile);
  const policy = path === null ? policyOfScope(rule) : policyIn(run, path);
  return {
    from: { value: name, file, line },
    name,
    policy: policy ?? '',
    file: path,
    duration: duration === null ? null : { value: String(duration), file, line },
  };
}

/** Whoever can write the file decides what is handed out. */
function policyIn({ ports }: Reading, path: string): string {
  const at = { file: path, line: null };
  const foreign = ports.files.foreignHand(path);
  if (foreign !== null) {
    throw new AwscredError('SETTINGS', `${foreign}: a scope's policy must be yours alone`, {
      at,
      hints: [pasteable('chmod go-w', path, 'FILE')],
    });
  }
  const text = ports.files.read(path);
  if (text === null) {
    throw new AwscredError('SETTINGS', `${printable(path, 300)} does not exist: it should hold a policy`, {
      at,
    });
  }
  const read = readPolicy(text);
  if ('fault' in read) {
    const line = 'line' in read && typeof read.line === 'number' ? read.line : null;
    throw new AwscredError('SETTINGS', `${printable(path, 300)} ${read.fault}`, { at: { ...at, line } });
  }
  return read.policy;
}

/** `exec` gives the path to a child that may be in another folder. */
export function fullPath({ ports }: Reading, path: string): string {
  const { environment, files } = ports;
  const expanded = expandHome(path, environment.home);
  return /^(?:[/\\]|[A-Za-z]:[\\/])/.test(expanded) ? expanded : `${files.currentFolder() ?? ''}/${expanded}`;
}

function unknown(name: string, scopes: readonly ScopeRule[]): AwscredError {
  const names = [READ_ONLY, ...scopes.map((scope) => scope.name)];
  const [near] = nearest(name, names);
  return new AwscredError('USAGE', `there is no scope ${quoted(name)}`, {
    hints: [
      near === undefined ? '`awscred scopes` shows the scopes' : `did you mean ${near}?`,
      'a policy file has a path, or a name that ends in .json; scopes stand in config.ini: [scope NAME]',
    ],
  });
}
