import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PenprintError } from "../../src/errors.ts";
import { Identifier } from "../../src/identifier.ts";
import { decodeModel } from "../../src/model-file/decode.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import { decodeTensors, encodeTensors, type NumberArray } from "../../src/model-file/safetensors.ts";
import { recipeNamed, recipes } from "../../src/recipe.ts";
import { readingOf } from "../text/reading-of.ts";
import { type Content, FILE, forged, recipe, sample, texts } from "./sample.ts";

/** What a file is refused for; undefined when it is read. */
function refusal(bytes: Uint8Array): PenprintError | undefined {
  try {
    decodeModel(bytes, FILE);
    return undefined;
  } catch (error) {
    if (error instanceof PenprintError) return error;
    throw error;
  }
}

const answers = (identifier: Identifier): unknown => texts.map((text) => identifier.predict(text));

const identifier = sample();
const bytes = encodeModel(identifier);

const trust = { nearness: 1.25, closeness: 0, constant: -2 };
const rejection = { threshold: 0.25, precision: "f1", trials: 40, kept: 1, rejected: 0.5 } as const;

describe("written and read", () => {
  it("keeps the corpus at a glance, and writes nothing of it where there is none", () => {
    const overview = { keyness: [], map: null };
    const written = encodeModel(identifier.describe({ overview }));
    expect(decodeModel(written, FILE).card.overview).toEqual(overview);
    expect(decodeModel(bytes, FILE).card).not.toHaveProperty("overview");
    expect(encodeModel(identifier.describe({ overview: null }))).toEqual(encodeModel(identifier));
  });

  it("keeps when nobody is named", () => {
    const written = new Identifier({ ...identifier.parts, rejection });
    const read = decodeModel(encodeModel(written), FILE);
    expect(read.parts.rejection).toEqual(rejection);
    const trusting = new Identifier({ ...identifier.parts, rejection: { ...rejection, trust } });
    expect(decodeModel(encodeModel(trusting), FILE).parts.rejection).toEqual({ ...rejection, trust });
    expect(decodeModel(bytes, FILE).parts.rejection).toBe(null);
  });

  it.each([recipe, ...recipes.values()])("$name is the same identifier", (each) => {
    const written = sample(each);
    const read = decodeModel(encodeModel(written), FILE);
    expect(answers(read)).toEqual(answers(written));
    expect(read.recipe).toEqual(written.recipe);
    expect(read.authors).toEqual(["Zoë", "__proto__", "constructor"]);
    expect(read.card).toEqual({ ...written.card, name: "model" });
    expect([...read.parts.knownTexts]).toEqual([...written.parts.knownTexts]);
    expect(encodeModel(read)).toEqual(encodeModel(written));
  });

  it("has nothing of members that count for nothing", () => {
    // Of so few documents nobody can say that Naive Bayes is worth something.
    const { ensemble } = sample(recipeNamed("ensemble")).parts;
    const nothing = [...ensemble!.shares.keys()].filter((member) => ensemble!.shares[member] === 0);
    expect(nothing).toEqual([6, 7]);
    const names = [...decodeTensors(encodeModel(sample(recipeNamed("ensemble"))), FILE).tensors.keys()];
    expect(names).toContain("members.5.weights");
    for (const member of nothing)
      expect(names.filter((name) => name.startsWith(`members.${member}`))).toEqual([]);
  });

  it("is the same bytes each time", () => {
    expect(encodeModel(sample())).toEqual(bytes);
  });

  it("keeps given priors of authors with names that objects have", () => {
    const priors = JSON.parse('{"__proto__": 0.5, "constructor": 0.25, "Zoë": 0.25}') as Record<
      string,
      number
    >;
    const written = sample(recipeNamed("naive-bayes", { priors }));
    const read = decodeModel(encodeModel(written), FILE);
    expect(read.classifier.parts(read.features.extract(readingOf("?")), 1).base).toBe(Math.log(0.5));
    expect(answers(read)).toEqual(answers(written));
  });

  it("is called as its file, unless it has a name of its own", () => {
    expect(decodeModel(encodeModel(identifier), "models/letters.safetensors").card).toMatchObject({
      name: "letters",
    });
    const named = encodeModel(identifier.describe({ name: "two people" }));
    expect(decodeModel(named, "models/letters.safetensors").card).toMatchObject({ name: "two people" });
    expect(encodeModel(decodeModel(named, FILE))).toEqual(named);
  });

  it("keeps a card with any name and evaluation", () => {
    const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as null);
    // Halves of surrogate pairs too.
    const anyName = fc.array(fc.nat(0xffff), { maxLength: 20 }).map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(anyName, json, (name, evaluation) => {
        const described = identifier.describe({ name, evaluation });
        expect(decodeModel(encodeModel(described), FILE).card).toEqual({
          ...identifier.card,
          name,
          hasOwnName: true,
          evaluation,
        });
      }),
      { numRuns: 50 },
    );
  });

  it("takes bytes that lie anywhere in their buffer, Node's buffers too", () => {
    for (let offset = 0; offset < 9; offset++) {
      const array = new Uint8Array(bytes.length + offset);
      array.set(bytes, offset);
      const views = [array.subarray(offset), Buffer.from(array.buffer).subarray(offset)];
      for (const view of views) expect(answers(decodeModel(view, FILE))).toEqual(answers(identifier));
    }
  });
});

