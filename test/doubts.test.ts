import { describe, expect, it } from "vitest";

import type { View } from "../src/features/view.ts";
import type { Identifier, Warning } from "../src/identifier.ts";
import { trainIdentifier } from "../src/trainer.ts";
import { byTwo, recipeOf } from "./small-recipes.ts";

const words = (count: number, word = "word"): string => Array.from({ length: count }, () => word).join(" ");

const trained = (texts: readonly [string, string], ...views: Partial<View>[]): Identifier =>
  trainIdentifier(byTwo(...texts), recipeOf(views.length === 0 ? [{}] : views));

const codes = (warnings: readonly Warning[]): string[] => warnings.map(({ code }) => code);

const asked = (text: string, identifier = trained(["word Wort", "word, mot!"])): readonly Warning[] =>
  identifier.predict(text).warnings;

describe("a short text", () => {
  it.each([
    [24, ["short_text"]],
    [25, []],
  ])("has under 25 words: %i", (count, expected) => {
    expect(codes(asked(words(count)))).toEqual(expected);
    // Signs do not make it longer, and clitics belong to their words.
    expect(codes(asked(`${words(count)} , , , , !`))).toEqual(expected);
  });

  it("is told in plain words", () => {
    expect(asked("word")[0]!.message).toBe(
      "The text has 1 word; under 25 a verdict is little more than a guess.",
    );
    expect(asked("word word")[0]!.message).toMatch(/^The text has 2 words; /);
    expect(asked(",")[0]!.message).toMatch(/^The text has 0 words; /);
  });

  it("has words where the recipe looks at characters, too", () => {
    const characters = trained(["word Wort", "word, mot!"], { tokens: "characters" });
    expect(codes(asked(words(24), characters))).toEqual(["short_text"]);
    expect(codes(asked(words(25), characters))).toEqual([]);
    expect(asked("I don't", characters)[0]!.message).toMatch(/^The text has 2 words; /);
  });
});

describe("an unseen text", () => {
  it.each([
    ["all is known", 30, 0, []],
    ["half is known", 15, 15, []],
    ["less than half is known", 14, 15, ["mostly_unseen"]],
    ["one is known", 1, 1000, ["mostly_unseen"]],
    ["nothing is known", 0, 30, ["nothing_known"]],
  ])("%s", (_, known, unknown, expected) => {
    expect(codes(asked(`${words(known)} ${words(unknown, "xyz")}`))).toEqual(expected);
  });

  it("is told in plain words, and never as 100 %", () => {
    expect(asked(`${words(10)} ${words(20, "xyz")}`)[0]!.message).toBe(
      "66 % of the text's features were never seen in training.",
    );
    expect(asked(`${words(1)} ${words(1000, "xyz")}`)[0]!.message).toMatch(/^99 % /);
    expect(asked(words(30, "xyz"))[0]!.message).toBe("Nothing in the text was seen in training.");
  });

  it("is measured over all n-grams of all views", () => {
    const text = `${words(20)} ${words(12, "xyz")}`;
    expect(codes(asked(text, trained(["word", "word"])))).toEqual([]);
    // Of the pairs of words only "word word" could be known, and is not.
    expect(codes(asked(text, trained(["word", "word"], {}, { ngrams: [2, 2] })))).toEqual(["mostly_unseen"]);
  });
});

describe("an unseen script", () => {
  const latin = trained([words(30), words(30)]);
  const both = trained([words(30), "слово ".repeat(30)]);

  it.each([
    ["is in none of the training texts", latin, "слово ".repeat(30), true],
    ["is in one of them", both, "слово ".repeat(30), false],
    ["has a tenth of the letters", latin, `${"a".repeat(9 * 5)} слово`, true],
    ["has less than a tenth", latin, `${"a".repeat(9 * 5 + 1)} слово`, false],
    ["is of signs and digits, which belong to none", latin, "★ 1 ★ 2", false],
  ])("%s", (_, identifier, text, expected) => {
    expect(codes(asked(text, identifier)).includes("unseen_script")).toBe(expected);
  });

  it("is named, each once", () => {
    const messages = asked("слово λόγος слово λόγος", latin)
      .filter(({ code }) => code === "unseen_script")
      .map(({ message }) => message);
    expect(messages).toEqual([
      "The text is partly in Cyrillic letters, of which the model has learned nothing.",
      "The text is partly in Greek letters, of which the model has learned nothing.",
    ]);
  });

  it("is known to any of the views", () => {
    const text = "слово ".repeat(30);
    const views: Partial<View>[] = [{ minimum_documents: 2 }, { tokens: "characters" }];
    expect(codes(asked(text, trained([words(30), text], ...views)))).not.toContain("unseen_script");
  });
});
