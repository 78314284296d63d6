import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { PenprintError } from "../src/errors.ts";
import type { Identifier } from "../src/identifier.ts";
import { recipeNamed, recipes } from "../src/recipe.ts";
import { trainIdentifier } from "../src/trainer.ts";
import { byTwo, plainWords, recipeOf } from "./small-recipes.ts";
import { anyText } from "./text/unicode.ts";
import { readingOf } from "./text/reading-of.ts";

const documents = [
  { author: "Nia", text: "The harbour was quiet. Nobody's boat had come in, not even mine." },
  { author: "Nia", text: "Quiet again; the gulls, too, had nothing to say. ΣΟΦΟΣ" },
  { author: "Olaf", text: "Listen! We'll sail at dawn, and we shan't be back by noon!" },
  { author: "Petra", text: "I counted the sails: one, two, three … and then no more." },
];

const everyRecipe: [name: string, identifier: Identifier][] = [...recipes.keys()].map((name) => [
  name,
  trainIdentifier(documents, recipeNamed(name)),
]);

describe.each(everyRecipe)("a prediction by %s", (name, identifier) => {
  it("ranks all authors, best first, with probabilities that are even with the scores and add up to 1", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.constantFrom("we'll sail", "quiet gulls")), (text) => {
        fc.pre(/[^\s\p{Cc}]/u.test(text));
        const { author, probability, ranking, unknown } = identifier.predict(text);
        expect(ranking.map((ranked) => ranked.author).sort()).toEqual(["Nia", "Olaf", "Petra"]);
        expect(author).toBe(unknown ? null : ranking[0]!.author);
        expect(probability).toBe(ranking[0]!.probability);
        const total = ranking.reduce((sum, ranked) => sum + ranked.probability, 0);
        expect(Math.abs(total - 1)).toBeLessThan(1e-12);
        for (const [place, { score, probability: share }] of ranking.entries()) {
          expect(Number.isFinite(score) && share >= 0 && share <= 1).toBe(true);
          if (place === 0) continue;
          const before = ranking[place - 1]!;
          expect(score).toBeLessThanOrEqual(before.score);
          expect(share).toBeLessThanOrEqual(before.probability);
          if (before.probability < 1e-300 || share < 1e-300) continue;
          expect(Math.log(before.probability / share)).toBeCloseTo(before.score - score, 9);
        }
      }),
    );
  });

  it("is the classifier's on the text's features", () => {
    const text = "We'll be quiet, not back.";
    const scores = identifier.classifier.scores(identifier.features.extract(readingOf(text)));
    for (const { author, score } of identifier.predict(text).ranking) {
      const expected = scores[identifier.authors.indexOf(author)]!;
      expect(Math.abs(score - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
    }
  });

  it("knows whose words these are", () => {
    // Twice, since some recipes leave out what comes in a single document.
    const taught = trainIdentifier([...documents, ...documents], recipeNamed(name));
    for (const { author, text } of documents)
      expect(taught.predict(text)).toMatchObject({ author, unknown: false });
  });

  it("is none of them when nothing is known", () => {
    // Without a space, which to some recipes is a character that they have seen.
    const { author, unknown, ranking, warnings } = identifier.predict("漢字★★★");
    expect([author, unknown, ranking.length]).toEqual([null, true, 3]);
    expect(warnings.map(({ code }) => code)).toContain("nothing_known");
  });

  it.each([
    ["nothing", ""],
    ["spaces", "   "],
    ["white space of all kinds", " \t\r\n\u00a0\u2003\u3000\u2028\ufeff"],
    ["NUL", "\u0000\u0000"],
    ["control characters", "\u0007 \u001b\u0085"],
  ])("of %s is refused", (_name, text) => {
    expect(() => identifier.predict(text)).toThrow(new PenprintError("TEXT_EMPTY", {}));
  });

  it.each([
    ["one letter", "a"],
    ["one sign", "!"],
    ["half surrogate pairs", "quiet \ud83d\u00ad\ude00 gulls"],
    ["NUL in the middle", "quiet\u0000gulls"],
    ["right-to-left marks", "\u202equiet\u202c \u200fgulls"],
    ["nothing but what has no shape", "\u00ad\u200b"],
    ["a long word", "x".repeat(300_000)],
    ["a long text", "We'll sail at dawn! ".repeat(20_000)],
  ])("of %s is made", (_name, text) => {
    const { ranking } = identifier.predict(text);
    expect(
      ranking.every(({ score, probability }) => Number.isFinite(score) && Number.isFinite(probability)),
    ).toBe(true);
  });

  it("does not depend on what was asked before", () => {
    const first = identifier.predict("The gulls had nothing to say.");
    identifier.predict("Something quite else, and much longer! ".repeat(50));
    identifier.predict("漢");
    expect(identifier.predict("The gulls had nothing to say.")).toEqual(first);
  });

  it("is the same for composed and decomposed, NUL and space, a half pair and U+FFFD", () => {
    const same = (one: string, other: string): void => {
      const { ranking } = identifier.predict(one);
      expect(identifier.predict(other).ranking).toEqual(ranking);
    };
    same("quiet caf\u00e9 \u03b9\u0301", "quiet cafe\u0301 \u03af");
    same("quiet\u0000gulls", "quiet gulls");
    same("quiet \ud800", "quiet \ufffd");
    same("qui\u00adet gulls", "quiet gulls");
  });
});

