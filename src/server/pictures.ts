/** The pictures of models, drawn by a thread for whoever asks first. */
import { Worker } from "node:worker_threads";

import type { DepictedCard } from "../report/depicted.ts";
import type { Picture } from "../report/picture.ts";

/**
 * Draws all that there is of a card.
 *
 * @throws whatever goes wrong in the thread
 */
export function drawnOf({ evaluation, overview = null }: DepictedCard): Promise<Picture[]> {
  // From source the thread runs from source too.
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./pictures-thread.${ending}`, import.meta.url), {
    workerData: { evaluation, overview } satisfies DepictedCard,
  });
  worker.unref();
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the thread that draws ended before its time")));
  });
}
