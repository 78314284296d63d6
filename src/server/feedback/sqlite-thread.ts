/** The thread that has the SQLite file of feedback open. */
import { randomBytes } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";

import type { FeedbackEntry } from "./entry.ts";
import type { StoreAnswer, StorePage, StoreQuestion } from "./sqlite-store.ts";

// That node:sqlite is young is known here; nobody who reads the log could do anything about it.
process.removeAllListeners("warning");
const { DatabaseSync } = process.getBuiltinModule("node:sqlite");

/** How many entries are read at a time. */
const pageLength = 500;

const say = (answer: StoreAnswer): void => parentPort!.postMessage(answer);
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  serve(workerData as string);
} catch (error) {
  say({ kind: "failed", id: null, reason: reasonOf(error) });
}

function serve(file: string): void {
  const database = new DatabaseSync(file);
  // Other processes may be writing: they are waited for. What is committed is on the disk.
  database.exec(`
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS feedback (
      place INTEGER PRIMARY KEY,
      prediction_id TEXT NOT NULL UNIQUE,
      received_at TEXT NOT NULL,
      model TEXT,
      model_version TEXT NOT NULL,
      predicted TEXT,
      author TEXT NOT NULL,
      note TEXT,
      text TEXT
    ) STRICT;
  `);
  database
    .prepare("INSERT INTO secrets VALUES ('predictions', ?) ON CONFLICT DO NOTHING")
    .run(randomBytes(32));
  const row = database.prepare("SELECT value FROM secrets WHERE name = 'predictions'").get();
  const insert = database.prepare(
    `INSERT INTO feedback (prediction_id, received_at, model, model_version, predicted, author, note, text)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const page = database.prepare("SELECT * FROM feedback WHERE place > ? ORDER BY place LIMIT ?");

  // What comes together is written together: the disk is waited for once.
  let additions: Extract<StoreQuestion, { kind: "add" }>[] = [];
  const writeAll = (): void => {
    const written = additions;
    additions = [];
    if (written.length === 0) return;
    let begun = false;
    try {
      database.exec("BEGIN IMMEDIATE");
      begun = true;
      const kept = written.map(({ entry: e }) => {
        const { changes } = insert.run(
          e.prediction_id,
          e.received_at,
          e.model,
          e.model_version,
          e.predicted,
          e.author,
          e.note,
          e.text,
        );
        return changes > 0;
      });
      database.exec("COMMIT");
      begun = false;
      written.forEach(({ id }, index) => say({ kind: "done", id, value: kept[index]! }));
    } catch (error) {
      if (begun) database.exec("ROLLBACK");
      for (const { id } of written) say({ kind: "failed", id, reason: reasonOf(error) });
    }
  };
  const pageAfter = (after: number): StorePage => {
    const rows = page.all(after, pageLength) as unknown as (FeedbackEntry & { readonly place: number })[];
    const entries = rows.map((row): FeedbackEntry => {
      const { prediction_id, received_at, model, model_version, predicted, author, note, text } = row;
      return { prediction_id, received_at, model, model_version, predicted, author, note, text };
    });
    return { entries, last: rows.length < pageLength ? null : rows.at(-1)!.place };
  };

  parentPort!.on("message", (question: StoreQuestion) => {
    if (question.kind === "add") {
      if (additions.length === 0) setImmediate(writeAll);
      additions.push(question);
      return;
    }
    const { id } = question;
    try {
      writeAll();
      if (question.kind === "page") {
        say({ kind: "done", id, value: pageAfter(question.after) });
      } else {
        database.close();
        say({ kind: "done", id, value: true });
      }
    } catch (error) {
      say({ kind: "failed", id, reason: reasonOf(error) });
    }
  });
  say({ kind: "open", secret: row!["value"] as Uint8Array });
}
