/** A thread that does folds of a corpus. */
import { parentPort, workerData } from "node:worker_threads";

import type { Document } from "../document.ts";
import { failureOf } from "../learn/failure.ts";
import { trainIdentifier } from "../trainer.ts";
import { trainChosen } from "./cross-validate-choice.ts";
import { runFold, type Train } from "./fold.ts";
import type { FoldAnswer, FoldQuestion, Learning } from "./fold-pool.ts";

const documents = workerData as readonly Document[];

/** So often it tells how far it is, in milliseconds. */
const PACE = 50;

parentPort?.on("message", (question: FoldQuestion) => {
  void answerTo(question).then((answer) => parentPort?.postMessage(answer));
});

async function answerTo({ task, learning, steps }: FoldQuestion): Promise<FoldAnswer> {
  let untold = 0;
  let last = performance.now();
  const onSteps = (some: number): void => {
    untold += some;
    const now = performance.now();
    if (now - last < PACE) return;
    steps.postMessage(untold);
    untold = 0;
    last = now;
  };
  try {
    return { result: await runFold(documents, task, trainBy(learning), onSteps) };
  } catch (error) {
    return { failure: failureOf(error) };
  } finally {
    steps.close();
  }
}

function trainBy(learning: Learning): Train {
  if ("recipe" in learning) return (training) => trainIdentifier(training, learning.recipe);
  return (training) => trainChosen(training, learning.choosing);
}
