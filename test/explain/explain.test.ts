import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PenprintError } from "../../src/errors.ts";
import { explain, type Explanation } from "../../src/explain/explain.ts";
import { styleFigures } from "../../src/features/style-figures.ts";
import type { Identifier } from "../../src/identifier.ts";
import type { Recipe } from "../../src/recipe.ts";
import { recipeNamed, recipes } from "../../src/recipe.ts";
import { trainIdentifier } from "../../src/trainer.ts";

const documents = [
  { author: "__proto__", text: "The lamp was lit, and nobody came; nobody at all. I don't know why." },
  { author: "__proto__", text: "Nobody came. The lamp burned low, I'm told." },
  { author: "constructor", text: "Ships! Ships on the grey water… we'd seen eleven of them by noon." },
  { author: "Zoë", text: "À la fin, nous partîmes sans lampe ☂ — ΣΟΦΟΣ, disait-elle." },
  { author: "Zoë", text: "我们 didn't know the Straße, nor İstanbul." },
];

const several: Recipe = {
  ...recipeNamed("naive-bayes"),
  name: "several views",
  views: [
    { tokens: "words", ngrams: [1, 3], lower_case: true, minimum_documents: 1, maximum_document_share: 1 },
    {
      tokens: "characters",
      ngrams: [2, 4],
      lower_case: true,
      minimum_documents: 1,
      maximum_document_share: 1,
    },
    { tokens: "words", ngrams: [1, 1], lower_case: false, minimum_documents: 2, maximum_document_share: 1 },
  ],
};
const all: Recipe[] = [
  ...recipes.values(),
  recipeNamed("complement-naive-bayes", { normalize: true }),
  recipeNamed("naive-bayes-characters", { priors: "uniform", ngrams: [1, 3], lowerCase: false }),
  several,
  {
    ...several,
    name: "several views, Bernoulli",
    classifier: recipes.get("bernoulli-naive-bayes")!.classifier,
  },
];

