/** A thread that learns: blocks of lines in, reports out; at the end, what it has learned. */
import { parentPort, workerData } from "node:worker_threads";

import { BlockLearner, type LearnerOptions } from "./block-learner.ts";
import { buffersIn } from "./buffers.ts";
import type { ThreadAnswer, ThreadQuestion } from "./pool.ts";

const learner = new BlockLearner(workerData as LearnerOptions);

parentPort?.on("message", (question: ThreadQuestion) => {
  if (question.kind === "lines") {
    const { buffer, byteOffset, byteLength } = question.bytes;
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    const report = learner.learnLines({ bytes, line: question.line }, question.file);
    answer({ kind: "report", report }, [report.documents.buffer as ArrayBuffer]);
    return;
  }
  if (question.kind === "range") {
    const report = learner.learnRange(question.range);
    answer({ kind: "report", report }, [report.documents.buffer as ArrayBuffer]);
    return;
  }
  const part = learner.trainer.part(true);
  answer({ kind: "part", part, lanes: learner.fingerprint.lanes }, [...buffersIn(part)]);
});

function answer(message: ThreadAnswer, transfer: ArrayBuffer[]): void {
  parentPort?.postMessage(message, transfer);
}
