// The options as they were given, each read by whoever knows what its value means.

import { attempt, BadOption, quote, spelled } from "./bad-option.ts";
import type { RehearseOptions } from "./options.ts";
import type { Surroundings } from "./surroundings.ts";

type Key = keyof RehearseOptions;
type Value<K extends Key> = NonNullable<RehearseOptions[K]>;

export class Given {
  readonly options: RehearseOptions;
  readonly surroundings: Surroundings;

  constructor(options: RehearseOptions, surroundings: Surroundings) {
    this.options = options;
    this.surroundings = surroundings;
  }

  /** `--grace`, or `grace`. The command has no flag. */
  label(key: Key): string {
    return key === "command" ? key : spelled(key, this.surroundings.spelling);
  }

  has(key: Key): boolean {
    // Whoever has no types may have null.
    return (this.options[key] ?? null) !== null;
  }

  /** What `read` makes of the value; null where there is none. Throws BadOption. */
  take<K extends Key, T>(key: K, read: (value: Value<K>) => T): T | null {
    const value = this.options[key];
    if (value === undefined || value === null) return null;
    return attempt(this.label(key), value instanceof RegExp ? String(value) : value, () => read(value as Value<K>));
  }

  bad(key: Key, why: string): BadOption {
    return new BadOption(`${this.label(key)} ${quote(this.options[key])}: ${why}`);
  }

  /** Refuses options that do nothing without one of others. */
  refuseAlone(keys: readonly Key[], ...needed: readonly Key[]): void {
    const key = keys.find((one) => this.has(one));
    if (key === undefined || needed.some((one) => this.has(one))) return;
    throw this.bad(key, `does nothing without ${needed.map((one) => this.label(one)).join(" or ")}`);
  }

  /** Refuses more than one of them. */
  refuseSeveral(keys: readonly Key[]): void {
    const [first, second] = keys.filter((one) => this.has(one));
    if (first === undefined || second === undefined) return;
    throw this.bad(second, `contradicts ${this.label(first)} ${quote(this.options[first])}`);
  }
}