describe("damage", () => {
  it("is noticed when the file is cut short anywhere", () => {
    const check = (length: number): void => {
      const error = refusal(bytes.slice(0, length));
      expect(error?.code, `${length} bytes`).toBe(length < 8 ? "MODEL_FOREIGN" : "MODEL_TRUNCATED");
      if (length >= 8) expect(error?.facts).toMatchObject({ file: FILE, actual: length });
    };
    for (let length = 0; length < 32; length++) check(length);
    fc.assert(fc.property(fc.nat(bytes.length - 1), check), { numRuns: 400 });
    check(bytes.length - 1);
  });

  it("is noticed when any byte is another", () => {
    const codes = ["MODEL_FOREIGN", "MODEL_TRUNCATED", "MODEL_CORRUPT", "MODEL_NEWER"];
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, flip) => {
        const damaged = bytes.slice();
        damaged[place]! ^= flip;
        expect(codes).toContain(refusal(damaged)?.code);
      }),
      { numRuns: 600 },
    );
  });

  it("is noticed when any bit at the end of a header byte is another", () => {
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    for (let place = 0; place < 8 + headerLength; place++) {
      const damaged = bytes.slice();
      damaged[place]! ^= 1;
      expect(refusal(damaged), `byte ${place}`).toBeInstanceOf(PenprintError);
    }
  });

  it("is noticed when something is added", () => {
    expect(refusal(Uint8Array.of(...bytes, 0))?.code).toBe("MODEL_FOREIGN");
  });
});

describe("foreign files", () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const withHeader = (header: string): Uint8Array => {
    const file = new Uint8Array(8 + header.length);
    new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
    file.set(encode(header), 8);
    return file;
  };

  it.each([
    ["nothing", new Uint8Array(0)],
    ["a text", encode('{"author": "Anna", "text": "A line of JSON."}\n')],
    ["zeros", new Uint8Array(100)],
    ["ones", new Uint8Array(100).fill(255)],
    ["a pickle", Uint8Array.of(0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0, 0, 0x7d, 0x94, 0x2e)],
    ["a header that is no JSON", withHeader('{"a": ]}')],
    ["a header that is no object", withHeader('{"__metadata__": 3}')],
    ["a header with texts that are none", withHeader('{"__metadata__": {"format": 3}}')],
    ["an array without an extent", withHeader('{"a": {"dtype": "U8", "shape": [1]}}')],
    ["an array of an unknown type", withHeader('{"a": {"dtype": "BF16", "shape": [0], "data_offsets": [0, 0]}}')],
    ["an array that ends before it starts", withHeader('{"a": {"dtype": "U8", "shape": [2], "data_offsets": [4, 2]}}')],
    ["an array that is smaller than its shape", withHeader('{"a": {"dtype": "U8", "shape": [2], "data_offsets": [0, 1]}}')],
    ["an array of a shape without end", withHeader('{"a": {"dtype": "U8", "shape": [0, 1e400], "data_offsets": [0, 0]}}')],
    ["a safetensors file of another program", encodeTensors(new Map([["format", "pt"]]), [{ name: "w", shape: [2], data: Float64Array.of(1, 2) }])],
    ["a safetensors file without texts", encodeTensors(new Map(), [])],
    ["another format of the same layout", forged(({ metadata }) => metadata.set("format", "Penprint"))],
  ])("%s", (_, file) => {
    expect(refusal(file)?.code).toBe("MODEL_FOREIGN");
  }); // prettier-ignore

  it("gives any bytes a code", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (file) => {
        expect(refusal(file)?.code).toMatch(/^MODEL_(FOREIGN|TRUNCATED)$/);
      }),
    );
  });
});

