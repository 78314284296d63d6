/** Kinds of settings: what a row of the table is made of. */

/** One row of the table. */
export interface Setting<T> {
  /** As the command line has it; null for what must not stand in a list of processes, such as passwords. */
  readonly flag: `--${string}` | null;
  /** Environment variables, the strongest first; the flag is stronger than all of them. */
  readonly environment: readonly string[];
  /** Of the number; empty for settings that are no numbers. */
  readonly unit: string;
  readonly default: T;
  readonly help: string;
  /** What values are allowed, in words that follow "must be". */
  readonly allowed: string;
  /** Whether a wrong value is not to be repeated. */
  readonly secret?: boolean;
  /** The value that `text` stands for; null when it stands for none. */
  readonly parse: (text: string) => T | null;
}

/** A row as it is. */
export function setting<T>(row: Setting<T>): Setting<T> {
  return row;
}

/** What a row needs that holds a number. */
export interface Range {
  readonly unit: string;
  readonly help: string;
  readonly environment?: readonly string[];
  /** 1 when not given. */
  readonly least?: number;
  /** A day in milliseconds when not given. */
  readonly most?: number;
}

/** A whole number. */
export function number(
  flag: `--${string}`,
  byDefault: number,
  { unit, help, environment = [variableOf(flag)], least = 1, most = 86_400_000 }: Range,
): Setting<number> {
  return {
    flag,
    environment,
    unit,
    default: byDefault,
    help,
    allowed: `a whole number from ${least} to ${most}`,
    parse: (text) => {
      const value = /^\d{1,15}$/u.test(text) ? Number(text) : Number.NaN;
      return value >= least && value <= most ? value : null;
    },
  };
}

/** Where to listen: this machine alone, if nothing is set. */
export function address(flag: `--${string}`, environment: readonly string[], help: string): Setting<string> {
  return {
    flag,
    environment,
    unit: "",
    default: "127.0.0.1",
    help,
    allowed: "an address or a host's name",
    parse: (text) => (/^[\w.:%-]+$/u.test(text) ? text : null),
  };
}

/** Yes or no. */
export function toggle(
  flag: `--${string}`,
  byDefault: boolean,
  { help }: { readonly help: string },
): Setting<boolean> {
  const values: ReadonlyMap<string, boolean> = new Map([
    ["true", true],
    ["false", false],
  ]);
  return {
    flag,
    environment: [variableOf(flag)],
    unit: "boolean",
    default: byDefault,
    help,
    allowed: "true or false",
    parse: (text) => values.get(text) ?? null,
  };
}

/** Several texts with commas between them; none by default. */
export function list(
  flag: `--${string}`,
  {
    help,
    allowed,
    isItem,
  }: { readonly help: string; readonly allowed: string; readonly isItem: (text: string) => boolean },
): Setting<readonly string[]> {
  return {
    flag,
    environment: [variableOf(flag)],
    unit: "",
    default: [],
    help,
    allowed,
    parse: (text) => {
      const items = text
        .split(",")
        .map((item) => item.trim())
        .filter((item) => item !== "");
      return items.every(isItem) ? items : null;
    },
  };
}

function variableOf(flag: string): string {
  return `PENPRINT_${flag.slice(2).replaceAll("-", "_").toUpperCase()}`;
}
