/** Everything about the service that can be set: one table for flags, environment, help and docs. */
import { PenprintError } from "../errors.ts";
import type { UnknownRule } from "../identifier.ts";
import { isNetwork } from "./networks.ts";
import { address, list, number, type Setting, setting, toggle } from "./setting.ts";

export type { Setting } from "./setting.ts";

/** How much the service logs; each level includes those before it. */
export const logLevels = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;

/** The table. */
export const settingsTable = {
  host: address("--host", ["PENPRINT_HOST", "HOST"], "address to listen on; 0.0.0.0 lets other machines in"),
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
  workers: number("--workers", 1, {
    unit: "processes",
    most: 64,
    help: "how many processes answer on the port",
  }),
  threads: number("--threads", 2, {
    unit: "threads",
    most: 64,
    help: "how many texts that take long are read at the same time, by each process",
  }),
  inlineTime: number("--inline-time", 500, {
    unit: "microseconds",
    least: 0,
    most: 1_000_000,
    help: "texts that take no longer are read at once instead of by a thread",
  }),
  predictTimeout: number("--predict-timeout", 10_000, {
    unit: "milliseconds",
    help: "after which work on a text is given up, waiting for a thread included",
  }),
  queueLimit: number("--queue-limit", 2_000_000, {
    unit: "characters",
    most: 1_000_000_000,
    help: "how much text may wait for a thread before more is refused",
  }),
  unknown: setting<UnknownRule>({
    flag: "--unknown",
    environment: ["PENPRINT_UNKNOWN"],
    unit: "",
    default: "unseen",
    help: "when to name nobody: never, unseen (nothing in the text was seen in training), auto (below the threshold that training learned), or below a probability, as in 0.9",
    allowed: "never, unseen, auto, or a number from 0 to 1",
    parse: (text) => {
      if (text === "never" || text === "unseen" || text === "auto") return text;
      return /^(?:0|1|0?\.\d{1,15}|1\.0+)$/u.test(text) ? Number(text) : null;
    },
  }),
  weights: setting<readonly number[]>({
    flag: "--weights",
    environment: ["PENPRINT_WEIGHTS"],
    unit: "",
    default: [],
    help: "how often each of several models answers requests that name none, as in 9,1; the first one always, if not given",
    allowed: "whole numbers from 0 to 1000 with commas between them, one of them above 0",
    parse: (text) => {
      if (text === "") return [];
      const weights = text.split(",").map((part) => (/^\d{1,4}$/u.test(part) ? Number(part) : -1));
      return weights.every((weight) => weight >= 0 && weight <= 1000) && weights.some(Boolean)
        ? weights
        : null;
    },
  }),
  watchInterval: number("--watch-interval", 2000, {
    unit: "milliseconds",
    least: 0,
    help: "how often model files are looked at, to be read again when they changed; 0: only on SIGHUP",
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
  batchLimit: number("--batch-limit", 32, {
    unit: "texts",
    most: 1000,
    help: "most texts in one request",
  }),
  rateLimit: number("--rate-limit", 1200, {
    unit: "requests",
    least: 0,
    most: 1_000_000_000,
    help: "what a client may ask in a window of time, each text of a batch counted, of each of several processes; 0: no limit",
  }),
  rateWindow: number("--rate-window", 60, {
    unit: "seconds",
    most: 86_400,
    help: "the length of that window",
  }),
  trustedProxies: list("--trusted-proxies", {
    help: "networks of proxies whose X-Forwarded-For is believed, as in 10.0.0.0/8,::1/128",
    allowed: "networks with commas between them, as in 10.0.0.0/8",
    isItem: isNetwork,
  }),
  shareModel: toggle("--share-model", false, {
    help: "whether browsers may fetch the model file, so that the page can answer without sending texts; whoever may ask gets it",
  }),
  allowTraining: toggle("--allow-training", false, {
    help: "whether whoever may ask (with keys: whoever has the scope admin) may send a corpus, train on it and have the model served; for one process",
  }),
  trainingLimit: number("--training-limit", 20_000_000, {
    unit: "bytes",
    most: 1_073_741_824,
    help: "largest corpus that may be sent, packed; unpacked it may have ten times as many",
  }),
  trainingTime: number("--training-time", 600, {
    unit: "seconds",
    most: 86_400,
    help: "how long a training may take",
  }),
  trainingMemory: number("--training-memory", 1_024, {
    unit: "megabytes",
    least: 16,
    most: 65_536,
    help: "how much memory a training may take before it is given up; the corpus as it was sent, and arrays of numbers, come on top",
  }),
  keys: setting<string>({
    flag: "--keys",
    environment: ["PENPRINT_KEYS"],
    unit: "file",
    default: "",
    help: "API keys, hashed, as `penprint key` writes them; without it everybody may ask",
    allowed: "a file",
    parse: (text) => text,
  }),
  corsOrigins: list("--cors-origins", {
    help: "origins whose pages may ask from a browser, as in https://example.org; * lets all of them",
    allowed: "origins with commas between them, as in https://example.org, or *",
    isItem: (text) => text === "*" || (URL.canParse(text) && new URL(text).origin === text),
  }),
  feedback: setting<string>({
    flag: "--feedback",
    environment: ["PENPRINT_FEEDBACK"],
    unit: "file",
    default: "",
    help: "where feedback is kept, an SQLite database; without it none is taken",
    allowed: "a file",
    parse: (text) => text,
  }),
  databaseUrl: setting<string>({
    flag: null,
    environment: ["PENPRINT_DATABASE_URL"],
    unit: "",
    default: "",
    help: "a PostgreSQL database in which feedback is kept instead",
    allowed: "an address such as postgres://user:password@host/database",
    secret: true,
    parse: (text) => (text === "" || /^postgres(?:ql)?:\/\/\S+$/u.test(text) ? text : null),
  }),
  feedbackTexts: toggle("--feedback-texts", false, {
    help: "whether feedback may bring its text along, to be kept",
  }),
  metricsPort: setting<number | "auto" | "off">({
    flag: "--metrics-port",
    environment: ["PENPRINT_METRICS_PORT"],
    unit: "",
    default: "auto",
    help: "port of /metrics for Prometheus; auto: 9464, or a free one where another service has that; 0 takes a free one, off: none",
    allowed: "auto, off, or a whole number from 0 to 65535",
    parse: (text) => {
      if (text === "auto" || text === "off") return text;
      return /^\d{1,5}$/u.test(text) && Number(text) <= 65_535 ? Number(text) : null;
    },
  }),
  metricsHost: address("--metrics-host", ["PENPRINT_METRICS_HOST"], "address of that port"),
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
  connectionLimit: number("--connection-limit", 10_000, {
    unit: "connections",
    most: 1_000_000,
    help: "how many connections a process holds; more are closed at once",
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

/** Variables of the project that are no settings of the service: what its tests and benchmarks find where. */
const otherVariables: ReadonlySet<string> = new Set([
  "PENPRINT_BENCH_CACHE",
  "PENPRINT_CHROMIUM",
  "PENPRINT_DATA",
  "PENPRINT_QUICK",
  "PENPRINT_PYTHON",
]);

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
    if (value === null) {
      const received = row.secret === true ? "something else" : JSON.stringify(text);
      problems.push(`${source} must be ${row.allowed}, got ${received}`);
    }
    values[name] = value;
  }
  problems.push(...strangers(environment));
  // Whoever asks how far it is would ask another process than the one that trains.
  if (values.allowTraining === true && values.workers !== 1) {
    problems.push("--allow-training is for one process: leave out --workers");
  }
  if (problems.length > 0) throw new PenprintError("SETTINGS_INVALID", { problems });
  return values as Settings;
}

function given(
  row: Setting<unknown>,
  flag: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): [source: string, text: string | undefined] {
  if (flag !== undefined) return [row.flag ?? "", flag];
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
