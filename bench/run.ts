/**
 * The benchmarks.
 *
 *     npm run bench                    all of them: about half an hour on two cores
 *     npm run bench -- words npm       those that are named
 *     npm run bench -- --quick         each once, on small inputs
 *     npm run bench -- --write         all of them, into docs/performance.md, with a record in bench/records.jsonl
 *
 * Inputs and whatever else is made lie outside the repository, see generate.ts.
 */
import { spawnSync } from "node:child_process";

import { answers, charactersBench, folds, npm, shell, words } from "./commands.bench.ts";
import { ratio } from "./measure.ts";
import { number, Report } from "./report.ts";
import { authors, others, sizes, threads } from "./scale.bench.ts";
import { service, soak } from "./service.bench.ts";
import { loading, predictions, stages } from "./stages.bench.ts";

const benches: Readonly<Record<string, (report: Report) => Promise<void>>> = {
  answers,
  stages,
  predictions,
  loading,
  shell,
  folds,
  words,
  characters: charactersBench,
  npm,
  threads,
  sizes,
  authors,
  others,
  service,
  soak,
  // Loaded when it is wanted: with what drives a browser in the same process, predictions take a third longer.
  page: async (report) => (await import("./page.bench.ts")).page(report),
  async collect() {
    const args = ["--expose-gc", new URL("collect.bench.ts", import.meta.url).pathname];
    const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
    if (status !== 0) throw new Error("the benchmark of collecting failed");
  },
};

const args = process.argv.slice(2);
const known = ["--quick", "--write"];
const flag = args.find((arg) => arg.startsWith("--") && !known.includes(arg));
if (flag !== undefined) {
  console.log(
    `npm run bench -- [${known.join("] [")}] [benchmark…]\nBenchmarks: ${Object.keys(benches).join(", ")}`,
  );
  // Whoever asks for something else than help is not to believe that it was done.
  process.exit(flag === "--help" ? 0 : 1);
}
const named = args.filter((arg) => !arg.startsWith("--"));
const strange = named.find((name) => !Object.hasOwn(benches, name));
if (strange !== undefined)
  throw new RangeError(`there is no benchmark ${strange}; there are ${Object.keys(benches).join(", ")}`);

const report = new Report(args.includes("--quick"));
for (const name of named.length === 0 ? Object.keys(benches) : named) {
  const begun = performance.now();
  await benches[name]!(report);
  // What is there is not lost when something later fails.
  if (args.includes("--write")) report.writePage(targets());
  console.log(`  ${name}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}
const reached = targets();
console.log(`\n${reached.join("\n")}`);
if (args.includes("--write")) report.writeRecord();

/** What was to be reached beside what was. */
function targets(): string[] {
  const times = (slow: string, fast: string): string => {
    const [theirs, ours] = [report.find(slow), report.find(fast)];
    return theirs === undefined || ours === undefined ? "not measured" : `${number(ratio(theirs, ours))} ×`;
  };
  const value = (name: string): string => {
    const found = report.values.get(name);
    return found === undefined ? "not measured" : `${number(found.value)} ${found.unit}`;
  };
  const peak = (name: string): string => {
    const found = report.find(name)?.peak;
    return found === undefined || found === null ? "not measured" : `${number(found)} MB`;
  };
  const beyond = (): string => {
    const [theirs, ours] = [report.find("node -e 0"), report.find("penprint predict")];
    if (theirs === undefined || ours === undefined) return "not measured";
    const more = ours.seconds.map((seconds, run) => seconds - theirs.seconds[run]!).toSorted((a, b) => a - b);
    return `+ ${number(more[more.length >> 1]! * 1000)} ms; at best + ${number((Math.min(...ours.seconds) - Math.min(...theirs.seconds)) * 1000)} ms`;
  };
  const many = (): string => {
    const [train, score] = [
      report.find("characters 2–5, 5000 authors"),
      report.find("score 1,000 texts, 5000 authors"),
    ];
    if (train === undefined || score === undefined) return "not measured";
    return `${number(train.seconds[0]! + score.seconds[0]!)} s, ${number(Math.max(train.peak ?? 0, score.peak ?? 0))} MB`;
  };
  const rows = [
    [
      "`penprint train`, words, against scikit-learn",
      "15 ×",
      "as fast as `wc -w`",
      `${times("scikit-learn, words", "penprint, words")}; ${times("penprint, words", "wc -w")} the time of \`wc -w\``,
    ],
    [
      "same, character 2–5-grams",
      "20 ×",
      "40 ×",
      times("scikit-learn, characters 2–5", "penprint, characters 2–5"),
    ],
    [
      "against fastText, 1 epoch, dim 10",
      "4 ×",
      "8 ×",
      times("fastText, 1 epoch, dim 10", "penprint, words"),
    ],
    [
      "one prediction, 500 characters, 43 authors, words",
      "25 µs",
      "10 µs",
      value("One prediction, words, median"),
    ],
    ["same, character 2–5-grams", "150 µs", "60 µs", value("One prediction, characters 2–5, median")],
    [
      `loading a model of ${value("Size of the large model")}, to first prediction`,
      "50 ms",
      "15 ms",
      value("Loading it, to the first prediction, median"),
    ],
    ["`penprint predict` from the shell, against `node -e 0`", "+ 80 ms", "+ 30 ms", beyond()],
    ["peak memory, training on 1 GB, 43 authors, words", "300 MB", "150 MB", peak("words, gigabyte")],
    [
      "speed-up of 2 threads over 1",
      "1.7",
      "1.9",
      `${times("words, 1 threads", "words, 2 threads")}; two commands at once allow ${value("So much a second thread could gain here at most")}`,
    ],
    [
      "5,000 authors × 20 documents, character 2–5-grams, train + score 1,000 texts",
      "under 4 GB",
      "60 s",
      many(),
    ],
  ];
  return [
    "| what | at least | go for | measured |",
    "|---|---|---|---|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ];
}
