import { oidcError } from './oidc-error.ts';

/** A JSON request body of SSO-OIDC: camelCase names, null the same as absent. */
export class JsonBody {
  readonly #fields: ReadonlyMap<string, unknown>;

  /** Throws InvalidRequestException where the text is no JSON object. */
  constructor(text: string) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw oidcError('InvalidRequestException', 'The request body is not JSON.');
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw oidcError('InvalidRequestException', 'The request body is not a JSON object.');
    }
    this.#fields = new Map(Object.entries(value));
  }

  /** A required text. */
  text(name: string): string {
    const value = this.optionalText(name);
    if (value === null || value === '') {
      throw oidcError('InvalidRequestException', `Missing required parameter: ${name}`);
    }
    return value;
  }

  optionalText(name: string): string | null {
    const value = this.#fields.get(name) ?? null;
    if (value !== null && typeof value !== 'string') {
      throw oidcError('InvalidRequestException', `Invalid parameter: ${name} is not a string`);
    }
    return value;
  }

  /** A list of texts, or null where absent. */
  texts(name: string): readonly string[] | null {
    const value: unknown = this.#fields.get(name) ?? null;
    if (value === null) {
      return null;
    }
    if (!Array.isArray(value) || !value.every((item): item is string => typeof item === 'string')) {
      throw oidcError('InvalidRequestException', `Invalid parameter: ${name} is not a list of strings`);
    }
    return value;
  }
}
