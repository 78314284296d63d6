/** Large inputs: memory, and how cost grows with size, authors and threads. */
import { statSync } from "node:fs";
import { availableParallelism } from "node:os";

import { train } from "./commands.bench.ts";
import { input } from "./generate.ts";
import { type Measured, type Program, ratio, runInTurn } from "./measure.ts";
import { node } from "./peers.ts";
import type { Report } from "./report.ts";

const characters = ["--recipe", "naive-bayes-characters"];

async function trained(name: string, label: string, ...options: string[]): Promise<Measured> {
  const corpus = await input(name);
  const program = train(label, corpus, statSync(corpus).size, ...options);
  return runInTurn([program], 1)[0]!;
}

/** Words by size. */
export async function sizes(report: Report): Promise<void> {
  const names = report.quick ? ["varied-64"] : ["varied-64", "varied-256", "gigabyte"];
  const points: Measured[] = [];
  for (const name of names) points.push(await trained(name, `words, ${name}`));
  report.add("Size: words, varied text", points);
  report.curve(
    "size",
    "Training words",
    "MB of text",
    points.map((point) => [point.bytes! / 1e6, point.seconds[0]!]),
  );
  report.curve(
    "size-memory",
    "Memory while training words",
    "MB of text",
    points.map((point) => [point.bytes! / 1e6, point.peak ?? 0]),
    "MB",
  );
}

/** Thousands of authors: train, and score a thousand texts. */
export async function authors(report: Report): Promise<void> {
  const counts = report.quick ? [50] : [50, 500, 5000];
  const points: Measured[] = [];
  for (const count of counts)
    points.push(await trained(`authors-${count}`, `characters 2–5, ${count} authors`, ...characters));
  report.curve(
    "authors",
    "Training character 2–5-grams, 20 documents an author",
    "authors",
    points.map((point, place) => [counts[place]!, point.seconds[0]!]),
  );
  const most = counts.at(-1)!;
  const corpus = await input(`authors-${most}`);
  const model = train(`characters 2–5, ${most} authors`, corpus, 0).args[4]!;
  const script = `import {createReadStream,readFileSync} from "node:fs";import {createInterface} from "node:readline";const {readModel}=await import(${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)});const m=await readModel(${JSON.stringify(model)});let n=0,right=0;for await(const l of createInterface({input:createReadStream(${JSON.stringify(corpus)})})){const d=JSON.parse(l);if(m.predict(d.text).author===d.author)right++;if(++n===1000)break}if(right<900)throw new Error("only "+right+" are right")`;
  points.push(
    ...runInTurn(
      [
        {
          name: `score 1,000 texts, ${most} authors`,
          command: node,
          args: ["--input-type=module", "-e", script],
        },
      ],
      1,
    ),
  );
  report.add("Many authors", points);
}

/** Five million features, and Chinese. */
export async function others(report: Report): Promise<void> {
  report.add("Other large inputs", [
    await trained("features", "words, 5 million features"),
    await trained("cjk", "characters 2–5, Chinese", ...characters),
    await trained("cjk", "words, Chinese"),
  ]);
}

const TOGETHER = "two commands at once, 1 thread each";

/** Two programs side by side, which end when both have. */
function atOnce(name: string, left: Program, right: Program): Program {
  const script = '"$@" & first=$!; eval "$SECOND" & second=$!; wait $first && wait $second';
  const quoted = [right.command, ...right.args].map((part) => `'${part.replaceAll("'", `'\\''`)}'`);
  const bytes = (left.bytes ?? 0) + (right.bytes ?? 0);
  const args = ["-c", script, "sh", left.command, ...left.args];
  return { name, command: "sh", args, env: { SECOND: quoted.join(" ") }, bytes };
}

/**
 * One thread, two, as many as there are cores; and two whole commands at once, which have nothing to share and nobody to
 * wait for: what they take beyond one alone is what the machine takes for a second core.
 */
export async function threads(report: Report): Promise<void> {
  const corpus = await input("varied-256");
  const { size } = statSync(corpus);
  const most = Math.max(2, availableParallelism());
  const counts = [...new Set([1, 2, most])];
  const programs = counts.map((count) => ({
    ...train(`threads-${count}`, corpus, size, "--threads", String(count)),
    name: `words, ${count} threads`,
  }));
  const twin = train("threads-twin", corpus, size, "--threads", "1");
  const together = atOnce(TOGETHER, programs[0]!, twin);
  const all = runInTurn([...programs, together], report.quick ? 1 : 3);
  report.add("Threads: words, 256 MB", all);
  const [both, alone] = [all.at(-1)!, all[0]!];
  report.value("Two commands at once, of what one takes alone", ratio(both, alone), "×");
  report.value("So much a second thread could gain here at most", 2 / ratio(both, alone), "×");
  const measured = all.slice(0, -1);
  report.curve(
    "threads",
    "Training words on 256 MB",
    "threads",
    measured.map(({ seconds }, place) => [
      counts[place]!,
      seconds.toSorted((a, b) => a - b)[seconds.length >> 1]!,
    ]),
  );
}
