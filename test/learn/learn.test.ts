import { describe, expect, it } from "vitest";

import { encodeModel } from "../../src/model-file/encode.ts";
import { readDocuments } from "../../src/corpus/read.ts";
import type { PenprintError } from "../../src/errors.ts";
import { learn, type LearnOptions } from "../../src/learn/learn.ts";
import { createRandom } from "../../src/random.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { Folder, collect } from "../corpus/folder.ts";

const AUTHORS = ["Ann", "Béla", "漱石"];

/** Made-up documents of several kinds of letters; enough of them make several blocks. */
function madeUp(count: number): { author: string; work: string; text: string }[] {
  const source = createRandom(5);
  const random = (): number => source.next();
  const words = [
    "sea",
    "The",
    "storm",
    "won't",
    "naïve",
    "Σίσυφος",
    "海は静か",
    "—",
    '"quoted"',
    "line\nend",
    "😀",
    "e\u0301t",
  ];
  return Array.from({ length: count }, (_, index) => {
    const author = Math.floor(random() * AUTHORS.length);
    const length = 20 + Math.floor(random() * 30);
    const text = Array.from({ length }, () => {
      const word = words[Math.floor(random() * words.length)]!;
      return random() < 0.3 ? `${word}${author}` : word;
    }).join(" ");
    return { author: AUTHORS[author]!, work: `work ${index % 40}`, text: `${index} ${text}` };
  });
}

const lines = (documents: readonly object[]): string =>
  documents.map((each) => JSON.stringify(each)).join("\n");

const csvRow = (...cells: readonly string[]): string =>
  cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");

/** Few threads and many: one file of several blocks, however small it is. */
function learnt(paths: readonly string[], threads: number, options: Partial<LearnOptions> = {}) {
  return learn(paths, { recipe: recipeNamed("naive-bayes"), columns: {}, threads, ...options });
}

async function bytesOf(
  paths: readonly string[],
  threads: number,
  options: Partial<LearnOptions> = {},
): Promise<string> {
  const { trainer, fingerprint } = await learnt(paths, threads, options);
  const identifier = trainer.finish();
  const corpus = { ...identifier.card.corpus, sha256: fingerprint };
  return Buffer.from(encodeModel(identifier.describe({ corpus }))).toString("base64");
}

describe("learning a corpus", () => {
  // Over 2 MB, so that there are several blocks.
  const documents = madeUp(10_000);

  it("learns an ensemble's views on threads of their own, to the same bytes", async () => {
    const few = documents.slice(0, 150);
    using folder = new Folder({
      "all.jsonl": lines(few),
      "table.csv": [
        "author,work,text",
        ...few.map(({ author, work, text }) => csvRow(author, work, text)),
      ].join("\n"),
    });
    const options = { recipe: recipeNamed("ensemble") };
    const whole = await bytesOf([folder.at("all.jsonl")], 1, options);
    for (const threads of [2, 5])
      expect(await bytesOf([folder.at("all.jsonl")], threads, options)).toBe(whole);
    expect(await bytesOf([folder.at("table.csv")], 2, options)).toBe(whole);
  });

  it("learns views that wait for all texts, and figures, on threads to the same bytes", async () => {
    using folder = new Folder({ "all.jsonl": lines(documents.slice(0, 60)) });
    const recipe = recipeNamed("linear", { views: ["distorted", "affixes", "style"] });
    const whole = await bytesOf([folder.at("all.jsonl")], 1, { recipe });
    expect(await bytesOf([folder.at("all.jsonl")], 3, { recipe })).toBe(whole);
  });

  it("says of an ensemble on threads what is wrong with its documents", async () => {
    using folder = new Folder({ "one.jsonl": lines(documents.filter(({ author }) => author === "Ann")) });
    const learning = learnt([folder.at("one.jsonl")], 2, { recipe: recipeNamed("linear") });
    await expect(learning).rejects.toMatchObject({ code: "SINGLE_AUTHOR" });
  });

  it.each([
    ["naive-bayes", {}],
    ["naive-bayes", { calibration: "temperature" }],
    ["naive-bayes-characters", { ngrams: [1, 3] }],
    ["bernoulli-naive-bayes", { minimumDocuments: 2 }],
  ] as const)(
    "gives the same bytes for any number of threads, order, files: %s %o",
    async (name, changes) => {
      const recipe = recipeNamed(name, changes);
      const half = documents.length / 2;
      using folder = new Folder({
        "all.jsonl": lines(documents),
        "one.jsonl": lines(documents.slice(half).toReversed()),
        "two.jsonl": lines(documents.slice(0, half)),
      });
      const all = [folder.at("all.jsonl")];
      const alone = await bytesOf(all, 1, { recipe });
      expect(await bytesOf(all, 3, { recipe })).toBe(alone);
      const apart = [folder.at("one.jsonl"), folder.at("two.jsonl")];
      expect(await bytesOf(apart, 2, { recipe })).toBe(alone);
      const simple = trainIdentifier(await collect(readDocuments(all)), recipe);
      const { trainer } = await learnt(all, 2, { recipe });
      expect(Buffer.from(encodeModel(trainer.finish())).equals(encodeModel(simple))).toBe(true);
    },
    60_000,
  );

  it("gives the same for other formats, and tells what it read", async () => {
    const some = documents.slice(0, 300);
    const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
    using folder = new Folder({
      "a.jsonl": lines(some),
      "a.csv": [
        "author,work,text",
        ...some.map((each) => [each.author, each.work, each.text].map(quoted).join()),
      ].join("\n"),
    });
    const progress: number[] = [];
    const ofLines = await learnt([folder.at("a.jsonl")], 2, { onProgress: (bytes) => progress.push(bytes) });
    const ofTable = await learnt([folder.at("a.csv")], 2);
    expect(ofTable.fingerprint).toBe(ofLines.fingerprint);
    expect(encodeModel(ofTable.trainer.finish())).toEqual(encodeModel(ofLines.trainer.finish()));
    expect(ofLines.bytes).toBe(Buffer.byteLength(lines(some)));
    expect(progress.at(-1)).toBe(ofLines.bytes);
    expect([ofLines.skipped, ofLines.warnings]).toEqual([0, []]);
  });

  it("cuts passages before it learns them", async () => {
    using folder = new Folder({ "a.jsonl": lines(documents.slice(0, 60)) });
    const { trainer, fingerprint } = await learnt([folder.at("a.jsonl")], 1, { passages: 10 });
    const whole = await learnt([folder.at("a.jsonl")], 1);
    expect(fingerprint).toBe(whole.fingerprint);
    expect(trainer.finish().card.corpus.documents).toBeGreaterThan(120);
    expect(trainer.finish().card.corpus.words).toBe(whole.trainer.finish().card.corpus.words);
  });
});

