/** Typed 3-grams, against the paper's example and the obvious version with regular expressions. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { trigramTypes, typedTrigramName, TypedTrigrams } from "../../src/features/typed-trigrams.ts";
import { ExactCounter } from "../../src/features/view-counter.ts";
import type { View } from "../../src/features/view.ts";
import { explain } from "../../src/explain/explain.ts";
import { decodeModel } from "../../src/model-file/decode.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import { Trainer, trainIdentifier } from "../../src/trainer.ts";
import { byTwo, plainWords, recipeOf, repeatingText } from "../small-recipes.ts";
import { charactersOracle, normalFormOracle } from "../text/oracle.ts";
import { readingOf } from "../text/reading-of.ts";
import { anyText } from "../text/unicode.ts";
import { tally } from "./oracle.ts";

const decoder = new TextDecoder();
const view: View = { ...plainWords, tokens: "typed-trigrams" };

/** The typed 3-grams of a text, and the pieces of the normal form for which they stand. */
function typed(text: string): { names: string[]; pieces: string[] } {
  const trigrams = new TypedTrigrams();
  const reading = readingOf(text);
  trigrams.find(reading.codePoints(true));
  const { bytes } = reading.normalForm(true);
  const all = Array.from({ length: trigrams.length }, (_, token) => token);
  return {
    names: all.map((token) =>
      typedTrigramName(
        decoder.decode(trigrams.bytes.subarray(trigrams.starts[token]!, trigrams.ends[token]!)),
      ),
    ),
    pieces: all.map((token) => decoder.decode(bytes.subarray(trigrams.from[token]!, trigrams.to[token]!))),
  };
}

const inWord = new RegExp(String.raw`[[\p{L}\p{N}\p{M}\p{Cf}\p{EMod}]--\u200B]`, "v");
const isWord = (one: string | undefined): boolean => one !== undefined && inWord.test(one);
const isSign = (one: string): boolean => one !== " " && !isWord(one);

function typedOracle(text: string): string[] {
  const all = charactersOracle(normalFormOracle(text, true));
  return all.flatMap((first, at) => {
    const [, middle, last] = all.slice(at, at + 3);
    if (middle === undefined || last === undefined) return [];
    const type = isSign(middle)
      ? "mid-punct"
      : isSign(first)
        ? "beg-punct"
        : isSign(last)
          ? "end-punct"
          : middle === " "
            ? null
            : first === " "
              ? "space-prefix"
              : last === " "
                ? "space-suffix"
                : !isWord(all[at - 1]) && isWord(all[at + 3])
                  ? "prefix"
                  : isWord(all[at - 1]) && !isWord(all[at + 3])
                    ? "suffix"
                    : null;
    return type === null ? [] : [`${type} ${first}${middle}${last}`];
  });
}

