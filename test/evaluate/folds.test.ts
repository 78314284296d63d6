import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import type { Document } from "../../src/document.ts";
import { chooseRecipe } from "../../src/evaluate/choose.ts";
import { compare } from "../../src/evaluate/compare.ts";
import { crossValidate } from "../../src/evaluate/cross-validate.ts";
import { crossValidateChoice } from "../../src/evaluate/cross-validate-choice.ts";
import { inOrder } from "../../src/evaluate/in-order.ts";
import { learnRejection } from "../../src/evaluate/learn-rejection.ts";
import { createRandom } from "../../src/random.ts";
import { type Recipe, recipeNamed } from "../../src/recipe.ts";

/** Three authors who love different words, a little. */
function invented(documents: number): Document[] {
  const random = createRandom(4);
  return Array.from({ length: documents }, (_, place) => {
    const author = place % 3;
    const words = Array.from({ length: 40 }, () =>
      random.below(4) === 0 ? `own${author}x${random.below(4)}` : `word${random.below(20)}`,
    );
    return { author: "ABC"[author]!, work: `work ${place >> 1}`, text: words.join(" ") };
  });
}

const documents = invented(72);
const words = recipeNamed("naive-bayes", { calibration: "temperature" });
/** Leaves no feature, for no word is in so many documents. */
const impossible: Recipe = { ...recipeNamed("linear", { minimumDocuments: 1000 }), name: "impossible" };

/** A result without the time it took. */
const timeless = (result: unknown): unknown =>
  JSON.parse(JSON.stringify(result, (key, value: unknown) => (key === "seconds" ? null : value)));

describe("folds on threads", () => {
  it.each<[what: string, work: (threads: number) => Promise<unknown>]>([
    [
      "cross-validation",
      (threads) => crossValidate(documents, recipeNamed("linear"), { folds: 4, lengths: true, threads }),
    ],
    ["comparison", (threads) => compare(documents, [words, impossible, recipeNamed("linear")], { threads })],
    ["choice", (threads) => chooseRecipe(documents, { threads })],
    ["cross-validated choice", (threads) => crossValidateChoice(documents, {}, { folds: 3, threads })],
    ["threshold", (threads) => learnRejection(documents, words, { precision: "f1", threads })],
  ])("give the same %s to the last bit, on 1, 2 and 3", async (_, work) => {
    const [one, two, three] = [await work(1), await work(2), await work(3)];
    expect(one).not.toBe(null);
    expect(timeless(two)).toEqual(timeless(one));
    expect(timeless(three)).toEqual(timeless(one));
  });

  it("tell of every step, however many there are", async () => {
    const steps: number[] = [];
    const onProgress = (done: number, of: number): void => {
      expect(of).toBe(3 * documents.length);
      steps.push(done);
    };
    await crossValidate(documents, words, { folds: 3, threads: 2, onProgress });
    expect(steps.at(-1)).toBe(3 * documents.length);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it("fail as they do in one thread", async () => {
    const failure = async (threads: number): Promise<unknown> =>
      crossValidate(documents, impossible, { threads }).catch((error: unknown) => error);
    const [here, there] = [await failure(1), await failure(2)];
    expect(here).toMatchObject({ name: "PenprintError", code: "NO_FEATURES" });
    expect(there).toEqual(here);
    await expect(compare(documents, [impossible], { threads: 2 })).rejects.toMatchObject({
      code: "NO_FEATURES",
    });
  });

  it.each([0, 1.5, 257])("are not %d", async (threads) => {
    await expect(crossValidate(documents, words, { threads })).rejects.toMatchObject({
      code: "PARAMETER_INVALID",
      facts: { parameter: "threads" },
    });
  });

  it("leave none behind, whether they succeed or fail: the program ends by itself", async () => {
    const source = (file: string): string => JSON.stringify(new URL(`../../src/${file}`, import.meta.url));
    const program = `
      import { crossValidate } from ${source("evaluate/cross-validate.ts")};
      const documents = ${JSON.stringify(documents.slice(0, 30))};
      const linear = ${JSON.stringify(recipeNamed("linear"))};
      const impossible = ${JSON.stringify(impossible)};
      const { accuracy } = await crossValidate(documents, linear, { folds: 2, threads: 2 });
      console.log(accuracy > 0);
      await crossValidate(documents, impossible, { threads: 2 }).catch(({ code }) => console.log(code));
    `;
    const folder = mkdtempSync(join(tmpdir(), "penprint-folds-"));
    try {
      writeFileSync(join(folder, "program.mjs"), program);
      const child = spawn(process.execPath, [join(folder, "program.mjs")]);
      let said = "";
      child.stdout.on("data", (part: Buffer) => (said += part.toString()));
      const [code] = (await once(child, "close")) as [number];
      expect({ code, said }).toEqual({ code: 0, said: "true\nNO_FEATURES\n" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("Ctrl-C while folds are on threads", () => {
  it("ends all of them at once", async () => {
    const lines = invented(900).map((document) => `${JSON.stringify(document)}\n`);
    const program = fileURLToPath(new URL("../../src/cli/penprint.ts", import.meta.url));
    const args = ["cross-validate", "-", "--recipe", "ensemble", "--folds", "100", "--threads", "2"];
    const child = spawn(process.execPath, [program, ...args]);
    let failed = "";
    child.stderr.on("data", (part: Buffer) => (failed += part.toString()));
    const ended = once(child, "close");
    // More than any pipe holds: once it is written, the program is at work. A hundred folds then take minutes.
    await new Promise((done) => child.stdin.end(lines.join(""), () => done(null)));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(child.exitCode).toBe(null);
    child.kill("SIGINT");
    expect(await ended).toEqual([130, null]);
    expect(failed).toContain("INTERRUPTED");
  });
});

describe("work in order", () => {
  it("is started ahead, never more at once than allowed, and taken in order", async () => {
    let running = 0;
    let most = 0;
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++running);
      // The later ones are ready first.
      await new Promise((resolve) => setTimeout(resolve, 20 - item));
      running--;
      return item * item;
    };
    const items = Array.from({ length: 9 }, (_, place) => place);
    const taken: number[] = [];
    for await (const result of inOrder(items, 3, work)) taken.push(result);
    expect(taken).toEqual(items.map((item) => item * item));
    expect(most).toBe(3);
  });

  it("starts nothing after a failure, and tells the first one", async () => {
    const started: number[] = [];
    const work = async (item: number): Promise<number> => {
      started.push(item);
      await Promise.resolve();
      if (item >= 1) throw new Error(`item ${item}`);
      return item;
    };
    const taken: number[] = [];
    const all = (async () => {
      for await (const result of inOrder([0, 1, 2, 3, 4, 5], 2, work)) taken.push(result);
    })();
    await expect(all).rejects.toThrow("item 1");
    expect(taken).toEqual([0]);
    expect(started.length).toBeLessThan(5);
  });
});
