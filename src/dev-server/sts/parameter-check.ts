import { ServiceError } from '../service-error.ts';

interface TextLimits {
  readonly min: number;
  readonly max: number;
  /** As AWS quotes it in the message, without anchors. */
  readonly pattern?: string;
}

/** Reads the parameters of a query call and collects what is wrong with them, to say all of it at once as AWS does. */
export class ParameterCheck {
  readonly #form: URLSearchParams;
  readonly #violations: string[] = [];

  constructor(form: URLSearchParams) {
    this.#form = form;
  }

  /** A parameter within its limits; null where absent. `name` may be `Tags.member.1.Key`. */
  optional(name: string, limits: TextLimits): string | null {
    const value = this.#form.get(name);
    if (value !== null) {
      this.#checkText(name, value, limits);
    }
    return value;
  }

  required(name: string, limits: TextLimits): string {
    const value = this.optional(name, limits);
    if (value === null) {
      this.refuse(
        `Value null at '${memberName(name)}' failed to satisfy constraint: Member must not be null`,
      );
    }
    return value ?? '';
  }

  /** Whole seconds within the limits, or the default where absent. */
  seconds(name: string, limits: { min: number; max: number; default: number }): number {
    const text = this.#form.get(name);
    if (text === null) {
      return limits.default;
    }
    if (!/^-?\d+$/.test(text)) {
      throw new ServiceError(400, 'MalformedInput', `'${name}' is not an integer`);
    }
    const value = Number(text);
    if (value < limits.min) {
      this.#constraint(name, text, `have value greater than or equal to ${limits.min}`);
    }
    if (value > limits.max) {
      this.#constraint(name, text, `have value less than or equal to ${limits.max}`);
    }
    return value;
  }

  /** The numbers n of `LIST.member.n…` that the call holds. */
  members(list: string, most: number): readonly number[] {
    const numbers = new Set<number>();
    for (const key of this.#form.keys()) {
      const match = new RegExp(`^${list}\\.member\\.(\\d{1,4})(?:\\.|$)`).exec(key);
      if (match !== null) {
        numbers.add(Number(match[1]));
      }
    }
    if (numbers.size > most) {
      this.#constraint(list, '[…]', `have length less than or equal to ${most}`);
    }
    return [...numbers].sort((a, b) => a - b);
  }

  refuse(violation: string): void {
    this.#violations.push(violation);
  }

  /** Throws ValidationError (400) when anything was wrong. */
  finish(): void {
    const count = this.#violations.length;
    if (count > 0) {
      const detected = `${count} validation error${count === 1 ? '' : 's'} detected`;
      throw new ServiceError(400, 'ValidationError', `${detected}: ${this.#violations.join('; ')}`);
    }
  }

  #checkText(name: string, value: string, { min, max, pattern }: TextLimits): void {
    if (value.length < min) {
      this.#constraint(name, value, `have length greater than or equal to ${min}`);
    }
    if (value.length > max) {
      this.#constraint(name, value, `have length less than or equal to ${max}`);
    }
    if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value)) {
      this.#constraint(name, value, `satisfy regular expression pattern: ${pattern}`);
    }
  }

  #constraint(name: string, value: string, must: string): void {
    this.refuse(
      `Value '${value}' at '${memberName(name)}' failed to satisfy constraint: Member must ${must}`,
    );
  }
}

/** `RoleSessionName` → `roleSessionName`, `Tags.member.1.Key` → `tags.1.member.key`, as in AWS's messages. */
function memberName(parameter: string): string {
  return parameter
    .replace(/\.member\.(\d+)/, '.$1.member')
    .split('.')
    .map((part) => part.charAt(0).toLowerCase() + part.slice(1))
    .join('.');
}
