/** Each stage alone, in one process and one thread. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { JsonScanner } from "../src/corpus/json-scanner.ts";
import type { Identifier } from "../src/identifier.ts";
import { BlockLearner } from "../src/learn/block-learner.ts";
import { encodeModel } from "../src/model-file/encode.ts";
import { readModel } from "../src/model-file/disk.ts";
import { recipeNamed } from "../src/recipe.ts";
import { Reading } from "../src/text/reading.ts";
import { train } from "./commands.bench.ts";
import { cache, input } from "./generate.ts";
import { median, runHere, runInTurn } from "./measure.ts";
import { node } from "./peers.ts";
import type { Report } from "./report.ts";

/** Scan, tokenise, count, finish, encode, on 23 MB. */
export async function stages(report: Report): Promise<void> {
  const bytes = readFileSync(await input("sotu-quarter"));
  const runs = report.quick ? 1 : 5;
  const scanner = new JsonScanner(
    { author: "author", text: "text", work: "work", id: "id" },
    { work: false, id: false },
  );
  const reading = new Reading();
  const scan = (each: (start: number, end: number, of: Uint8Array) => number): number => {
    let sum = 0;
    scanner.begin(bytes);
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(10, start);
      if (!scanner.read(start, end)) throw new Error("a line was not scanned");
      sum += each(scanner.document.start, scanner.document.end, scanner.document.bytes);
      start = end + 1;
    }
    return sum;
  };
  const measured = [
    runHere("every byte, added up", runs, () => sumOf(bytes), bytes.length),
    runHere("scan lines of JSON", runs, () => scan((start, end) => end - start), bytes.length),
    runHere(
      "scan and tokenise",
      runs,
      () => scan((start, end, of) => reading.readBytes(of, start, end).tokens(true).length),
      bytes.length,
    ),
  ];
  for (const [name, recipe] of [
    ["words", recipeNamed("naive-bayes")],
    ["characters 2–5", recipeNamed("naive-bayes-characters")],
  ] as const) {
    let learner = new BlockLearner({ recipe, columns: {} });
    const learn = runHere(
      `scan, tokenise and count ${name}`,
      name === "words" ? runs : Math.min(runs, 3),
      () => {
        learner = new BlockLearner({ recipe, columns: {} });
        const { failure } = learner.learnLines({ bytes, line: 1 }, "bench");
        if (failure !== null) throw new Error(JSON.stringify(failure));
        return true;
      },
      bytes.length,
    );
    let identifier: Identifier | undefined;
    const finish = runHere(`finish ${name}`, 1, () => (identifier = learner.trainer.finish()));
    measured.push(
      learn,
      finish,
      runHere(`encode ${name}`, 3, () => encodeModel(identifier!)),
    );
  }
  report.add("Stages, one thread, 23 MB", measured);
}

/**
 * Predictions in process: 43 authors, texts of 500 characters that were not trained on as they are. Half of the texts
 * warm compiler and tables up; the others are asked for once each, so that none has been seen before.
 */
export async function predictions(report: Report): Promise<void> {
  const corpus = await input("sotu-quarter");
  const texts = readFileSync(corpus, "utf8")
    .slice(0, 12_000_000)
    .split("\n")
    .slice(0, -1)
    .filter((_, line) => line % 5 === 0)
    .map((line) => (JSON.parse(line) as { text: string }).text.slice(137, 637))
    .filter((text, place, all) => text.length === 500 && all.indexOf(text) === place);
  for (const [name, ...options] of [
    ["words"],
    ["characters 2–5", "--recipe", "naive-bayes-characters"],
  ] as const) {
    const program = train(`predict ${name}`, corpus, 0, ...options);
    runInTurn([program], 1);
    const identifier = await readModel(program.args[4]!);
    for (const text of texts.filter((_, place) => place % 2 === 1)) identifier.predict(text);
    const asked = texts.filter((_, place) => place % 2 === 0);
    const one: number[] = [];
    const begun = performance.now();
    for (const text of asked) {
      const before = performance.now();
      const { author } = identifier.predict(text);
      one.push((performance.now() - before) / 1000);
      if (author === null) throw new Error("a text of presidents is nobody's");
    }
    const many = (performance.now() - begun) / 1000;
    report.value(`One prediction, ${name}, median`, median(one) * 1e6, "µs");
    report.value(
      `One prediction, ${name}, 1 in 100 takes longer`,
      one.toSorted((a, b) => a - b)[Math.floor(one.length * 0.99)]! * 1e6,
      "µs",
    );
    report.value(`Predictions one after the other, ${name}`, one.length / many, "a second");
  }
}

/** A large model in a fresh process: from opening to the first answer. */
export async function loading(report: Report): Promise<void> {
  const corpus = await input("varied-64");
  const program = train("large", corpus, 0, "--recipe", "naive-bayes-characters", "--ngrams", "2-6");
  runInTurn([program], 1);
  const model = join(cache, "large.safetensors");
  const size = readFileSync(model).length / 1e6;
  const dist = new URL("../dist/index.js", import.meta.url).href;
  const answer = join(cache, "loading.json");
  const script = `
    import { writeFileSync } from "node:fs";
    const { readModel } = await import(${JSON.stringify(dist)});
    const begun = performance.now();
    const model = await readModel(${JSON.stringify(model)});
    model.predict("Fellow citizens of the Senate and of the House of Representatives");
    writeFileSync(${JSON.stringify(answer)}, JSON.stringify(performance.now() - begun));`;
  const times: number[] = [];
  for (let run = 0; run < (report.quick ? 1 : 5); run++) {
    runInTurn([{ name: "load", command: node, args: ["--input-type=module", "-e", script] }], 1);
    times.push(JSON.parse(readFileSync(answer, "utf8")) as number);
  }
  report.value("Size of the large model", size, "MB");
  report.value("Loading it, to the first prediction, median", median(times), "ms");
  report.value("Loading it, at best", Math.min(...times), "ms");
}

/** The floor: what looking at every byte costs. */
function sumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (let place = 0; place < bytes.length; place++) sum += bytes[place]!;
  return sum;
}
