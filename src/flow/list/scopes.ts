import { printable, tilde } from '../../core/text/printable.ts';
import { showDuration } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import type { Layer } from '../../sources/scoped/narrow.ts';
import { layerOfScope, readOnlyLayer } from '../line/guards/layers.ts';
import type { Run } from '../line/run.ts';

/** A scope with its policy, or why it has none that can be used. */
export interface ListedScope {
  readonly name: string;
  /** Null for what is built in. */
  readonly at: { readonly file: string; readonly line: number } | null;
  readonly layer: Layer | null;
  readonly fault: string | null;
}

/** Every scope: `read-only`, then those of `config.ini` in the file's order. AwscredError SETTINGS as for guards. */
export function scopesOf(run: Run): readonly ListedScope[] {
  const builtIn = readOnlyLayer({ value: 'read-only', file: null, line: null });
  const own = run.guards().scopes.map((rule): ListedScope => {
    const at = { file: rule.file, line: rule.line };
    try {
      return { name: rule.name, at, layer: layerOfScope(run, rule), fault: null };
    } catch (error) {
      if (!(error instanceof AwscredError)) {
        throw error;
      }
      return { name: rule.name, at, layer: null, fault: error.message };
    }
  });
  return [{ name: builtIn.name, at: null, layer: builtIn, fault: null }, ...own];
}

/** The shape of `scopes --json` (docs/json.md). */
export function scopesJson(scopes: readonly ListedScope[]): unknown {
  return {
    version: 1,
    scopes: scopes.map(({ name, at, layer, fault }) => ({
      name,
      policy: layer?.policy ?? null,
      policyFile: layer?.file ?? null,
      duration: secondsOf(layer),
      file: at?.file ?? null,
      line: at?.line ?? null,
      fault,
    })),
  };
}

export function scopesText(scopes: readonly ListedScope[], home: string): string {
  return scopes
    .map(({ name, at, layer, fault }) => {
      const place = at === null ? 'built in' : `${printable(tilde(at.file, home), 200)}:${at.line}`;
      const seconds = secondsOf(layer);
      const life = seconds === null ? '' : `, ${showDuration(seconds * 1000)} at most`;
      const said =
        layer === null ? `cannot be used: ${printable(fault ?? '', 400)}` : printable(layer.policy, 2100);
      return `${name}  (${place}${life})\n  ${said}\n`;
    })
    .join('\n');
}

function secondsOf(layer: Layer | null): number | null {
  const duration = layer?.duration ?? null;
  return duration === null ? null : Number(duration.value);
}
