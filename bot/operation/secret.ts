/** A value that must not be read by accident: logs, JSON and error texts show it as `[secret]`. */

const MASK = '[secret]';

export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  /** The value itself. Call this only where the value is sent to its owner. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return MASK;
  }
  toJSON(): string {
    return MASK;
  }
  /** Called by `console.log` and `util.inspect`; by its registered name, because this room imports nothing of Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}
