/** Who may ask, and how much: keys, limits, and pages of other origins. */
import type { FastifyReply, FastifyRequest } from "fastify";

import { PenprintError } from "../errors.ts";
import { type Key, keyOf, type Scope } from "./keys.ts";
import { clientOf } from "./networks.ts";
import { RateLimit } from "./rate-limit.ts";
import type { Settings } from "./settings.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a key must open to be let in here; everybody is let in, and nothing counted, where it is not given. */
    readonly scope?: Scope;
  }
  interface FastifyRequest {
    /** Who asks, for limits; empty where nothing is counted. */
    client: string;
  }
}

/** The door. */
export class Access {
  /** None: everybody may ask. They may be replaced at any time. */
  keys: readonly Key[];
  readonly #limit: RateLimit;

  constructor(settings: Settings, keys: readonly Key[]) {
    this.keys = keys;
    this.#limit = new RateLimit(settings);
  }

  /**
   * Lets a request in.
   *
   * @param options of its route; Fastify puts them together anew for whoever asks
   * @throws UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED
   */
  admit(
    request: FastifyRequest,
    reply: FastifyReply,
    options: Pick<FastifyRequest["routeOptions"], "config"> = request.routeOptions,
  ): void {
    const { scope } = options.config;
    if (scope === undefined) return;
    const key = this.keys.length === 0 ? null : keyOf(request.headers.authorization, this.keys);
    request.client = key === null ? clientOf(request.ip) : `key ${key.name}`;
    // Before the key is looked at: guessing is counted, too.
    this.#limit.count(request.client, 1, reply);
    if (this.keys.length === 0) return;
    if (key === null) throw new PenprintError("UNAUTHENTICATED", {});
    if (!key.scopes.has(scope)) throw new PenprintError("FORBIDDEN", { scope });
  }

  /**
   * Counts the texts of a request that has more than one.
   *
   * @throws RATE_LIMITED
   */
  charge(request: FastifyRequest, reply: FastifyReply, texts: number): void {
    if (texts > 1) this.#limit.count(request.client, texts - 1, reply);
  }
}