describe("typed 3-grams", () => {
  const sentence = "The actors wanted to see if the pact seemed like an old-fashioned one.";
  const { names } = typed(sentence);
  const of = (type: string): string[] =>
    names.filter((name) => name.startsWith(`${type} `)).map((name) => name.slice(type.length + 1));

  it("are those of the paper's sentence", () => {
    expect(of("prefix")).toEqual(["act", "wan", "pac", "see", "lik", "fas"]);
    expect(of("suffix")).toEqual(["ors", "ted", "act", "med", "ike", "ned"]);
    expect(of("space-prefix")).toEqual(
      [" ac", " wa", " to", " se", " if", " th", " pa", " se", " li", " an", " ol", " on"],
    ); // prettier-ignore
    expect(of("space-suffix")).toEqual(
      ["he ", "rs ", "ed ", "to ", "ee ", "if ", "he ", "ct ", "ed ", "ke ", "an ", "ed "],
    ); // prettier-ignore
    expect(of("beg-punct")).toEqual(["-fa"]);
    expect(of("mid-punct")).toEqual(["d-f"]);
    expect(of("end-punct")).toEqual(["ld-", "ne."]);
  });

  it("have a type each, whatever the script", () => {
    expect(typed("I'd").names).toEqual(["mid-punct i'd"]);
    expect(typed(`"a b"`).names).toEqual([`beg-punct "a `, `end-punct  b"`]);
    expect(typed("мир нам").names).toEqual(["space-suffix ир ", "space-prefix  на"]);
    expect(typed("春眠不覺曉。處處").names).toEqual(["prefix 春眠不", "suffix 不覺曉", "end-punct 覺曉。", "mid-punct 曉。處", "beg-punct 。處處"]); // prettier-ignore
    expect(typed("ab").names).toEqual([]);
  });

  it("are what the obvious version finds in any text, where it stands", () => {
    fc.assert(
      fc.property(fc.oneof(repeatingText, anyText), (text) => {
        const found = typed(text);
        expect(found.names).toEqual(typedOracle(text));
        found.names.forEach((name, place) => {
          const type = trigramTypes.find((each) => name.startsWith(`${each} `))!;
          const piece = charactersOracle(found.pieces[place]!).join("");
          expect(piece).toBe(name.slice(type.length + 1));
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe("a view of typed 3-grams", () => {
  const texts = [
    "The actors wanted it.",
    "We want what they want!",
    "Actors, act: now.",
    "Wanted: old actors",
  ];

  it("counts them for Naive Bayes, and adds up", () => {
    const documents = byTwo(...texts);
    const identifier = trainIdentifier(documents, recipeOf([view]));
    const [vocabulary] = identifier.features.vocabularies;
    const { starts, authors, values } = identifier.parts.counts;
    for (const [author, name] of identifier.authors.entries()) {
      const expected = tally(
        documents.filter((one) => one.author === name).flatMap(({ text }) => typedOracle(text)),
      );
      const found = new Map<string, number>();
      for (let feature = 0; feature < vocabulary!.size; feature++) {
        for (let entry = starts[feature]!; entry < starts[feature + 1]!; entry++) {
          if (authors[entry] === author) found.set(identifier.features.nameOf(feature)!, values[entry]!);
        }
      }
      expect(found).toEqual(expected);
    }
    const parts = [new Trainer(recipeOf([view])), new Trainer(recipeOf([view]))];
    documents.forEach((document, place) => parts[place < 2 ? 0 : 1]!.add(document));
    parts[0]!.merge(parts[1]!.part());
    expect(encodeModel(parts[0]!.finish())).toEqual(encodeModel(identifier));
    const read = decodeModel(encodeModel(identifier), "m");
    expect(read.predict(texts[0]!)).toEqual(identifier.predict(texts[0]!));
  });

  it("counts the same document by document, and leaves its kernel alone with much text", () => {
    const counter = new ExactCounter(view, false, 2, { from: 0, full: 1 });
    texts.forEach((text, place) => counter.add(place % 2, place % 2, readingOf(text)));
    const { vocabulary, counts } = counter.finish(Uint32Array.of(0, 1));
    const whole = tally(texts.flatMap(typedOracle));
    const sums = new Map(
      Array.from({ length: vocabulary.size }, (_, feature) => [
        typedTrigramName(vocabulary.nameOf(feature)),
        Array.from(counts.values.slice(counts.starts[feature]!, counts.starts[feature + 1]!)).reduce(
          (a, b) => a + b,
        ),
      ]),
    );
    expect(sums).toEqual(whole);
  });

  it("says where they stand in the text", () => {
    const identifier = trainIdentifier(byTwo(...texts), recipeOf([view]));
    const text = "No  ACTORS\u0301 want\n it.";
    const { evidence } = explain(identifier, text);
    const names = evidence.map(({ feature }) => feature);
    expect(names).toContain("space-prefix  ac");
    expect(names).toContain("prefix act");
    for (const { feature, spans, count } of evidence) {
      expect(spans).toHaveLength(count);
      const type = trigramTypes.find((each) => feature.startsWith(`${each} `))!;
      for (const [start, end] of spans) {
        const piece = charactersOracle(normalFormOracle(text.slice(start, end), true)).join("");
        expect(piece).toBe(feature.slice(type.length + 1));
      }
    }
  });

  it("takes a script that it has not learned for unseen", () => {
    const identifier = trainIdentifier(byTwo(...texts), recipeOf([view]));
    const codes = identifier.predict("Это написано иначе").warnings.map(({ code }) => code);
    expect(codes).toContain("unseen_script");
  });
});
