/** Everything about the service that can be set: one table for flags, environment, help and docs. */
import { PenprintError } from "../errors.ts";

/** How much the service logs; each level includes those before it. */
export const logLevels = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;

/** One row of the table. */
export interface Setting<T> {
  /** As the command line has it. */
  readonly flag: `--${string}`;
  /** Environment variables, the strongest first; the flag is stronger than all of them. */
  readonly environment: readonly string[];
  /** Of the number; empty for settings that are no numbers. */
  readonly unit: string;
  readonly default: T;
  readonly help: string;
  /** What values are allowed, in words that follow "must be". */
  readonly allowed: string;
  /** The value that `text` stands for; null when it stands for none. */
  readonly parse: (text: string) => T | null;
}

/** The table. */
export const settingsTable = {
  host: setting({
    flag: "--host",
    environment: ["PENPRINT_HOST", "HOST"],
    unit: "",
    default: "127.0.0.1",
    help: "address to listen on; 0.0.0.0 lets other machines in",
    allowed: "an address or a host's name",
    parse: (text) => (/^[\w.:%-]+$/u.test(text) ? text : null),
  }),
  port: number("--port", 8000, {
    environment: ["PENPRINT_PORT", "PORT"],
    unit: "",
    least: 0,
    most: 65_535,
    help: "port to listen on; 0 takes a free one",
  }),
  logLevel: setting<(typeof logLevels)[number]>({
    flag: "--log-level",
    environment: ["PENPRINT_LOG_LEVEL"],
    unit: "",
    default: "warn",
    help: "how much is logged, as JSON on standard output; info logs every request, never its text",
    allowed: `one of ${logLevels.join(", ")}`,
    parse: (text) => logLevels.find((level) => level === text) ?? null,
  }),
  textLimit: number("--text-limit", 100_000, {
    unit: "characters",
    most: 10_000_000,
    help: "longest text, in Unicode code points",
  }),
  bodyLimit: number("--body-limit", 1_048_576, {
    unit: "bytes",
    most: 1_073_741_824,
    help: "longest body of a request",
  }),
  headerLimit: number("--header-limit", 16_384, {
    unit: "bytes",
    least: 4096,
    most: 1_048_576,
    help: "longest address and headers of a request, taken together",
  }),
  requestTimeout: number("--request-timeout", 15_000, {
    unit: "milliseconds",
    help: "within which a request must have arrived as a whole",
  }),
  headerTimeout: number("--header-timeout", 10_000, {
    unit: "milliseconds",
    help: "within which its headers must have arrived",
  }),
  idleTimeout: number("--idle-timeout", 20_000, {
    unit: "milliseconds",
    help: "after which a connection on which nothing moves is closed in the middle of a request",
  }),
  keepAliveTimeout: number("--keep-alive-timeout", 72_000, {
    unit: "milliseconds",
    help: "for which a connection is kept between requests; longer than a proxy in front keeps it",
  }),
  requestsPerConnection: number("--requests-per-connection", 1000, {
    unit: "requests",
    help: "after which a connection is closed",
  }),
  drainTime: number("--drain-time", 0, {
    unit: "milliseconds",
    least: 0,
    help: "to go on serving after a stop signal, while /readyz already answers 503",
  }),
  shutdownTimeout: number("--shutdown-timeout", 9000, {
    unit: "milliseconds",
    help: "after a stop signal, when connections that are still open are cut",
  }),
} as const satisfies Record<string, Setting<unknown>>;

type Table = typeof settingsTable;

/** A value for each row of the table. */
export type Settings = { readonly [Name in keyof Table]: NonNullable<ReturnType<Table[Name]["parse"]>> };

/** The name of a row. */
export type SettingName = keyof Settings;

/** The names of all rows, in the table's order. */
export const settingNames = Object.keys(settingsTable) as SettingName[];

/** Variables of the project that are no settings of the service: where the tests find their browser. */
const otherVariables: ReadonlySet<string> = new Set(["PENPRINT_CHROMIUM"]);

/** What the table says when nothing is set. */
export const defaultSettings: Settings = readSettings({}, {});

/**
 * Reads the settings: flags first, then the environment, then the table's default.
 *
 * @param flags texts from the command line, by the table's names; undefined where a flag is not given
 * @param environment such as `process.env`; a variable that is empty counts as not set
 * @throws SETTINGS_INVALID with all that is wrong, variables called `PENPRINT_…` that mean nothing included
 */
export function readSettings(
  flags: Readonly<Partial<Record<SettingName, string | undefined>>>,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const problems: string[] = [];
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of settingNames) {
    const row: Setting<unknown> = settingsTable[name];
    const [source, text] = given(row, flags[name], environment);
    const value = text === undefined ? row.default : row.parse(text.trim());
    if (value === null) problems.push(`${source} must be ${row.allowed}, got ${JSON.stringify(text)}`);
    values[name] = value;
  }
  problems.push(...strangers(environment));
  if (problems.length > 0) throw new PenprintError("SETTINGS_INVALID", { problems });
  return values as Settings;
}

function given(
  row: Setting<unknown>,
  flag: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): [source: string, text: string | undefined] {
  if (flag !== undefined) return [row.flag, flag];
  for (const variable of row.environment) {
    const text = environment[variable];
    if (text !== undefined && text.trim() !== "") return [variable, text];
  }
  return ["", undefined];
}

function strangers(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set(settingNames.flatMap((name) => settingsTable[name].environment));
  return Object.keys(environment)
    .filter((name) => name.startsWith("PENPRINT_") && !known.has(name) && !otherVariables.has(name))
    .sort()
    .map((name) => `${name} is no setting`);
}

function setting<T>(row: Setting<T>): Setting<T> {
  return row;
}

interface Range {
  readonly unit: string;
  readonly help: string;
  readonly environment?: readonly string[];
  /** 1 when not given. */
  readonly least?: number;
  /** A day in milliseconds when not given. */
  readonly most?: number;
}

function number(
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

function variableOf(flag: string): string {
  return `PENPRINT_${flag.slice(2).replaceAll("-", "_").toUpperCase()}`;
}