describe("what is wrong with a corpus", () => {
  const documents = madeUp(10_000);
  const refusal = async (
    content: readonly string[],
    threads: number,
    options: Partial<LearnOptions> = {},
  ): Promise<PenprintError> => {
    using folder = new Folder({ "a.jsonl": content.join("\n") });
    return await learnt([folder.at("a.jsonl")], threads, options).then(
      () => expect.fail("nothing was wrong"),
      (error: PenprintError) => error,
    );
  };
  const good = documents.map((each) => JSON.stringify(each));
  const long = JSON.stringify({
    ...documents[7]!,
    author: "Eve",
    text: documents[7]!.text.toUpperCase().repeat(3),
  });
  const first = JSON.stringify({ ...documents[7]!, text: documents[7]!.text.repeat(3) });

  it.each([1, 2])(
    "is named with its line, the first of several, by %i threads",
    async (threads) => {
      const broken = good
        .toSpliced(9_500, 1, "{")
        .toSpliced(9_000, 1, '{"author":"Ann"}')
        .toSpliced(9_800, 1, '"');
      expect(await refusal(broken, threads)).toMatchObject({
        code: "COLUMN_MISSING",
        facts: { line: 9_001, column: "text" },
      });
      const twice = good.toSpliced(30, 1, first).toSpliced(9_200, 1, long).toSpliced(9_400, 1, "{");
      expect(await refusal(twice, threads)).toMatchObject({
        code: "DOCUMENT_IN_TWO_CLASSES",
        facts: { line: 9_201, author: "Eve", firstLine: 31 },
      });
      expect(await refusal(twice, threads, { allowSharedTexts: true })).toMatchObject({
        code: "LINE_MALFORMED",
        facts: { line: 9_401 },
      });
    },
    60_000,
  );

  it("is the same whether threads read the file for themselves or not", async () => {
    const whole = good.join("\n");
    const contents: [string, Buffer][] = [
      ["ENCODING_BROKEN", Buffer.from(whole)],
      ["NUL_BYTE", Buffer.from(whole.replace("9876", "98\0"))],
      ["ENCODING_BROKEN", Buffer.from("\u00ff\u00feabc", "latin1")],
    ];
    contents[0]![1][1_500_000] = 0xff;
    for (const [code, content] of contents) {
      using folder = new Folder({ "a.jsonl": content });
      const refusals = [1, 2].map((threads) =>
        learnt([folder.at("a.jsonl")], threads).then(
          () => expect.fail("nothing was wrong"),
          (error: PenprintError) => ({ code: error.code, facts: error.facts, message: error.message }),
        ),
      );
      const [alone, together] = await Promise.all(refusals);
      expect(together).toEqual(alone);
      expect(alone).toMatchObject({ code });
    }
  });

  it("is not the encoding, with a mark at its start", async () => {
    const some = good.slice(0, 50).join("\n");
    using folder = new Folder({
      "plain.jsonl": some,
      "marked.jsonl": `\ufeff${some}`,
      "wide.jsonl": Buffer.from(`\ufeff${some}`, "utf16le"),
    });
    const [plain, ...others] = await Promise.all(
      ["plain", "marked", "wide"].map((name) => bytesOf([folder.at(`${name}.jsonl`)], 2)),
    );
    for (const other of others) expect(other).toBe(plain);
  });

  it("is told of when it does not stop the work", async () => {
    const content = [
      ...good.slice(0, 100),
      good[5]!,
      '{"author":"Ann","text":" "}',
      "",
      '{"author":"Eve","text":"Yes."}',
      '{"author":"Ann","text":"yes."}',
    ];
    using folder = new Folder({ "a.jsonl": content.join("\n") });
    const { skipped, warnings } = await learnt([folder.at("a.jsonl")], 1, { columns: { skipEmpty: true } });
    expect(skipped).toBe(1);
    expect(warnings.map(({ code }) => code)).toEqual(["repeated_texts", "shared_texts"]);
  });

  it("can be that there is none", async () => {
    expect(await refusal(["", " "], 2)).toMatchObject({ code: "CORPUS_EMPTY" });
  });
});
