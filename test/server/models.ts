/** Models for tests: a real one of three invented authors, and one that says what it is told to. */
import { asServed, inThread, type Models, onlyModel, type Predicts, timed } from "../../src/server/models.ts";
import {
  type Document,
  type Identifier,
  type Prediction,
  trainIdentifier,
  recipeNamed,
} from "../../src/index.ts";

/** A few sentences of three invented authors. */
export const documents: readonly Document[] = [
  {
    author: "Harbour Master",
    text: "The ships lay at anchor until the tide turned, and the pilot would not move before the fog had lifted. We counted nineteen sails at noon and wrote each one into the book.",
  },
  {
    author: "Harbour Master",
    text: "No vessel shall leave the harbour after dusk without a lantern at the bow, and whoever does so pays two shillings to the pilot of the port.",
  },
  {
    author: "Aunt Rosa",
    text: "Oh, you should have seen the kitchen! I told him, don't touch the jam, and what did he do? He ate it with a spoon, my dear, with a spoon!",
  },
  {
    author: "Aunt Rosa",
    text: "Well, I won't say who it was, but somebody didn't shut the gate, and the goat's in my roses again. You can't imagine how I laughed!",
  },
  {
    author: "The Treasurer",
    text: "Revenue exceeded expenditure by four per cent. The board recommends that the surplus be set aside against the debt, and that the report be accepted as it stands.",
  },
  {
    author: "The Treasurer",
    text: "Expenditure on repairs was lower than the estimate approved by the board; the balance is carried forward to the next account.",
  },
];

/** Trained on a few sentences; made once. */
export const identifier: Identifier = trainIdentifier(documents, recipeNamed("naive-bayes"));

/** The real one, served. */
export const models: Models = inThread(identifier);

/** The real one with some of its parts replaced. */
export function modelsWith(changes: Partial<Predicts>): Models {
  return onlyModel({ ...asServed(identifier), ...changes });
}

/** A model that always predicts the same. */
export const predicting = (predict: () => Prediction): Pick<Predicts, "predict"> => ({
  predict: () => timed(predict),
});
