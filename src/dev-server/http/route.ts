import type { Service } from '../call-log.ts';
import type { Handler } from './exchange.ts';

/** Which service and operation a request is for, and who answers it. */
export interface Route {
  readonly service: Service;
  readonly operation: string;
  readonly handle: Handler;
}
