import { describe, expect, it } from "vitest";

import { FingerprintCollector } from "../../src/text/fingerprints.ts";
import type { Document } from "../../src/document.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { scriptedModel, withWork } from "./scripted-model.ts";
import { readingOf } from "../text/reading-of.ts";

const model = scriptedModel([
  ["Anna", 6],
  ["Bela", 2],
  ["Cleo", 2],
]);

/** `Anna: Bela|0.5` is a document by Anna on which the model names Bela with 0.5. */
function documentsOf(...lines: string[]): Document[] {
  return lines.map((line) => {
    const [author = "", text = ""] = line.split(": ");
    return { author, text };
  });
}

const codes = ({ warnings }: { warnings: readonly { code: string }[] }): string[] =>
  warnings.map(({ code }) => code);

describe("by hand", () => {
  it("puts everything together", async () => {
    const result = await evaluate(
      model,
      documentsOf("Anna: Anna|0.5", "Anna: Bela|0.5", "Bela: Bela|1", "Dora: ?Anna|0.4", "Dora: Cleo|0.5"),
    );
    const { accuracy_interval, warnings, baselines, log_loss, ...figures } = result;
    expect(log_loss).toBeCloseTo((Math.log(2) + Math.log(4) + 0) / 3, 12);
    expect(figures).toEqual({
      documents: 5,
      authors: 3,
      accuracy: 3 / 5,
      balanced_accuracy: (1 / 2 + 1) / 2,
      // Cleo has no document and was given one.
      macro_f1: (2 / 3 + 2 / 3 + 0) / 3,
      brier_score: (3 / 8 + (9 / 16 + 1 / 4 + 1 / 16) + 0) / 3,
      expected_calibration_error: 0,
      per_author: [
        { author: "Anna", precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2 },
        { author: "Bela", precision: 1 / 2, recall: 1, f1: 2 / 3, support: 1 },
        { author: "Cleo", precision: 0, recall: 0, f1: 0, support: 0 },
      ],
      confusion_labels: ["Anna", "Bela", "Cleo", "unknown"],
      confusion_matrix: [
        [1, 1, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 1, 1],
      ],
      reliability_curve: [
        { lower: 7 / 15, upper: 8 / 15, documents: 2, confidence: 1 / 2, accuracy: 1 / 2 },
        { lower: 14 / 15, upper: 1, documents: 1, confidence: 1, accuracy: 1 },
      ],
    });
    expect(accuracy_interval[0]).toBeLessThan(3 / 5);
    expect(accuracy_interval[1]).toBeGreaterThan(3 / 5);
    expect(baselines.majority).toMatchObject({ author: "Anna", accuracy: 2 / 5 });
    expect(baselines.random.accuracy).toBeCloseTo((2 * 0.6 + 1 * 0.2) / 5, 12);
    expect(warnings.map(({ code }) => code)).toEqual([
      "not_above_majority",
      "unseen_authors",
      "few_documents",
    ]);
  });

  it("is the same as JSON and back: no number is missing", async () => {
    const result = await evaluate(model, documentsOf("Dora: ?Anna|0.4"));
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result).toMatchObject({
      accuracy: 1,
      balanced_accuracy: null,
      macro_f1: null,
      log_loss: null,
      brier_score: null,
      expected_calibration_error: null,
      reliability_curve: [],
    });
  });
});

describe("documents", () => {
  const lines = documentsOf("Anna: Anna|0.5", "Bela: Anna|0.6", "Cleo: Cleo|0.7");

  it("may come as a stream, one at a time", async () => {
    let waiting = 0;
    let most = 0;
    async function* stream(): AsyncGenerator<Document> {
      for (const document of lines) {
        most = Math.max(most, ++waiting);
        yield document;
        waiting--;
      }
    }
    expect(await evaluate(model, stream())).toEqual(await evaluate(model, lines));
    expect(most).toBe(1);
  });

  it("are needed", async () => {
    await expect(evaluate(model, [])).rejects.toMatchObject({ code: "CORPUS_EMPTY" });
  });

  it.each([
    [{ author: "Anna", text: "" }, "Document 2: the document's text is empty or only white space."],
    [
      { author: "Anna", text: " \n", id: "a-7" },
      `Document "a-7": the document's text is empty or only white space.`,
    ],
  ])("without text are named", async (empty, message) => {
    await expect(evaluate(model, [...lines.slice(0, 1), empty])).rejects.toMatchObject({
      code: "DOCUMENT_EMPTY",
      message,
    });
  });

  it("by authors with treacherous names count like any other", async () => {
    const names = ["__proto__", "constructor", "unknown"] as const;
    const treacherous = scriptedModel(names.map((author) => [author, 1]));
    const documents = documentsOf("__proto__: __proto__|1", "constructor: unknown|1", "toString: ?unknown|1");
    const result = await evaluate(treacherous, documents);
    expect(result.accuracy).toBe(2 / 3);
    expect(result.per_author.map(({ author, support }) => [author, support])).toEqual([
      ["__proto__", 1],
      ["constructor", 1],
      ["unknown", 0],
    ]);
    expect(result.confusion_matrix[3]).toEqual([0, 0, 0, 1]);
  });
});

