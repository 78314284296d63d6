import { describe, expect, it } from "vitest";

import type { Document } from "../../src/document.ts";
import { candidates, choiceBySize, chooseRecipe } from "../../src/evaluate/choose.ts";
import { createRandom } from "../../src/random.ts";

/** Two authors told apart by which word follows which, not by the words: only n-grams help. */
function byOrder(documents: number): Document[] {
  const random = createRandom(1);
  return Array.from({ length: documents }, (_, place) => {
    const pairs = place % 2 === 0 ? ["one two", "six ten"] : ["two one", "ten six"];
    const words = Array.from({ length: 8 }, () => pairs[random.below(2)]!);
    return { author: place % 2 === 0 ? "Anna" : "Bela", text: `${words.join(", ")}. ${place}` };
  });
}

const names = (found: readonly { readonly recipe: string }[]): string[] => found.map(({ recipe }) => recipe);

describe("a choice", () => {
  it("takes what is better, with the reason and the figures of all", async () => {
    const { recipe, choice } = await chooseRecipe(byOrder(80));
    expect(recipe.name).toBe(choice.recipe);
    expect(recipe.name).not.toBe("naive-bayes");
    expect(choice).toMatchObject({ documents: 80, folds: 3, grouped_by: null });
    expect(names(choice.candidates)).toEqual([...candidates]);
    const of = (name: string): number | null =>
      choice.candidates.find((own) => own.recipe === name)!.log_loss;
    expect(of(recipe.name)).toBeLessThan(of("naive-bayes")!);
    expect(choice.reason).toContain("log-loss");
    expect(JSON.parse(JSON.stringify(choice))).toEqual(choice);
  });

  it("lets authors weigh as often as they are expected, not as in the documents at hand", async () => {
    // Nine in ten are by Anna and nothing else tells them apart: always naming her is right in 0.9 of these, 0.5 of authors.
    const random = createRandom(5);
    const unequal = Array.from({ length: 100 }, (_, place) => ({
      author: place % 10 === 0 ? "Bela" : "Anna",
      text: Array.from({ length: 12 }, () => ["one", "two", "six", "ten"][random.below(4)]!).join(" "),
    }));
    const accuracyOf = async (priors: "corpus" | "uniform"): Promise<number> => {
      const { choice } = await chooseRecipe(unequal, { changes: { priors } });
      return choice.candidates.find(({ recipe }) => recipe === "naive-bayes")!.accuracy!;
    };
    expect(await accuracyOf("corpus")).toBeGreaterThan(0.85);
    expect(await accuracyOf("uniform")).toBeLessThan(0.65);
  });

  it("is the cheapest where nobody can be told apart", async () => {
    const random = createRandom(3);
    const same = byOrder(80).map(({ author }) => ({
      author,
      text: Array.from({ length: 12 }, () => ["one", "two", "six", "ten"][random.below(4)]!).join(" "),
    }));
    const { recipe, choice } = await chooseRecipe(same);
    expect(recipe).toMatchObject({ name: "naive-bayes", calibration: "temperature" });
    expect(choice.candidates.every(({ left_out }) => left_out === null)).toBe(true);
  });

  it("hands changes on to all candidates", async () => {
    const { recipe } = await chooseRecipe(byOrder(40), { changes: { lowerCase: false, seed: 7 } });
    expect(recipe.seed).toBe(7);
    expect(recipe.views.every((view) => !view.lower_case)).toBe(true);
  });

  it("leaves out what would take too long to learn, by how much there is and not by a clock", async () => {
    // 80 documents stand for 2 million characters by two authors: about 32 s.
    const learn = (budget: number) => chooseRecipe(byOrder(80), { budget, characters: 2e6 });
    const { recipe, choice } = await learn(6);
    expect(recipe.name).toBe("naive-bayes");
    expect(choice.candidates[1]!.left_out).toMatch(
      /^was left out, for it would take about \d+ s to learn all documents$/u,
    );
    expect(choice.reason).toContain("ensemble was left out");
    expect((await learn(60)).choice.candidates[1]!.left_out).toBe(null);
  });

  it("is the same every time", async () => {
    const withoutTime = ({ choice }: Awaited<ReturnType<typeof chooseRecipe>>) => ({
      ...choice,
      candidates: choice.candidates.map((candidate) => ({ ...candidate, seconds: 0 })),
    });
    const [one, other] = [await chooseRecipe(byOrder(60)), await chooseRecipe(byOrder(60))];
    expect(withoutTime(other)).toEqual(withoutTime(one));
  });

  it.each([
    [40_000_001, 60, true],
    [40_000_000, 60, false],
    [200_000_000, 600, false],
    [30_000_000, 10, false],
  ])("%i bytes within %i s are known by their size: %s", (bytes, budget, known) => {
    expect(choiceBySize(bytes, { budget }) !== null).toBe(known);
  });

  it("leaves out what would have to keep too much", async () => {
    const { choice } = await chooseRecipe(byOrder(80), { characters: 1e9, now: () => 0 });
    const left = choice.candidates.filter(({ left_out }) => left_out !== null);
    expect(names(left)).toEqual(["ensemble"]);
  });
});

describe("without a choice, the default and why", () => {
  const one = byOrder(80).map((document) => ({ ...document, work: `${document.author}'s only one` }));
  it.each<[string, Document[], RegExp]>([
    ["few documents", byOrder(10), /^10 documents are too few to choose by; 30 are the least$/u],
    [
      "one work an author",
      one,
      /^no author has two works or more, one to learn from and one to be tried on$/u,
    ],
    [
      "one author with several",
      [
        ...byOrder(80).filter(({ author }) => author === "Anna"),
        ...one.filter(({ author }) => author === "Bela"),
      ],
      /^without the documents of fold [123], all documents are by one author, "Anna"$/u,
    ],
  ])("%s", async (_, documents, reason) => {
    const { recipe, choice } = await chooseRecipe(documents);
    expect(recipe).toMatchObject({ name: "naive-bayes", calibration: "none" });
    expect(choice).toMatchObject({ recipe: "naive-bayes", documents: 0, candidates: [] });
    expect(choice.reason).toMatch(reason);
  });

  it.each([0, -1, Number.NaN])("a budget of %s is refused", async (budget) => {
    await expect(chooseRecipe(byOrder(40), { budget })).rejects.toMatchObject({ code: "PARAMETER_INVALID" });
  });

  it("one author is refused", async () => {
    const alone = byOrder(80).filter(({ author }) => author === "Anna");
    await expect(chooseRecipe(alone)).rejects.toMatchObject({ code: "SINGLE_AUTHOR" });
  });
});