describe("versions", () => {
  const versioned = (version: string): Uint8Array =>
    forged(({ metadata }) => metadata.set("format_version", version));

  it("refuses a newer one, naming both", () => {
    const error = refusal(versioned("2"))!;
    expect(error.code).toBe("MODEL_NEWER");
    expect(error.facts).toEqual({ file: FILE, version: 2, newest: 1 });
  });

  it.each(["", "0", "-1", "1.5", "one", "NaN", "Infinity"])("refuses %j, which is none", (version) => {
    expect(refusal(versioned(version))?.code).toBe("MODEL_CORRUPT");
  });

  it("refuses a file without one", () => {
    expect(refusal(forged(({ metadata }) => metadata.delete("format_version")))?.code).toBe("MODEL_CORRUPT");
  });
});

/** Files that were changed with their checksum: nothing in them may be believed. */
describe("forgeries", () => {
  const array = (name: string, change: (data: number[]) => number[]) => (content: Content) => {
    const tensor = content.tensors.get(name)!;
    const data = change(Array.from(tensor.data as Uint32Array));
    const made = (tensor.data.constructor as unknown as { from(of: number[]): NumberArray }).from(data);
    content.tensors.set(name, { name, shape: [made.length], data: made });
  };
  const retyped = (name: string, make: (data: number[]) => NumberArray) => (content: Content) => {
    const data = make(Array.from(content.tensors.get(name)!.data as Uint32Array));
    content.tensors.set(name, { name, shape: [data.length], data });
  };
  const set = (place: number, value: number) => (data: number[]) => data.with(place, value);
  const text = (name: string, value: unknown) => (content: Content) =>
    void content.metadata.set(name, typeof value === "string" ? value : JSON.stringify(value));
  const within = (name: string, change: (value: never) => unknown) => (content: Content) =>
    void content.metadata.set(name, JSON.stringify(change(JSON.parse(content.metadata.get(name)!) as never)));
  const classifier = (changes: object) =>
    within("recipe", (value: object) => ({ ...value, classifier: { ...recipe.classifier, ...changes } }));
  const view = (changes: object) =>
    within("recipe", (value: object) => ({
      ...value,
      views: [{ ...recipe.views[0], ...changes }, recipe.views[1]],
    }));

  it("changes nothing when nothing is changed", () => {
    expect(forged(() => undefined)).toEqual(bytes);
  });

  it.each([NaN, Infinity, -Infinity])("refuses %d among the counts", (value) => {
    const error = refusal(
      forged(retyped("counts.values", (data) => Float64Array.from(data).with(3, value))),
    )!;
    expect(error.code).toBe("MODEL_NOT_FINITE");
    expect(error.facts).toEqual({ file: FILE, tensor: "counts.values", index: 3 });
  });

  it("reads counts that are fractions", () => {
    const halves = forged(retyped("counts.values", (data) => Float64Array.from(data, (value) => value / 2)));
    expect(refusal(halves)).toBeUndefined();
  });

  const cases: [string, (content: Content) => void][] = [
    ["an author who is not there", array("counts.authors", set(0, 3))],
    ["authors out of order", array("counts.authors", (data) => data.map(() => 0))],
    ["a count of 0", array("counts.values", set(0, 0))],
    ["a negative count", retyped("counts.values", (data) => Float64Array.from(data).with(0, -1))],
    ["a count beyond all measure", retyped("counts.values", (data) => Float64Array.from(data).with(0, 1e308))],
    ["too few counts", array("counts.values", (data) => data.slice(1))],
    ["entries that do not start at 0", array("counts.starts", set(0, 1))],
    ["entries that fall", array("counts.starts", (data) => data.with(1, data[2]! + 1))],
    ["entries that end too late", array("counts.starts", (data) => [...data.slice(0, -1), data.at(-1)! + 1])],
    ["starts for other features", array("counts.starts", (data) => data.slice(0, -1))],
    ["starts of another type", retyped("counts.starts", (data) => Uint16Array.from(data))],
    ["counts of another type", retyped("counts.values", (data) => BigUint64Array.from(data.map(BigInt)))],
    ["authors of another type", retyped("counts.authors", (data) => Float64Array.from(data))],
    ["hashes of another type", ({ tensors }) => tensors.set("known_texts", { name: "known_texts", shape: [1], data: Uint8Array.of(1) })],
    ["a node whose parent comes later", array("views.0.nodes", set(0, 5))],
    ["a node that is its own parent", array("views.0.nodes", set(0, 0))],
    ["a node with a token that is not there", array("views.0.nodes", set(1, 1000))],
    ["a node with no code point", array("views.1.nodes", set(1, 0x110000))],
    ["a node twice", array("views.0.nodes", (data) => [...data.slice(0, 2), ...data.slice(0, 2), ...data.slice(4)])],
    ["nodes out of order", array("views.1.nodes", (data) => [...data.slice(2, 4), ...data.slice(0, 2), ...data.slice(4)])],
    ["tokens out of order", array("views.0.token_bytes", (data) => [255, ...data.slice(1)])],
    ["half a node", array("views.0.nodes", (data) => data.slice(1))],
    ["features out of order", array("views.0.features", (data) => data.with(0, data[1]!).with(1, data[0]!))],
    ["a feature too many", array("views.1.features", (data) => data.map((feature) => feature + 1))],
    ["tokens without bytes", array("views.0.token_bytes", () => [])],
    ["tokens that end before they start", array("views.0.token_offsets", (data) => data.with(1, data[2]! + 1))],
    ["no token offsets", array("views.0.token_offsets", () => [])],
    ["no counts", ({ tensors }) => tensors.delete("counts.values")],
    ["no nodes", ({ tensors }) => tensors.delete("views.1.nodes")],
    ["no tokens", ({ tensors }) => tensors.delete("views.0.token_bytes")],
    ["no hashes", ({ tensors }) => tensors.delete("known_texts")],
    ["authors that are no list", text("authors", "Anna")],
    ["authors that are no names", text("authors", [1, 2, 3])],
    ["one author", text("authors", ["Anna"])],
    ["an author twice", text("authors", ["Zoë", "Zoë", "constructor"])],
    ["other authors than the corpus has", text("authors", ["Zoë", "Ann", "constructor"])],
    ["more authors than the corpus has", text("authors", ["Zoë", "__proto__", "constructor", "x"])],
    ["no corpus", text("corpus", "null")],
    ["a corpus that is no JSON", text("corpus", "{")],
    ["a corpus with a number for a hash", within("corpus", (value: object) => ({ ...value, sha256: 1 }))],
    ["a corpus with half a document", within("corpus", (value: object) => ({ ...value, documents: 1.5 }))],
    ["an author without documents", within("corpus", (value: { authors: object[] }) => ({ ...value, authors: value.authors.map((facts) => ({ ...facts, documents: 0 })) }))],
    ["an evaluation that is no JSON", text("evaluation", "NaN")],
    ["no evaluation", ({ metadata }) => metadata.delete("evaluation")],
    ["a calibration without a temperature", text("calibration", { exponent: 0, documents: 50 })],
    ["a calibration of 0 degrees", text("calibration", { temperature: 0, exponent: 0, documents: 50 })],
    ["a calibration with a large exponent", text("calibration", { temperature: 1, exponent: 2, documents: 50 })],
    ["a rejection below more than all", text("rejection", { ...rejection, threshold: 2 })],
    ["a rejection without a threshold", text("rejection", { ...rejection, threshold: null })],
    ["a rejection for no goal", text("rejection", { ...rejection, precision: "best" })],
    ["a rejection that keeps more than all", text("rejection", { ...rejection, kept: 1.5 })],
    ["a trust without a weight", text("rejection", { ...rejection, trust: { ...trust, closeness: null } })],
    ["a trust with a weight below 0", text("rejection", { ...rejection, trust: { ...trust, closeness: -1 } })],
    ["no recipe", text("recipe", "null")],
    ["a recipe without views", within("recipe", (value: object) => ({ ...value, views: [] }))],
    ["a recipe with another seed", within("recipe", (value: object) => ({ ...value, seed: -1 }))],
    ["an unknown calibration", within("recipe", (value: object) => ({ ...value, calibration: "guess" }))],
    ["an unknown classifier", classifier({ name: "oracle" })],
    ["a classifier called like a method", classifier({ name: "toString" })],
    ["α = 0", classifier({ smoothing: 0 })],
    ["α that is no number", classifier({ smoothing: "1" })],
    ["α beyond all measure", classifier({ smoothing: 1e308 })],
    ["priors that are none", classifier({ priors: null })],
    ["priors by another name", classifier({ priors: "flat" })],
    ["priors of other authors", classifier({ priors: { Anna: 0.5, Ben: 0.5 } })],
    ["weights normalised perhaps", classifier({ name: "complement-naive-bayes", normalize: "yes" })],
    ["an unknown kind of token", view({ tokens: "syllables" })],
    ["n-grams of no length", view({ ngrams: [0, 2] })],
    ["n-grams that are no range", view({ ngrams: [1] })],
    ["n-grams that are texts", view({ ngrams: ["1", "2"] })],
    ["letter case perhaps", view({ lower_case: "yes" })],
  ]; // prettier-ignore

  it.each(cases)("refuses %s", (_, change) => {
    const error = refusal(forged(change))!;
    expect(error.code).toBe("MODEL_CORRUPT");
    expect(error.message).toMatch(/^model\.safetensors is damaged: .*[^.]\.$/);
  });

  it.each([
    ["frequent words out of order", array("views.0.frequent_bytes", (data) => [255, ...data.slice(1)])],
    ["no frequent words", ({ tensors }: Content) => void tensors.delete("views.0.frequent_bytes")],
    [
      "frequent words that end too late",
      array("views.0.frequent_offsets", (data) => data.with(data.length - 1, 10_000)),
    ],
    ["shifts of another type", retyped("members.1.shifts", (data) => Uint8Array.from(data))],
    ["too few shifts", array("members.1.shifts", (data) => data.slice(1))],
    ["no base", ({ tensors }: Content) => void tensors.delete("members.1.base")],
  ])("refuses %s", (_, change) => {
    const identifier = sample(recipeNamed("linear", { views: ["distorted", "style"] }));
    expect(refusal(forged(() => undefined, identifier))).toBeUndefined();
    expect(refusal(forged(change, identifier))?.code).toBe("MODEL_CORRUPT");
  });

  it("refuses more documents with a feature than an author has", () => {
    const bernoulli = sample(recipes.get("bernoulli-naive-bayes")!);
    expect(refusal(forged(array("counts.values", set(0, 9)), bernoulli))?.code).toBe("MODEL_CORRUPT");
    expect(refusal(forged(() => undefined, bernoulli))).toBeUndefined();
  });

  it("refuses a file without a checksum", () => {
    const { metadata, tensors } = { metadata: new Map([["format", "penprint"], ["format_version", "1"]]), tensors: [] }; // prettier-ignore
    expect(refusal(encodeTensors(metadata, tensors))?.code).toBe("MODEL_CORRUPT");
  });
});
