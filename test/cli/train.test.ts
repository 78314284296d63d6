import { readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { CorpusFingerprint } from "../../src/corpus/corpus-fingerprint.ts";
import { readModel } from "../../src/model-file/disk.ts";
import { Folder } from "../corpus/folder.ts";
import { csv, jsonLines, letters } from "./letters.ts";
import { penprint, penprintJson } from "./run.ts";

test("says what was learned, and what to do next", async () => {
  using folder = new Folder({ "letters.jsonl": jsonLines(letters) });
  const run = await penprint("train", folder.at("letters.jsonl"), "--out", folder.at("letters.safetensors"));
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toContain("Learned 2 authors from 24 documents");
  expect(run.stdout).toMatch(/Ann +12 +\d+\n/u);
  expect(run.stdout).toMatch(/Next: (npx )?penprint predict \S+letters\.safetensors/u);
  expect(run.stdout).not.toContain("\u{1b}[");
});

test("the same as JSON; the model says what it was trained on", async () => {
  using folder = new Folder({ "a.jsonl": jsonLines(letters.slice(0, 20)), "b.csv": csv(letters.slice(20)) });
  const out = folder.at("two people.safetensors");
  const paths = [folder.at("a.jsonl"), folder.at("b.csv")];
  const result = await penprintJson("train", ...paths, "--out", out);
  const fingerprint = new CorpusFingerprint();
  for (const { author, work = "", text } of letters) fingerprint.addText(author, work, text);
  const sha256 = fingerprint.hex;
  expect(result).toMatchObject({
    model: { file: out, name: "two people", recipe: "naive-bayes", bytes: readFileSync(out).length },
    authors: 2,
    documents: 24,
    sha256,
    warnings: [{ code: "not_calibrated" }],
  });
  const { card, authors } = await readModel(out);
  expect(authors).toEqual(["Ann", "Bob"]);
  expect(card).toMatchObject({ name: "two people", corpus: { sha256, documents: 24 }, evaluation: null });
});

test("the order and the format of the documents make no difference to the model", async () => {
  using folder = new Folder({ "a.jsonl": jsonLines(letters), "b.csv": csv([...letters].reverse()) });
  await penprintJson("train", folder.at("a.jsonl"), "--out", folder.at("a.safetensors"));
  await penprintJson("train", folder.at("b.csv"), "--out", folder.at("b.safetensors"));
  const [a, b] = await Promise.all(["a", "b"].map((name) => readModel(folder.at(`${name}.safetensors`))));
  expect(a!.predict(letters[5]!.text)).toEqual(b!.predict(letters[5]!.text));
});

test("the recipe and all its options reach the model", async () => {
  using folder = new Folder({ "a.jsonl": jsonLines(letters), "priors.json": '{ "Ann": 0.75, "Bob": 0.25 }' });
  const out = folder.at("m.safetensors");
  const words =
    "--recipe naive-bayes-characters --smoothing 0.5 --ngrams 1-2 --no-lower-case --min-documents 2 --max-documents 0.9 --seed 7";
  const options = [...words.split(" "), "--priors", folder.at("priors.json")];
  await penprintJson("train", folder.at("a.jsonl"), "--out", out, ...options);
  expect((await readModel(out)).recipe).toMatchObject({
    name: "naive-bayes-characters",
    views: [
      {
        tokens: "characters",
        ngrams: [1, 2],
        lower_case: false,
        minimum_documents: 2,
        maximum_document_share: 0.9,
      },
    ],
    classifier: { smoothing: 0.5, priors: { Ann: 0.75, Bob: 0.25 } },
    seed: 7,
  });
});

test("complement-naive-bayes with normalised weights, uniform priors, calibration, a single n-gram length", async () => {
  using folder = new Folder({ "a.jsonl": jsonLines(letters) });
  const out = folder.at("m.safetensors");
  const train = (...options: string[]): Promise<unknown> =>
    penprintJson("train", folder.at("a.jsonl"), "--out", out, ...options);
  await train("--recipe", "complement-naive-bayes", "--normalize", "--ngrams", "2");
  expect((await readModel(out)).recipe).toMatchObject({
    views: [{ ngrams: [2, 2] }],
    classifier: { normalize: true },
  });
  await train("--priors", "uniform", "--calibration", "temperature", "--lower-case");
  expect((await readModel(out)).recipe).toMatchObject({
    classifier: { priors: "uniform" },
    calibration: "temperature",
  });
});

test("too few documents to calibrate on are told of", async () => {
  using folder = new Folder({ "a.jsonl": jsonLines(letters) });
  const args = [
    "train",
    folder.at("a.jsonl"),
    "--out",
    folder.at("m.safetensors"),
    "--calibration",
    "temperature",
  ];
  expect((await penprintJson(...args))["warnings"]).toMatchObject([{ code: "not_calibrated" }]);
});

test("other columns, and long documents cut into pieces", async () => {
  const header = "from,body,n,bundle";
  using folder = new Folder({ "a.csv": csv(letters, header) });
  const columns = [
    "--author-column",
    "from",
    "--text-column",
    "body",
    "--work-column",
    "bundle",
    "--id-column",
    "n",
  ];
  const out = folder.at("m.safetensors");
  const whole = await penprintJson("train", folder.at("a.csv"), "--out", out, ...columns);
  const cut = await penprintJson("train", folder.at("a.csv"), "--out", out, ...columns, "--passages", "5");
  expect(whole["documents"]).toBe(24);
  expect(cut["documents"]).toBeGreaterThan(48);
  expect(cut["words"]).toBe(whole["words"]);
});

test("a folder of texts by authors whose names mean something to JavaScript", async () => {
  const texts = letters.map(({ author, text }, index) => [
    `${author === "Ann" ? "__proto__" : "constructor"}/${index}.txt`,
    text,
  ]);
  using folder = new Folder(Object.fromEntries(texts) as Record<string, string>);
  const out = folder.at("m.safetensors");
  await penprintJson("train", folder.path, "--out", out);
  const answer = await penprintJson("predict", out, "my dear friend the garden");
  expect(answer).toMatchObject({
    author: "__proto__",
    ranking: [{ author: "__proto__" }, { author: "constructor" }],
  });
  const explanation = await penprintJson("explain", out, "my dear friend the garden");
  expect(explanation).toMatchObject({ author: "__proto__", against: "constructor" });
});

test("what is doubtful about the corpus is told, and goes to the JSON too", async () => {
  const odd = [
    ...letters,
    { author: "Ann", text: "  " },
    { author: "Ann", text: "Yes." },
    { author: "Bob", text: "Yes." },
  ];
  using folder = new Folder({ "a.jsonl": jsonLines([...odd, letters[0]!]) });
  const args = ["train", folder.at("a.jsonl"), "--skip-empty", "--out", folder.at("m.safetensors")];
  expect((await penprintJson(...args))["warnings"]).toMatchObject([
    { code: "empty_documents" },
    { code: "repeated_texts" },
    { code: "shared_texts" },
    { code: "not_calibrated" },
  ]);
  expect((await penprint(...args)).stdout).toContain(
    "Careful: 1 document without author or text was left out.",
  );
});

test("a long text under two authors is refused, unless it is allowed", async () => {
  const text = "This is one and the same letter. ".repeat(10);
  using folder = new Folder({
    "a.jsonl": jsonLines([...letters, { author: "Ann", text }, { author: "Bob", text }]),
  });
  const args = ["train", folder.at("a.jsonl"), "--out", folder.at("m.safetensors")];
  const refused = await penprint(...args);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("error DOCUMENT_IN_TWO_CLASSES:");
  expect(refused.stderr).toContain("a.jsonl, line 26 (Bob) has the same text as");
  expect((await penprint(...args, "--allow-shared-texts")).code).toBe(0);
});

test("a failure leaves the model that was there, and nothing beside it", async () => {
  using folder = new Folder({
    "a.jsonl": `${jsonLines(letters)}{"author":`,
    "m.safetensors": "what stood here before",
  });
  const run = await penprint("train", folder.at("a.jsonl"), "--out", folder.at("m.safetensors"));
  expect(run.code).toBe(1);
  expect(readFileSync(folder.at("m.safetensors"), "utf8")).toBe("what stood here before");
  expect(readdirSync(folder.path)).toEqual(["a.jsonl", "m.safetensors"]);
});

test("many authors are listed in part", async () => {
  const many = Array.from({ length: 30 }, (_, index) => ({
    author: `Author ${index}`,
    text: `word${index} and more`,
  }));
  using folder = new Folder({ "a.jsonl": jsonLines(many) });
  const run = await penprint("train", folder.at("a.jsonl"), "--out", folder.at("m.safetensors"));
  expect(run.stdout).toContain("… and 18 more");
});

test("control characters in names are shown, not obeyed", async () => {
  using folder = new Folder({
    "a.jsonl": jsonLines(letters.map(({ author, text }) => ({ author: `\u{1b}[2J\u202e${author}`, text }))),
  });
  const run = await penprint("train", folder.at("a.jsonl"), "--out", folder.at("m.safetensors"));
  expect(run.code).toBe(0);
  expect(run.stdout).toContain("\\x1b[2J\\u202eAnn");
  expect(run.stdout).not.toContain("\u{1b}");
});

test("views are chosen by name, and shown by the model", async () => {
  using folder = new Folder({ "a.jsonl": jsonLines(letters) });
  const [corpus, out] = [folder.at("a.jsonl"), folder.at("m.safetensors")];
  const trained = await penprintJson(
    "train",
    corpus,
    "--out",
    out,
    "--views",
    "words:1-2, distorted,affixes,style",
  );
  expect(trained).toMatchObject({ model: { recipe: "ensemble" } });
  const { stdout } = await penprint("inspect", out);
  expect(stdout).toMatch(/View +words 1–2, lower case/u);
  expect(stdout).toMatch(/View +characters 2–6, all but the 300 most frequent words masked/u);
  expect(stdout).toMatch(/View +affixes and signs, 3 characters/u);
  expect(stdout).toMatch(/View +figures of style, case as written/u);
  expect(stdout).toMatch(/Member +linear on view 4, least squares of z-scores, C 1$/mu);
  // Of a handful of letters nobody can say that Naive Bayes is worth something.
  expect(stdout).toMatch(/Member +multinomial-naive-bayes on view 1, .*: counts for nothing$/mu);
  const explained = await penprint("explain", out, letters[0]!.text);
  expect(explained).toMatchObject({ code: 0, stderr: "" });
  expect(explained.stdout).toMatch(/ per (word|sentence|100 words|100 letters) +(= [\d.]+|× \d+)/u);
});

test.each([
  [
    ["--views", "words,vowels"],
    "`views` must be some of words, characters, masked, distorted, affixes, function-words, style, got vowels.",
  ],
  [
    ["--views", "words", "--recipe", "naive-bayes"],
    "`views` must be left out with every recipe but linear and ensemble, got words.",
  ],
  [["--views", "words", "--recipe", "auto"], "`views` must be left out with auto"],
])("views that cannot be: %j", async (options, message) => {
  using folder = new Folder({ "a.jsonl": jsonLines(letters) });
  const run = await penprint("train", folder.at("a.jsonl"), "--out", folder.at("m.safetensors"), ...options);
  expect(run.code).toBe(1);
  expect(run.stderr.replaceAll(/\s+/gu, " ")).toContain(message);
});

test("--evaluate keeps in the model how good it is, as cross-validate finds it, and a look at its corpus", async () => {
  using folder = new Folder({ "letters.jsonl": jsonLines(letters) });
  const [corpus, out] = [folder.at("letters.jsonl"), folder.at("letters.safetensors")];
  const recipe = ["--recipe", "naive-bayes"];
  const result = await penprintJson("train", corpus, "--out", out, "--evaluate", ...recipe);
  const validation = await penprintJson("cross-validate", corpus, ...recipe);
  const { card } = await readModel(out);
  expect(card.evaluation).toMatchObject({ ...validation, accuracy_by_length: expect.any(Array) });
  expect(result["evaluation"]).toEqual(card.evaluation);
  expect(card.overview).toMatchObject({
    keyness: [{ author: "Ann" }, { author: "Bob" }],
    map: { works: expect.any(Array) },
  });
  const said = await penprint("train", corpus, "--out", out, "--evaluate", ...recipe);
  expect(said.stdout).toMatch(
    /Accuracy +100\.0 % on texts it had not seen, 50\.0 % when always naming the same/u,
  );
  // What the model computes with is what it is without.
  await penprint("train", corpus, "--out", folder.at("plain.safetensors"), ...recipe);
  const plain = await readModel(folder.at("plain.safetensors"));
  expect(plain.card).not.toHaveProperty("overview");
  expect((await readModel(out)).parts.counts).toEqual(plain.parts.counts);
});

test.each([
  ["the recipe chosen", [], { chosen: ["naive-bayes"] }],
  ["standard input", ["-"], null],
] as const)("--evaluate with %s", async (_, paths, evaluation) => {
  using folder = new Folder({ "letters.jsonl": jsonLines(letters) });
  const out = folder.at("letters.safetensors");
  const corpus = paths.length === 0 ? [folder.at("letters.jsonl")] : paths;
  const run = await penprint("train", ...corpus, "--out", out, "--evaluate");
  if (evaluation === null) {
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toContain("--evaluate");
  } else {
    expect(run.code).toBe(0);
    expect((await readModel(out)).card.evaluation).toMatchObject({
      accuracy: expect.any(Number),
      chosen: expect.arrayContaining([...evaluation.chosen]),
    });
  }
});

test("probabilities that nobody calibrated are said to be too sure, but where the recipe was named", async () => {
  using folder = new Folder({ "a.jsonl": jsonLines(letters) });
  const args = ["train", folder.at("a.jsonl"), "--out", folder.at("model")];
  expect((await penprint(...args)).stdout).toContain(
    "Careful: The probabilities are Naive Bayes' own, which are far too sure: nothing was tried on texts held out.",
  );
  expect((await penprint(...args, "--recipe", "naive-bayes")).stdout).not.toContain("Careful");
});