describe("a ranking", () => {
  it("keeps the order of authors where scores are equal", () => {
    const names = ["Çelik", "anna", "Zoe", "Anna"];
    const identifier = trainIdentifier(
      names.map((author) => ({ author, text: "the same text" })),
      recipeOf(),
    );
    const ranked = identifier.predict("the same text").ranking;
    expect(ranked.map(({ author }) => author)).toEqual(["Anna", "Zoe", "anna", "Çelik"]);
    expect(ranked.map(({ probability }) => probability)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it("can have priors of its own, and follows them when nothing else speaks", () => {
    const priors = { Anna: 0.125, Bela: 0.875 };
    const identifier = trainIdentifier(
      byTwo("a b", "b a"),
      recipeOf([{}], { name: "multinomial-naive-bayes", smoothing: 1, priors }),
    );
    const [first, second] = identifier.predict("zzz").ranking;
    expect([first!.author, second!.author]).toEqual(["Bela", "Anna"]);
    expect(first!.probability).toBeCloseTo(0.875, 14);
    expect(second!.score).toBeCloseTo(Math.log(0.125), 14);
  });
});

describe("authors' names", () => {
  const odd = ["__proto__", "constructor", "toString", "hasOwnProperty", "", " ", "\u0000", "1", "😀"];

  it("may be any texts", () => {
    const identifier = trainIdentifier(
      odd.map((author, place) => ({ author, text: `word${place} word${place}` })),
      recipeOf(),
    );
    expect([...identifier.authors].sort()).toEqual([...odd].sort());
    odd.forEach((author, place) => expect(identifier.predict(`word${place}`).author).toBe(author));
    expect(identifier.card.corpus.authors.map(({ author }) => author)).toEqual(identifier.authors);
  });

  it("may be any texts where priors are given, too", () => {
    const priors = JSON.parse('{ "__proto__": 0.75, "constructor": 0.25 }') as Record<string, number>;
    const settings = { name: "bernoulli-naive-bayes", smoothing: 1, priors } as const;
    const identifier = trainIdentifier(
      ["__proto__", "constructor"].map((author) => ({ author, text: "word" })),
      recipeOf([{}], settings),
    );
    expect(identifier.predict("word").ranking[0]).toMatchObject({ author: "__proto__" });
    expect(identifier.predict("word").probability).toBeCloseTo(0.75, 14);
  });
});

describe("the card", () => {
  it("can be changed without changing what is answered, or the identifier it was taken from", () => {
    const identifier = trainIdentifier(byTwo("a b", "b c"), recipeOf());
    const named = identifier.describe({ name: "two", evaluation: { accuracy: 0.5 } });
    expect(named.card).toEqual({
      ...identifier.card,
      name: "two",
      hasOwnName: true,
      evaluation: { accuracy: 0.5 },
    });
    expect(identifier.card).toMatchObject({ name: "small", evaluation: null });
    expect(named.predict("a c")).toEqual(identifier.predict("a c"));
    expect(named.recipe).toEqual(identifier.recipe);
  });

  it("tells of documents and words, whatever is counted", () => {
    const texts = byTwo("I don't know, do you?", "L'homme 漢字!", "", "Ünïcödé");
    for (const view of [plainWords, { ...plainWords, tokens: "characters" as const }]) {
      expect(trainIdentifier(texts, recipeOf([view])).card.corpus).toEqual({
        sha256: null,
        documents: 4,
        words: 5 + 4 + 0 + 1,
        authors: [
          { author: "Anna", documents: 2, words: 5 },
          { author: "Bela", documents: 2, words: 5 },
        ],
      });
    }
  });
});
