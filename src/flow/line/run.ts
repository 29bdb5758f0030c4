import type { AccountNamer } from '../../core/account-names.ts';
import type { Config } from '../../core/aws-files/config-model.ts';
import type { Guards } from '../../core/settings/guards.ts';
import type { Request } from '../../core/plan/request.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Ports } from '../../ports/index.ts';

/** One run of awscred as its flows see it. */
export interface Run {
  readonly ports: Ports;
  readonly settings: Settings;
  readonly request: Request;
  /** AWS's files, read when first asked for. */
  config(): Config;
  /** The guards of `config.ini`, read when first asked for. AwscredError SETTINGS where one is not understood. */
  guards(): Guards;
  /** The name of an account, by its twelve digits: as `config.ini` says, else as the portal told it. Foreign text. */
  readonly accountName: AccountNamer;
}
