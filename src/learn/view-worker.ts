/** A thread that learns some views of an ensemble. */
import { parentPort, workerData } from "node:worker_threads";

import { BlockLearner, type LearnerOptions } from "./block-learner.ts";
import { buffersIn } from "./buffers.ts";
import { type Failure, failureOf } from "./failure.ts";
import type { ViewAnswer, ViewQuestion } from "./view-pool.ts";

const learner = new BlockLearner(workerData as LearnerOptions);
/** The first one: what comes later rests on it. */
let failure: Failure | null = null;

parentPort?.on("message", (question: ViewQuestion) => {
  const answer = answerTo(question);
  parentPort?.postMessage(answer, "views" in answer ? [...buffersIn(answer)] : []);
});

function answerTo(question: ViewQuestion): ViewAnswer {
  if (question.kind === "learn") {
    if (failure !== null) return { failure };
    try {
      return { views: learner.trainer.learnViews(question.plan) };
    } catch (error) {
      return { failure: failureOf(error) };
    }
  }
  if (question.kind === "documents") {
    failure ??= learner.learnDocuments(question.documents).failure;
  } else {
    const { buffer, byteOffset, byteLength } = question.bytes;
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    failure ??= learner.learnLines({ bytes, line: question.line }, question.file).failure;
  }
  return { failure };
}
