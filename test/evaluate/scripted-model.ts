/** A model that answers what its texts say, for tests about what is made of answers. */
import type { Document } from "../../src/document.ts";
import type { Answer, Predicts } from "../../src/evaluate/outcomes.ts";

/**
 * Texts are an author, a bar and a probability, `Anna|0.8`: the model gives that author that probability and shares
 * out the rest evenly. `?Anna|0.8` gives the same probabilities and the verdict "none of these". What follows a
 * second bar only makes texts differ.
 *
 * @param training the authors in code point order, with the number of their training documents
 */
export function scriptedModel(training: readonly (readonly [author: string, documents: number])[]): Predicts {
  const authors = training.map(([author]) => author);
  return {
    authors,
    card: { corpus: { authors: training.map(([author, documents]) => ({ author, documents })) } },
    predict(text): Answer {
      const [named = "", probability = ""] = text.split("|");
      const unknown = named.startsWith("?");
      const author = unknown ? named.slice(1) : named;
      const others = authors.filter((other) => other !== author);
      const rest = (1 - Number(probability)) / others.length;
      return {
        author: unknown ? null : author,
        ranking: [
          { author, probability: Number(probability) },
          ...others.map((other) => ({ author: other, probability: rest })),
        ],
      };
    },
  };
}

/** The same document, cut from that work. */
export function withWork(document: Document, work: string): Document {
  return { ...document, work };
}
