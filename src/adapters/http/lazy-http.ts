import type { Http } from '../../ports/http.ts';
import type { HttpInput } from './create-http.ts';

/** One transport for all who ask. Brings Node's http and TLS along when first asked for, and costs nothing before. */
export function lazyHttp(input: HttpInput): () => Promise<Http> {
  let loading: Promise<Http> | null = null;
  return () => {
    loading ??= import('./create-http.ts').then(({ createHttp }) => createHttp(input));
    return loading;
  };
}