describe("the interval", () => {
  const results = Array.from({ length: 60 }, (_, place) =>
    place < 40 ? "Anna: Anna|0.7" : "Anna: Bela|0.7",
  );

  it("resamples works when they are named", async () => {
    const alone = documentsOf(...results);
    const inWorks = alone.map((document, place) => withWork(document, `work ${Math.floor(place / 10)}`));
    const narrow = (await evaluate(model, alone)).accuracy_interval;
    const wide = (await evaluate(model, inWorks)).accuracy_interval;
    expect(wide[1] - wide[0]).toBeGreaterThan(2 * (narrow[1] - narrow[0]));
  });

  it("depends on the seed and on the number of samples, and on nothing else", async () => {
    const documents = documentsOf(...results);
    const one = await evaluate(model, documents, { seed: 1, resamples: 100 });
    expect(await evaluate(model, documents, { seed: 1, resamples: 100 })).toEqual(one);
    const others = await Promise.all(
      [2, 3, 4].map((seed) => evaluate(model, documents, { seed, resamples: 100 })),
    );
    const intervals = [one, ...others].map(({ accuracy_interval }) => String(accuracy_interval));
    expect(new Set(intervals).size).toBeGreaterThan(1);
    expect(new Set([one, ...others].map(({ accuracy }) => accuracy)).size).toBe(1);
  });

  it("refuses a seed that is none", async () => {
    await expect(evaluate(model, documentsOf(...results), { seed: -1 })).rejects.toMatchObject({
      code: "PARAMETER_INVALID",
    });
  });
});

it("an author whom the card does not name counts as one without training documents", async () => {
  const card = { corpus: { authors: [{ author: "Cleo", documents: 1 }] } };
  const { baselines } = await evaluate({ ...model, card }, documentsOf("Anna: Anna|1", "Cleo: Cleo|1"));
  expect(baselines.majority).toMatchObject({ author: "Cleo", accuracy: 1 / 2 });
  expect(baselines.random.accuracy).toBe(1 / 2);
});

describe("warnings", () => {
  const many = (times: number, line: string): string[] => Array.from({ length: times }, () => line);
  // 60 of 70 right, balanced, the probabilities about right: nothing to complain of.
  const good = [
    ...many(30, "Anna: Anna|0.86"),
    ...many(30, "Bela: Bela|0.86"),
    ...many(10, "Cleo: Anna|0.86"),
  ];
  const inWorks = (works: number, lines: string[]): Document[] =>
    documentsOf(...lines).map((document, place) => withWork(document, `work ${place % works}`));

  it.each<[name: string, documents: Document[], codes: string[]]>([
    ["none for a good result", documentsOf(...good), []],
    ["none for a good result from ten works", inWorks(10, good), []],
    [
      "worse than the majority",
      documentsOf(...many(50, "Anna: Bela|0.34"), ...many(20, "Bela: Bela|0.34")),
      ["below_majority"],
    ],
    [
      "as good as the majority",
      documentsOf(...many(50, "Anna: Anna|0.7"), ...many(20, "Bela: Anna|0.7")),
      ["not_above_majority"],
    ],
    [
      "a little better than the majority",
      documentsOf(...many(50, "Anna: Anna|0.7"), ...many(18, "Bela: Anna|0.7"), ...many(2, "Bela: Bela|0.7")),
      ["not_above_majority"],
    ],
    ["unseen authors", documentsOf(...good, "Dora: ?Anna|0.4", "Emil: Anna|0.4"), ["unseen_authors"]],
    ["one author only", documentsOf(...many(40, "Bela: Bela|0.95")), ["single_author_test"]],
    ["far too sure", documentsOf(...good.map((line) => line.replace("0.86", "0.97"))), ["probabilities_off"]],
    [
      "far too modest",
      documentsOf(...good.map((line) => line.replace("0.86", "0.7"))),
      ["probabilities_off"],
    ],
    [
      "29 documents",
      documentsOf(...many(15, "Anna: Anna|1"), ...many(14, "Bela: Bela|1")),
      ["few_documents"],
    ],
    ["30 documents", documentsOf(...many(15, "Anna: Anna|1"), ...many(15, "Bela: Bela|1")), []],
    ["nine works", inWorks(9, good), ["few_works"]],
  ])("%s", async (_, documents, expected) => {
    expect(codes(await evaluate(model, documents))).toEqual(expected);
  });

  it.each([
    [
      "below_majority",
      documentsOf(...many(50, "Anna: Bela|0.34"), ...many(20, "Bela: Bela|0.34")),
      'The model is right in 28.6 % of the documents; always answering "Anna" would be right in 71.4 %. In this test it is worse than not reading the texts at all.',
    ],
    [
      "unseen_authors",
      documentsOf(...good, "Dora: ?Anna|0.4", "Emil: Anna|0.4"),
      '2 test documents are by 2 authors ("Dora", "Emil"), not seen in training; only the verdict "unknown" is right there.',
    ],
    [
      "unseen_authors",
      documentsOf(...good, "Dora: ?Anna|0.4"),
      '1 test document is by the author "Dora", not seen in training; only the verdict "unknown" is right there.',
    ],
    [
      "probabilities_off",
      documentsOf(...good.map((line) => line.replace("0.86", "0.98"))),
      "The probabilities are off by 12.3 % on average (expected calibration error 0.123): treat percentages as ranks.",
    ],
    [
      "few_documents",
      documentsOf("Anna: Anna|1"),
      "1 test document is too few for a reliable figure; 30 are the least.",
    ],
    [
      "few_works",
      inWorks(1, good),
      "The test documents come from 1 work; the interval rests on too few works to be relied upon.",
    ],
  ])("%s says what is the matter", async (code, documents, message) => {
    const { warnings } = await evaluate(model, documents);
    expect(warnings.find((warning) => warning.code === code)?.message).toBe(message);
  });

  it("names eight unseen authors at most", async () => {
    const strangers = Array.from({ length: 11 }, (_, number) => `${String(number)}x: ?Anna|0.4`);
    const { warnings } = await evaluate(model, documentsOf(...good, ...strangers));
    expect(warnings[0]!.message).toContain(
      '11 authors ("0x", "1x", "2x", "3x", "4x", "5x", "6x", "7x" and 3 more)',
    );
  });
});

