/** The store of feedback that the settings name. */
import type { Settings } from "../settings.ts";
import type { FeedbackStore } from "./entry.ts";

/**
 * Opens it; a PostgreSQL database is taken before a file.
 *
 * @returns null when none is wanted
 * @throws STORE_UNAVAILABLE
 */
export async function openStore({
  databaseUrl,
  feedback,
}: Pick<Settings, "databaseUrl" | "feedback">): Promise<FeedbackStore | null> {
  if (databaseUrl !== "") return (await import("./postgres-store.ts")).openPostgres(databaseUrl);
  if (feedback !== "") return (await import("./sqlite-store.ts")).openSqlite(feedback);
  return null;
}
