/** A thread that reads texts: one question at a time, on models whose bytes it shares with everybody else. */
import { parentPort } from "node:worker_threads";

import { PenprintError } from "../errors.ts";
import { explain } from "../explain/explain.ts";
import type { Identifier } from "../identifier.ts";
import { decodeModel } from "../model-file/decode.ts";
import type { SharedModel, Task, ThreadAnswer, ThreadQuestion } from "./thread-pool.ts";

const identifiers = new Map<string, Identifier>();

parentPort!.on("message", (question: ThreadQuestion) => {
  if (question.kind === "forget") {
    identifiers.delete(question.key);
    return;
  }
  parentPort!.postMessage(answer(question.model, question.task));
});
const ready: ThreadAnswer = { kind: "ready" };
parentPort!.postMessage(ready);

function answer(model: SharedModel, task: Task): ThreadAnswer {
  try {
    const identifier = identifierOf(model);
    const begun = performance.now();
    const value =
      task.kind === "predict"
        ? identifier.predict(task.text, task.unknown)
        : explain(identifier, task.text, task.options);
    return { kind: "done", value, compute: performance.now() - begun };
  } catch (error) {
    if (error instanceof PenprintError) return { kind: "refused", code: error.code, facts: error.facts };
    return { kind: "failed", error };
  }
}

function identifierOf({ key, bytes, checksum, file }: SharedModel): Identifier {
  let identifier = identifiers.get(key);
  if (identifier === undefined) {
    identifier = decodeModel(new Uint8Array(bytes), file, checksum);
    identifiers.set(key, identifier);
  }
  return identifier;
}
