/** Feedback in a PostgreSQL database, for services that run on several machines. */
import { randomBytes } from "node:crypto";

import { PenprintError } from "../../errors.ts";
import type { FeedbackEntry, FeedbackStore } from "./entry.ts";

/** Held while tables are made, so that processes that start together do not make them twice. */
const lock = 7_363_401;

/**
 * Opens the database, and makes its tables where they are missing.
 *
 * @param address such as `postgres://user:password@host/database`
 * @throws STORE_UNAVAILABLE
 */
export async function openPostgres(address: string): Promise<FeedbackStore> {
  const { default: postgres } = await import("postgres");
  const sql = postgres(address, { max: 4, connect_timeout: 5, onnotice: () => undefined });
  const guarded = async <T>(work: () => PromiseLike<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const { code = "", message = "" } = error as { code?: string; message?: string };
      // The driver's message may repeat the address with its password.
      const reason = /^[\dA-Z]{5}$/u.test(code) ? message : code || "it does not answer";
      throw new PenprintError("STORE_UNAVAILABLE", { reason }, { cause: error });
    }
  };
  try {
    const secret = await guarded(() =>
      sql.begin(async (work) => {
        await work`SELECT pg_advisory_xact_lock(${lock})`;
        await work`CREATE TABLE IF NOT EXISTS penprint_secrets (name text PRIMARY KEY, value bytea NOT NULL)`;
        await work`CREATE TABLE IF NOT EXISTS penprint_feedback (
          place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          prediction_id text NOT NULL UNIQUE,
          received_at timestamptz NOT NULL,
          model text,
          model_version text NOT NULL,
          predicted text,
          author text NOT NULL,
          note text,
          text text
        )`;
        await work`INSERT INTO penprint_secrets VALUES ('predictions', ${randomBytes(32)}) ON CONFLICT DO NOTHING`;
        const [row] = await work<
          { value: Uint8Array }[]
        >`SELECT value FROM penprint_secrets WHERE name = 'predictions'`;
        return row!.value;
      }),
    );
    return {
      secret,
      add: (entry) =>
        guarded(async () => {
          const { count } = await sql`INSERT INTO penprint_feedback ${sql({ ...withoutNul(entry) })}
            ON CONFLICT DO NOTHING`;
          return count > 0;
        }),
      async *entries() {
        for await (const rows of sql<(Omit<FeedbackEntry, "received_at"> & { received_at: Date })[]>`
          SELECT prediction_id, received_at, model, model_version, predicted, author, note, text
          FROM penprint_feedback ORDER BY place`.cursor(500)) {
          for (const row of rows) yield { ...row, received_at: row.received_at.toISOString() };
        }
      },
      close: () => sql.end({ timeout: 5 }),
    };
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
}

/** PostgreSQL's texts hold no NUL; a service takes it for a space wherever it reads one. */
function withoutNul(entry: FeedbackEntry): FeedbackEntry {
  const clean = (value: string): string => value.replaceAll("\0", " ").toWellFormed();
  return {
    ...entry,
    author: clean(entry.author),
    note: entry.note === null ? null : clean(entry.note),
    text: entry.text === null ? null : clean(entry.text),
  };
}