describe("texts seen in training", () => {
  const documents = documentsOf("Anna: Anna|0.5|a", "Anna: Anna|0.5|b", "Bela: Anna|0.5|c");
  const trained = new FingerprintCollector();
  trained.add(readingOf("  ANNA|0.5|A\n").fingerprint);
  const knownTexts = trained.finish();
  const code = "texts_seen_in_training";
  const message =
    "1 of the 3 test documents has the same text as a training document. " +
    "Without it the accuracy is 50.0 % instead of 66.7 %.";

  it("are found by the hashes given", async () => {
    const { warnings } = await evaluate(model, documents, { knownTexts });
    expect(warnings).toContainEqual({ code, message });
  });

  it("are found by the hashes that the identifier carries, which those given replace", async () => {
    const carrying = { ...model, parts: { knownTexts: knownTexts.hashes } };
    expect((await evaluate(carrying, documents)).warnings).toContainEqual({ code, message });
    expect(codes(await evaluate(carrying, documents, { knownTexts: new Set<string>() }))).not.toContain(code);
  });

  it("leave nothing to measure when they are all", async () => {
    const { warnings } = await evaluate(model, documents, { knownTexts: { has: () => true } });
    expect(warnings).toContainEqual({
      code,
      message:
        "3 of the 3 test documents have the same text as a training document. No text is left to measure anything with.",
    });
  });
});

it("measures a real identifier by what it answers", async () => {
  const sentences = [
    ["Anna", "the sea was grey and the gulls were loud above the harbour"],
    ["Anna", "a grey morning, and the boats still lay in the harbour"],
    ["Bela", "our committee has considered the proposal and rejects it"],
    ["Bela", "the proposal, as the committee has said, was considered late"],
    ["Bela", "let the record show that our proposal was rejected"],
  ] as const;
  const identifier = trainIdentifier(
    sentences.map(([author, text]) => ({ author, text })),
    recipeNamed("naive-bayes"),
  );
  const test = [
    { author: "Anna", text: "the gulls above the boats" },
    { author: "Anna", text: "a harbour without a committee" },
    { author: "Bela", text: "the committee was late" },
    { author: "Bela", text: "grey gulls in the morning" },
    { author: "Cleo", text: "qwxz zzqk" },
  ];
  const result = await evaluate(identifier, test);
  const predictions = test.map(({ text }) => identifier.predict(text));
  const right = test.filter(({ author }, place) =>
    author === "Cleo" ? predictions[place]!.unknown : predictions[place]!.author === author,
  );
  expect(predictions[4]!.unknown).toBe(true);
  expect(right).not.toContain(test[3]);
  expect(result.accuracy).toBe(right.length / test.length);
  const losses = test.slice(0, 4).map(({ author }, place) => {
    const own = predictions[place]!.ranking.find((ranked) => ranked.author === author)!;
    return -Math.log(own.probability);
  });
  expect(result.log_loss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss) / 4, 12);
  expect(result.baselines.majority).toMatchObject({ author: "Bela", accuracy: 2 / 5 });
});
