import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { createApp } from "../../../src/server/app.ts";
import type { FeedbackEntry, FeedbackStore } from "../../../src/server/feedback/entry.ts";
import { openStore } from "../../../src/server/feedback/open-store.ts";
import { PredictionIds } from "../../../src/server/feedback/prediction-ids.ts";
import { defaultSettings } from "../../../src/server/settings.ts";
import { models } from "../models.ts";
import { penprint } from "../../cli/run.ts";
import { freePort } from "../../free-port.ts";

const quiet = { ...defaultSettings, logLevel: "silent" } as const;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "penprint-"));
});
afterAll(() => rm(folder, { recursive: true }));

const entry = (id: string, changes: Partial<FeedbackEntry> = {}): FeedbackEntry => ({
  prediction_id: id,
  received_at: "2026-11-25T20:00:00.000Z",
  model: "voices",
  model_version: "0123456789ab",
  predicted: "Ann",
  author: "Bob",
  note: null,
  text: null,
  ...changes,
});

async function all(store: FeedbackStore): Promise<FeedbackEntry[]> {
  const entries: FeedbackEntry[] = [];
  for await (const each of store.entries()) entries.push(each);
  return entries;
}

/** What every store must do; `address` opens the same one each time. */
function keepsFeedback(address: () => { feedback: string; databaseUrl: string }): void {
  test("keeps what it is given, once each, in their order, beyond its end", async () => {
    const store = (await openStore(address()))!;
    const entries = Array.from({ length: 1200 }, (_, index) =>
      entry(`id-${index}`, {
        author: index % 2 === 0 ? "Zoë 😀" : "__proto__",
        note: index === 7 ? "a 'quoted' note; DROP TABLE feedback" : null,
        text: index % 3 === 0 ? `line one\nline ${index}` : null,
        predicted: index % 5 === 0 ? null : "Ann",
        model: index % 7 === 0 ? null : "voices",
      }),
    );
    expect(await Promise.all(entries.map((each) => store.add(each)))).toEqual(entries.map(() => true));
    expect(await store.add(entry("id-3", { author: "Eve" }))).toBe(false);
    // Those that come together come in any order.
    const sorted = (some: readonly FeedbackEntry[]): FeedbackEntry[] =>
      some.toSorted(
        (left, right) => Number(left.prediction_id.slice(3)) - Number(right.prediction_id.slice(3)),
      );
    expect(sorted(await all(store))).toEqual(entries);
    const later = [entry("id-5000"), entry("id-4000")];
    for (const each of later) await store.add(each);
    expect((await all(store)).slice(-2)).toEqual(later);
    await store.close();

    const again = (await openStore(address()))!;
    expect(sorted(await all(again))).toEqual(sorted([...entries, ...later]));
    expect(Buffer.from(again.secret)).toEqual(Buffer.from(store.secret));
    expect(again.secret).toHaveLength(32);
    await again.close();
  });

  test("is shared by several who open it at once", async () => {
    const stores = await Promise.all(Array.from({ length: 3 }, async () => (await openStore(address()))!));
    expect(new Set(stores.map(({ secret }) => Buffer.from(secret).toString("hex"))).size).toBe(1);
    const kept = await Promise.all(stores.map((store) => store.add(entry("raced"))));
    expect(kept.filter(Boolean)).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });
}

describe("SQLite", () => {
  keepsFeedback(() => ({ feedback: join(folder, "feedback.sqlite"), databaseUrl: "" }));

  test("a file that is no database is refused", async () => {
    const feedback = new URL(import.meta.url).pathname;
    await expect(openStore({ feedback, databaseUrl: "" })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      facts: { reason: expect.stringContaining("not a database") },
    });
  });
});

const postgres = postgresFolder();
if (postgres === null) console.warn("PostgreSQL is not here (apt install postgresql): it is not tried.");

test.runIf(postgres === null && process.env["CI"] === "true")("PostgreSQL is there", () => {
  throw new Error("CI needs PostgreSQL.");
});

describe.skipIf(postgres === null)("PostgreSQL", () => {
  let server: ChildProcess;
  let data: string;
  let port: number;
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), "penprint-postgres-"));
    // It does not run as root.
    const root = process.getuid?.() === 0;
    const id = (flag: string): number => Number(spawnSync("id", [flag, "postgres"]).stdout.toString());
    const user = root ? { uid: id("-u"), gid: id("-g") } : {};
    if (root) await chown(data, user.uid!, user.gid!);
    const options = { ...user, cwd: data, env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8" } };
    const made = spawnSync(
      join(postgres!, "initdb"),
      ["-D", data, "-U", "penprint", "-A", "trust", "-E", "UTF8", "--no-sync"],
      options,
    );
    if (made.status !== 0) throw new Error(made.stderr.toString());
    port = await freePort();
    const args = ["-D", data, "-p", String(port), "-h", "127.0.0.1", "-k", data];
    server = spawn(join(postgres!, "postgres"), args, { ...options, stdio: "ignore" });
    await vi.waitFor(async () => (await openStore(address()))!.close(), { timeout: 30_000, interval: 200 });
  });
  afterAll(async () => {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await gone;
    await rm(data, { recursive: true });
  });

  const address = (): { feedback: string; databaseUrl: string } => ({
    feedback: "",
    databaseUrl: `postgres://penprint:secret@127.0.0.1:${port}/postgres`,
  });
  keepsFeedback(address);

  test("one that does not answer is refused, without its password", async () => {
    const databaseUrl = `postgres://penprint:secret@127.0.0.1:${await freePort()}/postgres`;
    const error = await openStore({ feedback: "", databaseUrl }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(String((error as Error).message)).not.toContain("secret");
  });
});

