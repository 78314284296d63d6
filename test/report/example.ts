/** A result to be reported: three authors, one of whom has a name that would be markup if it were not escaped. */
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { overviewOf } from "../../src/explain/overview.ts";
import { type Document, recipeNamed, trainIdentifier } from "../../src/index.ts";
import type { Reported } from "../../src/report/report.ts";

/** An author's name, and a work's. */
export const hostile = `"><img src=x onerror=alert(1)></title><script>alert(2)</script>&amp;`;

const voices: readonly (readonly [author: string, words: string])[] = [
  ["Harbour Master", "the ship lay at anchor in the harbour until the pilot came with the tide"],
  ["Aunt Rosa", "oh you should have seen the kitchen my dear he ate the jam with a spoon"],
  [hostile, "revenue exceeded expenditure and the board recommends that it be set aside"],
];

/** Documents by three authors, three works each. */
export const documents: readonly Document[] = voices.flatMap(([author, words]) =>
  Array.from({ length: 6 }, (_, place) => ({
    author,
    text: rotated(`${words} ${words} ${words}${" so".repeat(place % 3)}`, place),
    work: author === hostile ? `${hostile}${place % 3}` : `Work ${place % 3}`,
  })),
);

function rotated(text: string, places: number): string {
  const words = text.split(" ");
  return [...words.slice(places), ...words.slice(0, places)].join(" ");
}

/** The report's contents. */
export async function reported(): Promise<Reported> {
  const recipe = recipeNamed("naive-bayes");
  const identifier = trainIdentifier(documents.slice(0, 17), recipe);
  // Two of Aunt Rosa's texts are said to be the Harbour Master's, so that something is wrong.
  const tested = documents.map((document, place) =>
    place === 6 || place === 7 ? { ...document, author: "Harbour Master" } : document,
  );
  const evaluation = await evaluate(identifier, tested, { lengths: true });
  return {
    name: hostile,
    evaluation,
    overview: overviewOf(documents),
    recipe,
    seed: 7,
    corpora: { trained: identifier.card.corpus, tested: "ab".repeat(32) },
    version: "1.2.3",
  };
}
