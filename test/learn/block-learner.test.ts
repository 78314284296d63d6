import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { LONG_TEXT } from "../../src/corpus/checks.ts";
import { CorpusFingerprint } from "../../src/corpus/corpus-fingerprint.ts";
import { BlockLearner, type BlockReport } from "../../src/learn/block-learner.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { Reading } from "../../src/text/reading.ts";
import { Trainer } from "../../src/trainer.ts";
import { anyText, repetitiveText } from "../text/unicode.ts";

interface Written {
  readonly author: string;
  readonly work?: string;
  readonly text: string;
}

/** Enough to have the kernel at work from the next block on. */
const before: readonly Written[] = Array.from({ length: 200 }, (_, place) => ({
  author: place % 2 === 0 ? "Ann" : "Béla",
  text: `${place} ${"words and words, ".repeat(60)}`,
}));

const visible = (text: string): boolean => text.trim() !== "" && !text.includes("\0") && text.isWellFormed();
const anyWritten: fc.Arbitrary<Written> = fc.record(
  {
    author: fc.constantFrom("Ann", "Béla", 'Q"uote', "漱石"),
    work: fc.constantFrom("", "Letters", "a\\b"),
    text: fc
      .oneof(
        anyText,
        repetitiveText,
        // About as long as a long text, in characters and in bytes.
        fc
          .tuple(fc.constantFrom("a", "é", "海", "😀"), fc.integer({ min: 195, max: 205 }))
          .map(([letter, times]) => letter.repeat(times)),
      )
      .filter(visible),
  },
  { requiredKeys: ["author", "text"] },
);

/** What is reported of a document: author, line, fingerprint, whether it is long. */
function factsOf({ authors, documents }: BlockReport, known: string[]): unknown[] {
  known.push(...authors);
  return Array.from({ length: documents.length / 5 }, (_, place) => {
    const [author, line, low, high, long] = documents.subarray(5 * place, 5 * place + 5);
    return [known[author!], line, low, high, long];
  });
}

function expectedFacts(documents: readonly Written[]): unknown[] {
  const reading = new Reading(Infinity);
  return documents.map(({ author, text }, place) => {
    const { low, high } = reading.readText(text).fingerprint;
    return [author, place + 1, low, high, Array.from(text).length >= LONG_TEXT ? 1 : 0];
  });
}

/** Expects a learner to learn from blocks what a trainer learns from documents, and to report on all of them. */
function expectAlike(recipe: string, blocks: readonly (readonly Written[])[]): void {
  const learner = new BlockLearner({ recipe: recipeNamed(recipe), columns: {} });
  const alone = new Trainer(recipeNamed(recipe));
  const fingerprint = new CorpusFingerprint();
  const known: string[] = [];
  for (const documents of [before, ...blocks]) {
    const lines = documents.map((document) => JSON.stringify(document)).join("\n");
    const report = learner.learnLines({ bytes: Buffer.from(lines), line: 1 }, "a.jsonl");
    expect(report.failure).toBeNull();
    expect(factsOf(report, known)).toEqual(expectedFacts(documents));
    for (const document of documents) {
      alone.add(document);
      fingerprint.addText(document.author, document.work ?? "", document.text);
    }
  }
  expect(learner.fingerprint.hex).toBe(fingerprint.hex);
  const [learned, expected] = [learner.trainer, alone].map((trainer) => encodeModel(trainer.finish()));
  expect(Buffer.from(learned!).equals(expected!)).toBe(true);
}

describe("a learner of blocks", () => {
  it.each(["naive-bayes", "naive-bayes-characters"])(
    "counts whole blocks as documents are counted one by one, in any script: %s",
    (recipe) => {
      const blocks = fc.array(fc.array(anyWritten, { minLength: 1, maxLength: 6 }), { maxLength: 3 });
      fc.assert(
        fc.property(blocks, (drawn) => expectAlike(recipe, drawn)),
        { numRuns: 25 },
      );
    },
  );

  it("counts what is too long for a block by itself, and more documents than are counted at a time", () => {
    const long = { author: "Ann", work: "Long", text: "never-ending stories; ".repeat(4000) };
    const many = Array.from({ length: 2500 }, (_, place) => ({
      author: `author ${place % 300}`,
      text: `text ${place}`,
    }));
    expectAlike("naive-bayes", [[before[0]!, long, before[1]!], many]);
  });
});
