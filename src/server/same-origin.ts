/** What changes the service is done by its own pages and by programs, never by pages of others (CSRF). */
import { isIP } from "node:net";

import type { FastifyRequest } from "fastify";

import { PenprintError } from "../errors.ts";
import type { Settings } from "./settings.ts";

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

/**
 * Refuses requests at a name that the service was not told, where no key says who asks. Somebody's page can have its own
 * name point to this machine once it is loaded (DNS rebinding): the browser then takes the service for the page's own
 * origin. An address cannot be made to point elsewhere, nor can localhost.
 *
 * @throws HOST_UNKNOWN
 */
export function refuseOtherNames(
  { headers }: FastifyRequest,
  { keys, host: own, corsOrigins }: Pick<Settings, "keys" | "host" | "corsOrigins">,
): void {
  // Browsers always say it; the header is what they asked, whatever a proxy adds.
  const { host } = headers;
  if (keys !== "" || host === undefined) return;
  const name = nameIn(`http://${host}`);
  const address = name.replace(/^\[(.*)\]$/u, "$1");
  if (isIP(address) !== 0 || name === "localhost" || name.endsWith(".localhost")) return;
  if (name !== "" && (name === own.toLowerCase() || corsOrigins.some((origin) => nameIn(origin) === name))) {
    return;
  }
  throw new PenprintError("HOST_UNKNOWN", { host });
}

const nameIn = (origin: string): string => (URL.canParse(origin) ? new URL(origin).hostname : "");
