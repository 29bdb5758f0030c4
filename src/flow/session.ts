import type { Config } from '../core/config-model.ts';
import type { Guards } from '../core/guards.ts';
import type { Request } from '../core/request.ts';
import type { Settings } from '../core/settings.ts';
import type { Ports } from '../ports/index.ts';

/** One run of awscred as its flows see it. */
export interface Session {
  readonly ports: Ports;
  readonly settings: Settings;
  readonly request: Request;
  /** AWS's files, read when first asked for. */
  config(): Config;
  /** The guards of `config.ini`, read when first asked for. AwscredError SETTINGS where one is not understood. */
  guards(): Guards;
}
