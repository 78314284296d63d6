/** Feedback in an SQLite file, by a thread of its own: writing to the disk for good takes its time. */
import { Worker } from "node:worker_threads";

import { PenprintError } from "../../errors.ts";
import type { FeedbackEntry, FeedbackStore } from "./entry.ts";

/** What the thread is asked. */
export type StoreQuestion =
  | { readonly kind: "add"; readonly id: number; readonly entry: FeedbackEntry }
  | { readonly kind: "page"; readonly id: number; readonly after: number }
  | { readonly kind: "close"; readonly id: number };

/** A part of the entries; `last` says where the next one begins, null after the last one. */
export interface StorePage {
  readonly entries: readonly FeedbackEntry[];
  readonly last: number | null;
}

/** What it answers. */
export type StoreAnswer =
  | { readonly kind: "open"; readonly secret: Uint8Array }
  | { readonly kind: "done"; readonly id: number; readonly value: boolean | StorePage }
  | { readonly kind: "failed"; readonly id: number | null; readonly reason: string };

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens a database, and makes it where there is none.
 *
 * @throws STORE_UNAVAILABLE
 */
export async function openSqlite(file: string): Promise<FeedbackStore> {
  // From source the thread runs from source too.
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./sqlite-thread.${ending}`, import.meta.url), { workerData: file });
  const waiting = new Map<number, Waiting>();
  const opened = Promise.withResolvers<Uint8Array>();
  const fail = (reason: string): void => {
    const error = new PenprintError("STORE_UNAVAILABLE", { reason });
    opened.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("message", (answer: StoreAnswer) => {
    if (answer.kind === "open") {
      opened.resolve(answer.secret);
      return;
    }
    if (answer.id === null) {
      fail((answer as Extract<StoreAnswer, { kind: "failed" }>).reason);
      return;
    }
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (waiting.size === 0) worker.unref();
    if (answer.kind === "done") asked?.resolve(answer.value as never);
    else asked?.reject(new PenprintError("STORE_UNAVAILABLE", { reason: answer.reason }));
  });
  worker.on("error", (error) => fail(error instanceof Error ? error.message : String(error)));
  worker.on("exit", () => {
    ended = true;
    fail("its thread has ended");
  });
  let ended = false;
  let next = 0;
  const ask = <T>(question: (id: number) => StoreQuestion): Promise<T> => {
    if (ended) {
      return Promise.reject(new PenprintError("STORE_UNAVAILABLE", { reason: "its thread has ended" }));
    }
    const id = next++;
    return new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      // Whoever waits for an answer keeps the process alive; the thread itself does not.
      worker.ref();
      worker.postMessage(question(id));
    });
  };
  const secret = await opened.promise;
  worker.unref();
  return {
    secret,
    add: (entry) => ask<boolean>((id) => ({ kind: "add", id, entry })),
    async *entries() {
      let after: number | null = 0;
      while (after !== null) {
        const from: number = after;
        const { entries, last }: StorePage = await ask<StorePage>((id) => ({
          kind: "page",
          id,
          after: from,
        }));
        yield* entries;
        after = last;
      }
    },
    async close() {
      await ask((id) => ({ kind: "close", id }));
      await worker.terminate();
    },
  };
}