/** Pieces of the training texts among others, so that something is known and something is not. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom("the", "The", "LAMP", "nobody", "don't", "ships!", "…", "ΣΟΦΟΣ", "İstanbul", "Straße", "我们", "☂", "I"),
      fc.constantFrom("\ud83d", "👍🏽", "e\u0301", "\u0301", "ﬁ", "\0", "\u00ad", "\u200d", "한", "กำ", "\n", "n't"),
    ),
    { maxLength: 15 },
  )
  .map((pieces) => `x ${pieces.join(" ")}`); // prettier-ignore

const scoreOf = (identifier: Identifier, of: string, author: string): number =>
  identifier.predict(of).ranking.find((ranked) => ranked.author === author)!.score;

const whole = ({ base, evidence }: Explanation): number =>
  evidence.reduce((sum, { log_odds }) => sum + log_odds, base);

const close = (actual: number, expected: number): void =>
  expect(Math.abs(actual - expected) / Math.max(1, Math.abs(expected))).toBeLessThan(1e-9);

describe.each(all.map((recipe) => [`${recipe.name} ${JSON.stringify(recipe.classifier)}`, recipe] as const))(
  "%s",
  (_, recipe) => {
    const identifier = trainIdentifier(documents, recipe);
    const check = (property: (given: string) => void): void =>
      fc.assert(fc.property(text, property), { numRuns: 60 });

    it("gives evidence that adds up to the log-odds of the first two", () => {
      check((given) => {
        const explanation = explain(identifier, given);
        const [first, second] = identifier.predict(given).ranking;
        expect([explanation.author, explanation.against]).toEqual([first!.author, second!.author]);
        close(whole(explanation), explanation.log_odds);
        close(explanation.log_odds, first!.score - second!.score);
        close(Math.exp(explanation.log_odds / explanation.divisor), first!.probability / second!.probability);
      });
    });

    it("gives evidence for any two authors, and the opposite the other way round", () => {
      const [one, other] = ["constructor", "__proto__"];
      check((given) => {
        const there = explain(identifier, given, { author: one!, against: other! });
        const back = explain(identifier, given, { author: other!, against: one! });
        close(there.log_odds, scoreOf(identifier, given, one!) - scoreOf(identifier, given, other!));
        close(whole(there), there.log_odds);
        expect(back.log_odds).toBe(0 - there.log_odds);
        const shares = ({ evidence }: Explanation): number[] => evidence.map(({ log_odds }) => log_odds);
        expect(shares(back)).toEqual(shares(there).map((share) => 0 - share));
      });
    });

    it("puts the strongest first, each feature once, with as many places as it counts", () => {
      check((given) => {
        const { evidence } = explain(identifier, given);
        const strengths = evidence.map(({ log_odds }) => Math.abs(log_odds));
        expect(strengths).toEqual(strengths.toSorted((left, right) => right - left));
        for (const { feature, count, spans } of evidence) {
          // The count of a figure of style is its value, and some are of the whole text.
          if (!styleFigures.includes(feature)) expect(spans).toHaveLength(count);
          for (const [start, end] of spans) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(given.length);
          }
        }
      });
    });
  },
);

describe("places", () => {
  const identifier = trainIdentifier(documents, recipeNamed("naive-bayes", { ngrams: [1, 3] }));
  const placesOf = (given: string, feature: string): string[] =>
    explain(identifier, given)
      .evidence.filter((each) => each.feature === feature)
      .flatMap(({ spans }) => spans.map(([start, end]) => given.slice(start, end)));

  it.each([
    ["Nobody? NOBODY came!", "nobody", ["Nobody", "NOBODY"]],
    ["I don't; I DON'T.", "do n't", ["don't", "DON'T"]],
    ["The   lamp\nwas lit", "the lamp", ["The   lamp"]],
    ["À LA FIN", "a\u0300 la".normalize("NFC"), ["À LA"]],
    ["A\u0300 la fin", "à la", ["A\u0300 la"]],
    ["👍🏽 nobody", "nobody", ["nobody"]],
    ["no\u00ADbody", "nobody", ["no\u00ADbody"]],
    ["ΣΟΦΟΣ", "σοφος".replace(/σ$/, "ς"), ["ΣΟΦΟΣ"]],
  ])("%j has %j at %j", (given, feature, places) => {
    expect(placesOf(given, feature)).toEqual(places);
  });
});

describe("who is compared", () => {
  const identifier = trainIdentifier(documents, recipes.get("naive-bayes")!);
  const given = "Ships! Nobody came, we'd seen the lamp.";
  const [first, second, third] = identifier.predict(given).ranking.map(({ author }) => author);

  it.each([
    [{}, first, second],
    [{ author: second! }, second, first],
    [{ author: third! }, third, first],
    [{ against: first! }, second, first],
    [{ against: third! }, first, third],
    [{ author: third!, against: second! }, third, second],
  ])("%j", (options, author, against) => {
    expect(explain(identifier, given, options)).toMatchObject({ author, against });
  });

  it.each([
    [{ author: "Nobody" }, "AUTHOR_UNKNOWN"],
    [{ against: "toString" }, "AUTHOR_UNKNOWN"],
    [{ author: "" }, "AUTHOR_UNKNOWN"],
    [{ author: "Zoë", against: "Zoë" }, "PARAMETER_INVALID"],
  ])("%j is refused", (options, code) => {
    expect(() => explain(identifier, given, options)).toThrow(expect.objectContaining({ code }));
  });

  it.each(["", " \n", "\0"])("%j is no text", (nothing) => {
    expect(() => explain(identifier, nothing)).toThrow(PenprintError);
    expect(() => explain(identifier, nothing)).toThrow(expect.objectContaining({ code: "TEXT_EMPTY" }));
  });

  it("gives the base alone where nothing is known", () => {
    const { evidence, base, log_odds } = explain(identifier, "qqqq zzzz");
    expect(evidence).toEqual([]);
    expect(log_odds).toBe(base);
  });

  it("says what a calibration divides by", () => {
    const many = Array.from({ length: 80 }, (_, index) => ({
      author: index % 2 === 0 ? "A" : "B",
      text: `one two three ${index % 3 === 0 ? "four" : "five"} ${index}`,
      work: `${index}`,
    }));
    const calibrated = trainIdentifier(many, recipeNamed("naive-bayes", { calibration: "temperature" }));
    const { log_odds, divisor } = explain(calibrated, "two four");
    const [top, next] = calibrated.predict("two four").ranking;
    expect(divisor).not.toBe(1);
    close(Math.exp(log_odds / divisor), top!.probability / next!.probability);
  });
});
