import type { Worker } from "node:worker_threads";

import { crc32 } from "node:zlib";

import { afterEach, describe, expect, test } from "vitest";

import { FileChecksum } from "../../src/model-file/checksum.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import type { Identifier, Prediction } from "../../src/identifier.ts";
import { type PoolLimits, type SharedModel, type Task, ThreadPool } from "../../src/server/thread-pool.ts";
import { recipeNamed } from "../../src/recipe.ts";
import { trainIdentifier } from "../../src/trainer.ts";
import { documents, identifier } from "./models.ts";

function shared(key: string, of: Identifier): SharedModel {
  const encoded = encodeModel(of, crc32);
  const bytes = new SharedArrayBuffer(encoded.length);
  new Uint8Array(bytes).set(encoded);
  const checksum = new FileChecksum(crc32);
  checksum.add(encoded);
  return { key, bytes, checksum: checksum.value, file: "test" };
}

const model = shared("words", identifier);
/** Looks at every run of up to five characters. */
const slowModel = shared("characters", trainIdentifier(documents, recipeNamed("naive-bayes-characters")));
const predict = (text: string): Task => ({ kind: "predict", text, unknown: "unseen" });
/** Takes that model half a second or more, or, if it is long, much more. */
const slow = predict("The ships lay at anchor until the tide turned. ".repeat(20_000));
const slower = predict("The ships lay at anchor until the tide turned. ".repeat(1_200_000));

let pool: ThreadPool;
afterEach(() => pool.close());

const make = (limits: Partial<PoolLimits> = {}): ThreadPool =>
  (pool = new ThreadPool({ threads: 1, queueLimit: 1000, predictTimeout: 30_000, ...limits }));

/** The next thread that is started. */
const nextThread = (): Promise<Worker> => new Promise((resolve) => process.once("worker", resolve));

describe("a pool", () => {
  test("answers what the identifier answers, on shared memory", async () => {
    make({ threads: 2 });
    const texts = ["The pilot wrote it into the book.", "Oh, my dear, the jam!", "The board has met."];
    const answers = await Promise.all(
      texts.map((text) => pool.run<Prediction>(model, predict(text), text.length)),
    );
    expect(answers.map(({ value }) => value)).toEqual(texts.map((text) => identifier.predict(text)));
    for (const { queue, compute } of answers) {
      expect(queue).toBeGreaterThan(0);
      expect(compute).toBeGreaterThan(0);
    }
  });

  test("passes refusals on as what they are", async () => {
    make();
    const task: Task = { kind: "explain", text: "ship", options: { author: "Nobody" } };
    await expect(pool.run(model, task, 4)).rejects.toMatchObject({ code: "AUTHOR_UNKNOWN" });
    const auto: Task = { kind: "predict", text: "ship", unknown: "auto" };
    await expect(pool.run(model, auto, 4)).rejects.toMatchObject({ code: "PARAMETER_INVALID" });
  });

  test("lets only so many characters wait, but always one text", async () => {
    make({ queueLimit: 1000 });
    // Until the thread has started, everything waits.
    await pool.run(model, predict("ship"), 4);
    const running = pool.run(slowModel, slow, 10);
    const long = pool.run(model, predict("ship"), 5000);
    expect(pool.waiting).toBe(5000);
    await expect(pool.run(model, predict("ship"), 1)).rejects.toMatchObject({
      code: "OVERLOADED",
      facts: { limit: 1000, retry_after: expect.any(Number) },
    });
    await Promise.all([running, long]);
    expect(pool.waiting).toBe(0);
    await pool.run(model, predict("ship"), 1);
  });

  test("really ends what takes too long, and goes on with another thread", async () => {
    make({ predictTimeout: 2500 });
    // On a busy machine a thread can take longer than that to start.
    const answers = (): Promise<number> =>
      pool.run<Prediction>(model, predict("ship"), 4).then(
        ({ value }) => value.ranking.length,
        () => 0,
      );
    const threads: Worker[] = [];
    const remember = (worker: Worker): void => void threads.push(worker);
    process.on("worker", remember);
    await expect.poll(answers, { timeout: 30_000 }).toBe(3);
    process.off("worker", remember);
    const gone = new Promise((resolve) => threads.at(-1)!.once("exit", resolve));
    const doomed = pool.run(slowModel, slower, 10);
    await expect(doomed).rejects.toMatchObject({ code: "DEADLINE_EXCEEDED", facts: { limit: 2500 } });
    await gone;
    // That it had to go says nothing against the others.
    expect(pool.healthy).toBe(true);
    await expect.poll(answers, { timeout: 30_000 }).toBe(3);
  });

  test("gives up what waits too long without ending anybody else's work", async () => {
    make({ predictTimeout: 60_000 });
    await pool.run(model, predict("ship"), 4);
    const running = pool.run<Prediction>(slowModel, slow, 10);
    const controller = new AbortController();
    const waiting = pool.run(model, predict("ship"), 4, () => controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "REQUEST_TIMEOUT" });
    expect(pool.waiting).toBe(0);
    expect((await running).value.ranking).toHaveLength(3);
  });

  test("67 a thread that is killed in the middle costs its own request and no other", async () => {
    make();
    const started = nextThread();
    await pool.run(model, predict("ship"), 4);
    const running = pool.run(slowModel, slower, 10);
    const failed = expect(running).rejects.toMatchObject({ code: "WORKER_LOST" });
    const next = pool.run<Prediction>(model, predict("ship"), 4);
    await (await started).terminate();
    await failed;
    expect(pool.healthy).toBe(false);
    expect((await next).value.ranking).toHaveLength(3);
    expect(pool.healthy).toBe(true);
  });
});
