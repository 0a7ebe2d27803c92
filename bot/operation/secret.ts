/** A value that must not be read by accident: in logs, JSON and error texts it stands as `[secret]`. */

const MASK = '[secret]';

export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  /** The value itself. Call it where it leaves for its owner, not before. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return MASK;
  }
  toJSON(): string {
    return MASK;
  }
  /** What `console.log` and `util.inspect` ask; by its registered name, because this room imports nothing of Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}
