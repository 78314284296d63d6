/** How much each client may ask in a window of time. */
import type { FastifyReply } from "fastify";

import { PenprintError } from "../errors.ts";
import type { Settings } from "./settings.ts";

/**
 * Counts requests by client. All clients share one window, at whose end everything is forgotten: what is kept is
 * bounded by who asked lately. The clock is one that nobody can set.
 *
 * @see draft-ietf-httpapi-ratelimit-headers-10 for the headers
 */
export class RateLimit {
  readonly #limit: number;
  readonly #seconds: number;
  readonly #policy: string;
  readonly #counts = new Map<string, number>();
  #end = 0;

  /** @param settings a limit of 0 lets everything pass */
  constructor({ rateLimit, rateWindow }: Pick<Settings, "rateLimit" | "rateWindow">) {
    this.#limit = rateLimit;
    this.#seconds = rateWindow;
    this.#policy = `"default";q=${rateLimit};w=${rateWindow}`;
  }

  /**
   * Counts requests, and tells the client how many are left.
   *
   * @param cost how many they are
   * @throws RATE_LIMITED when there are not so many left; nothing is counted then
   */
  count(client: string, cost: number, reply: FastifyReply): void {
    if (this.#limit === 0) return;
    const now = performance.now();
    if (now >= this.#end) {
      this.#counts.clear();
      this.#end = now + this.#seconds * 1000;
    }
    const counted = (this.#counts.get(client) ?? 0) + cost;
    const seconds = Math.ceil((this.#end - now) / 1000);
    const fits = counted <= this.#limit;
    if (fits) this.#counts.set(client, counted);
    const left = this.#limit - (fits ? counted : counted - cost);
    reply.header("ratelimit-policy", this.#policy);
    reply.header("ratelimit", `"default";r=${left};t=${seconds}`);
    if (!fits) {
      throw new PenprintError("RATE_LIMITED", {
        limit: this.#limit,
        window: this.#seconds,
        retry_after: seconds,
      });
    }
  }
}
