/** What changes the service is done by its own pages and by programs, never by pages of others (CSRF). */
import type { FastifyRequest } from "fastify";

import { PenprintError } from "../errors.ts";

/**
 * Refuses requests that a browser makes for a page of another origin. Programs that are no browser send neither header.
 *
 * @param origins those whose pages may ask
 * @throws CROSS_ORIGIN
 */
export function refuseOtherOrigins({ headers, host }: FastifyRequest, origins: readonly string[]): void {
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  if (origin === undefined ? site === undefined || site === "none" || site === "same-origin" : isOwn())
    return;
  throw new PenprintError("CROSS_ORIGIN", { origin: origin ?? "another site" });

  function isOwn(): boolean {
    if (origins.includes(origin!)) return true;
    return URL.canParse(origin!) && new URL(origin!).host === host;
  }
}
