import { Secret } from '../../../core/secret.ts';
import { HttpFailure } from '../../../ports/http-failure.ts';

/** A text that the answer must have; without it the answer is not the service's. */
export function text(value: string | undefined, field: string): string {
  if (typeof value !== 'string' || value === '') {
    throw missing(field);
  }
  return value;
}

/** A list that the answer must have, if only an empty one. */
export function list<Item>(value: readonly Item[] | undefined, field: string): readonly Item[] {
  if (!Array.isArray(value)) {
    throw missing(field);
  }
  return value;
}

/**
 * A value that goes into headers, files and shells: printable ASCII without blanks. AWS issues nothing else; another
 * server might try to inject a line break in one of those places.
 */
export function token(value: string | undefined, field: string): string {
  const found = text(value, field);
  if (!/^[!-~]+$/.test(found)) {
    throw unusable(`a ${field} with characters that are not allowed in it`);
  }
  return found;
}

/** Such a value where it is secret. */
export function secretToken(value: string | undefined, field: string): Secret {
  return new Secret(token(value, field));
}

/** A finite number above 0. */
function positive(value: number | undefined, field: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    throw missing(field);
  }
  return value;
}

/** A number above 0, cut to `most`: what a server says of a life is believed up to what AWS would say. */
export function atMost(value: number | undefined, most: number, field: string): number {
  return Math.min(positive(value, field), most);
}

/** An incomplete or forged answer: the call is repeated where that is safe. */
export function missing(field: string): HttpFailure {
  return new HttpFailure('body', `an answer without ${field}`, { sent: true });
}

/** An answer that would be the same the next time. */
export function unusable(what: string): HttpFailure {
  return new HttpFailure('unusable', what, { sent: true });
}
