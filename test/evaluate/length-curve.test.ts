import { describe, expect, test } from "vitest";

import { beginningsOf, LengthTrials } from "../../src/evaluate/length-curve.ts";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { crossValidateWith } from "../../src/evaluate/cross-validate.ts";
import type { Document } from "../../src/document.ts";
import { scriptedModel } from "./scripted-model.ts";

/** Says Ann to texts of fewer than 60 words, and Bob to longer ones. */
const model = {
  ...scriptedModel([
    ["Ann", 1],
    ["Bob", 1],
  ]),
  predict: (text: string) => {
    const author = text.split(/\s+/u).length < 60 ? "Ann" : "Bob";
    const other = author === "Ann" ? "Bob" : "Ann";
    return {
      author,
      ranking: [
        { author, probability: 0.8 },
        { author: other, probability: 0.2 },
      ],
    };
  },
};
const text = (words: number): string => Array.from({ length: words }, (_, at) => `word${at}`).join(" ");
/** Asks the model about beginnings of a text by Bob. */
function ask(trials: LengthTrials, own: string): void {
  const document: Document = { author: "Bob", text: own };
  trials.add(document, beginningsOf(document, model));
}

describe("accuracy against length", () => {
  test("by hand: ten texts of 100 words, six of 30, by Bob", () => {
    const trials = new LengthTrials(["Ann", "Bob"]);
    for (let each = 0; each < 10; each++) ask(trials, text(100));
    for (let each = 0; each < 6; each++) ask(trials, text(30));
    // At 25 words all 16 are called Ann; at 50 the 10 long ones are; at 100 they are called Bob.
    expect(trials.curve({})).toEqual([
      { words: 25, documents: 16, accuracy: 0, accuracy_interval: [0, 0] },
      { words: 50, documents: 10, accuracy: 0, accuracy_interval: [0, 0] },
      { words: 100, documents: 10, accuracy: 10 / 10, accuracy_interval: [1, 1] },
    ]);
  });

  test("what rests on fewer than five documents is left out", () => {
    const trials = new LengthTrials(["Ann", "Bob"]);
    for (let each = 0; each < 4; each++) ask(trials, text(40));
    expect(trials.curve({})).toEqual([]);
  });

  test("beginnings are of the text as it is, whatever stands between its words", () => {
    const asked: string[] = [];
    const spaced = `\n  ${text(26).replaceAll(" ", "\u00A0\n")}  `;
    const listening = { predict: (beginning: string) => (asked.push(beginning), model.predict(beginning)) };
    expect([...beginningsOf({ author: "Bob", text: spaced }, listening)]).toMatchObject([
      { words: 25, gist: { verdict: "Ann" } },
    ]);
    expect(asked).toEqual([spaced.slice(0, spaced.indexOf("word24") + 6)]);
  });

  test("is a part of an evaluation and of a cross-validation where it is asked for", async () => {
    const documents = Array.from({ length: 12 }, (_, at) => ({
      author: at % 2 === 0 ? "Ann" : "Bob",
      text: `${text(30)} ${at}`,
    }));
    expect(await evaluate(model, documents)).not.toHaveProperty("accuracy_by_length");
    const expected = [{ words: 25, documents: 12, accuracy: 0.5 }];
    expect((await evaluate(model, documents, { lengths: true })).accuracy_by_length).toMatchObject(expected);
    const validation = await crossValidateWith(() => model, documents, { folds: 2, lengths: true });
    expect(validation.accuracy_by_length).toMatchObject(expected);
  });
});