describe("names of predictions", () => {
  const ids = new PredictionIds(Buffer.alloc(32, 1));

  test("say what they were made of", () => {
    const named = ids.read(ids.mint("0123456789ab", 3, "a text"))!;
    expect(named).toMatchObject({ version: "0123456789ab", author: 3 });
    expect([named.isAbout("a text"), named.isAbout("another")]).toEqual([true, false]);
    expect(ids.read(ids.mint("memory", -1, "a"))).toMatchObject({ version: "memory", author: null });
  });

  test("differ, even for the same text", () => {
    const many = Array.from({ length: 2000 }, () => ids.mint("memory", 0, "a"));
    expect(new Set(many).size).toBe(many.length);
  });

  test("are believed only as they were made, by whoever has the secret", () => {
    const id = ids.mint("memory", 0, "a");
    const bytes = Buffer.from(id, "base64url");
    for (let place = 0; place < bytes.length; place++) {
      const changed = Buffer.from(bytes);
      changed[place]! ^= 1;
      expect(ids.read(changed.toString("base64url")), `byte ${place}`).toBeNull();
    }
    expect(new PredictionIds(Buffer.alloc(32, 2)).read(id)).toBeNull();
    for (const strange of ["", "x", `${id}a`, id.slice(1), `${id.slice(0, -1)}=`]) {
      expect(ids.read(strange)).toBeNull();
    }
  });
});

describe("from a prediction to a corpus", () => {
  const text = "The pilot wrote two shillings into the book.";

  test("what was put right can be learned from", async () => {
    const file = join(folder, "corpus.sqlite");
    const feedback = (await openStore({ feedback: file, databaseUrl: "" }))!;
    const app = await createApp(models, { ...quiet, feedbackTexts: true }, { feedback });
    const post = async (url: string, payload: object): Promise<{ status: number; body: never }> => {
      const answer = await app.inject({ method: "POST", url, payload });
      return { status: answer.statusCode, body: answer.json() as never };
    };
    const predict = async (): Promise<string> =>
      ((await post("/v1/predict", { text })).body as { id: string }).id;
    const [one, two, three] = [await predict(), await predict(), await predict()];
    const right = { prediction_id: one, author: "Ann", note: "it was her", text };
    expect(await post("/v1/feedback", right)).toEqual({
      status: 202,
      body: { prediction_id: one, text_kept: true },
    });
    expect((await post("/v1/feedback", { prediction_id: two, author: "Bob" })).status).toBe(202);
    const other = { prediction_id: three, author: "Bob", text: `${text} And more.` };
    expect(await post("/v1/feedback", other)).toMatchObject({
      status: 422,
      body: { code: "FEEDBACK_TEXT_DIFFERENT" },
    });
    const nobody = { prediction_id: three, author: " " };
    expect(await post("/v1/feedback", nobody)).toMatchObject({ status: 422 });
    expect(await all(feedback)).toMatchObject([
      { prediction_id: one, predicted: "Harbour Master", author: "Ann", note: "it was her", text },
      { prediction_id: two, model: "naive-bayes", model_version: "memory", text: null },
    ]);
    await app.close();
    await feedback.close();

    const { code, stdout, stderr } = await penprint("feedback", "export", "--feedback", file);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ author: "Ann", text, id: one });
    expect(stderr).toContain("1 document; 1 piece of feedback without a text left out");
    const out = join(folder, "corpus.jsonl");
    expect((await penprint("feedback", "export", "--feedback", file, "--out", out)).code).toBe(0);
    expect((await penprint("feedback", "export", "--feedback", join(folder, "none"))).stderr).toContain(
      "FILE_NOT_FOUND",
    );
  });

  test("texts are taken only where they are wanted, and feedback only where it is kept", async () => {
    const feedback = (await openStore({ feedback: join(folder, "bare.sqlite"), databaseUrl: "" }))!;
    const app = await createApp(models, quiet, { feedback });
    const { id } = (await app.inject({ method: "POST", url: "/v1/predict", payload: { text } })).json();
    const payload = { prediction_id: id, author: "Ann", text };
    const answer = await app.inject({ method: "POST", url: "/v1/feedback", payload });
    expect([answer.statusCode, answer.json().code]).toEqual([422, "FEEDBACK_TEXT_REFUSED"]);
    await app.close();
    await feedback.close();
    const without = await createApp(models, quiet);
    const off = await without.inject({ method: "POST", url: "/v1/feedback", payload });
    expect([off.statusCode, off.json().code]).toEqual([404, "FEEDBACK_OFF"]);
    await without.close();
  });
});

/** Where Debian puts PostgreSQL's programs, the newest version; null when it is not here. */
function postgresFolder(): string | null {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const version = versions.find((each) => existsSync(join(root, each, "bin", "initdb")));
  return version === undefined ? null : join(root, version, "bin");
}
