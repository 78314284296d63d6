/** Fetches pages politely: what robots.txt allows, one request a second and host, from the cache where it can. */
import { setTimeout as sleep } from "node:timers/promises";

import { PenprintError } from "../../errors.ts";
import type { FetchSettings } from "../recipe-schema.ts";
import { AddressRefused, addressProblem, privateKind, systemResolve } from "./addresses.ts";
import type { Resolve } from "./addresses.ts";
import { PageCache } from "./cache.ts";
import type { CachedPage, CacheEntry, PrivateHost } from "./cache.ts";
import { Hosts } from "./hosts.ts";
import { BodyTooLarge, Client } from "./request.ts";
import type { Reply } from "./request.ts";
import { RobotsFiles, refuseForbidden } from "./robots-files.ts";
import type { Way } from "./robots-files.ts";
import { maximumRobotsBytes } from "./robots.ts";
import type { Trouble } from "./robots.ts";

/** How to fetch. */
export interface FetcherOptions {
  /** The folder of the cache. */
  readonly cache: string;
  /** The recipe's settings. */
  readonly settings?: FetchSettings | undefined;
  /** This program's version, for User-Agent. */
  readonly version: string;
  /** Fetch nothing; what is not in the cache fails. */
  readonly offline?: boolean | undefined;
  /** Ask for every page again, however new the cache's is. */
  readonly refresh?: boolean | undefined;
  /** Let recipes reach private and loopback addresses: all of them, or those hosts (`127.0.0.1:8080`) only. */
  readonly allowPrivate?: boolean | readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The clock; the machine's by default. */
  readonly now?: (() => Date) | undefined;
  /** Resolves names; the machine's resolver by default. */
  readonly resolve?: Resolve | undefined;
  /** The first pause after a failure, doubled each time; default 1000. */
  readonly backoffMilliseconds?: number | undefined;
}

const maximumRedirects = 10;
/** A site that asks to wait longer than this is left alone. */
const maximumWaitSeconds = 300;
const retried = new Set([408, 425, 429, 500, 502, 503, 504]);
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Fetches pages; one for a whole run, so that it knows when each host was asked last. */
export class Fetcher {
  readonly #options: FetcherOptions;
  readonly #cache: PageCache;
  readonly #client: Client;
  readonly #hosts: Hosts;
  readonly #robots: RobotsFiles;
  readonly #userAgent: string;

  constructor(options: FetcherOptions) {
    this.#options = options;
    this.#cache = new PageCache(options.cache);
    this.#client = new Client(options.resolve ?? systemResolve);
    this.#hosts = new Hosts((options.settings?.seconds_between_requests ?? 1) * 1000, options.signal);
    this.#robots = new RobotsFiles(this.#cache, {
      ask: (address, way) => this.#askForRobots(address, way),
      keep: (url, finalUrl, reply) => this.#keep(url, finalUrl, reply, []),
      now: () => this.#now(),
    });
    const contact = options.settings?.contact;
    this.#userAgent = `penprint/${options.version} (collects texts for research${contact === undefined ? "" : `; ${contact}`})`;
  }

  /**
   * A page, from the cache when it is new enough there. A page from the cache is given only if the network would be
   * asked for it too: not what came from one's own network unless that is allowed, and not what the site's robots.txt
   * forbids, as it was last fetched.
   *
   * @throws COLLECT_ADDRESS_INVALID, COLLECT_ADDRESS_REFUSED, COLLECT_ROBOTS_FORBIDDEN, COLLECT_FETCH_FAILED,
   *   COLLECT_PAGE_TOO_LARGE, COLLECT_NOT_CACHED, INTERRUPTED
   */
  async page(url: string): Promise<CachedPage> {
    const entry = await this.fetch(url);
    const body = await this.#cache.body(entry);
    // Only another program can have removed it in between.
    if (body === null) throw new PenprintError("COLLECT_NOT_CACHED", { url, cache: this.#cache.folder });
    return { entry, body };
  }

  /** Like `page`, without reading the bytes. */
  async fetch(url: string): Promise<CacheEntry> {
    refuseAddress(new URL(url), { page: url, through: "" });
    const known = await this.#cache.entry(url);
    const usable = known !== null && (await this.#cache.body(known)) !== null ? known : null;
    if (this.#options.offline === true) {
      if (usable === null) throw new PenprintError("COLLECT_NOT_CACHED", { url, cache: this.#cache.folder });
      return this.#allowed(usable);
    }
    const maximumAge = (this.#options.settings?.maximum_age_days ?? 30) * dayMilliseconds;
    const isNew = usable !== null && this.#now().getTime() - Date.parse(usable.checked) < maximumAge;
    if (isNew && this.#options.refresh !== true) return this.#allowed(usable);
    return this.#ask(url, usable);
  }

  /** Closes all connections. */
  close(): void {
    this.#client.close();
  }

  /** @throws COLLECT_ADDRESS_REFUSED, COLLECT_ROBOTS_FORBIDDEN when a page in the cache is not for this run */
  async #allowed(entry: CacheEntry): Promise<CacheEntry> {
    for (const { host, address } of entry.private) {
      if (!this.#mayBePrivate(host)) throw refused(wayTo(new URL(entry.final_url), entry.url), address);
    }
    for (const url of [entry.url, entry.final_url]) {
      const address = new URL(url);
      refuseForbidden(await this.#robots.remembered(address), address, wayTo(address, entry.url));
    }
    return entry;
  }

  async #ask(url: string, known: CacheEntry | null): Promise<CacheEntry> {
    const tries = this.#options.settings?.tries ?? 4;
    let reason = "";
    for (let turn = 1; turn <= tries; turn++) {
      const pause = (this.#options.backoffMilliseconds ?? 1000) * 2 ** (turn - 2);
      if (turn > 1) await this.#pause(pause);
      try {
        const { reply, finalUrl, hosts } = await this.#follow(new URL(url), known);
        if (reply.status === 304 && known !== null) {
          const checked: CacheEntry = { ...known, private: hosts, checked: this.#stamp() };
          await this.#cache.update(checked);
          return checked;
        }
        if (reply.status === 200) return await this.#keep(url, finalUrl, reply, hosts);
        reason = `the answer was ${reply.status}`;
        if (!retried.has(reply.status)) throw this.#failed(url, reason, turn);
        const wait = retryAfter(reply.headers["retry-after"], this.#now());
        if (wait > maximumWaitSeconds) {
          throw this.#failed(url, `${reason}, and the site asks to wait ${Math.round(wait)} seconds`, turn);
        }
        this.#hosts.hold(new URL(finalUrl).host, wait * 1000);
      } catch (cause) {
        if (cause instanceof PenprintError) throw cause;
        this.#interrupted();
        reason = reasonOf(cause);
      }
    }
    throw this.#failed(url, reason, tries);
  }

  /** One request and those it is sent on to, each of them checked as the first one is. */
  async #follow(
    url: URL,
    known: CacheEntry | null,
  ): Promise<{ reply: Reply; finalUrl: string; hosts: PrivateHost[] }> {
    const seen = new Set<string>();
    const hosts: PrivateHost[] = [];
    let address = url;
    for (;;) {
      if (seen.has(address.href)) throw this.#failed(url.href, "its redirects go in a circle", 1);
      if (seen.size > maximumRedirects) {
        throw this.#failed(url.href, `it redirects more than ${maximumRedirects} times`, 1);
      }
      seen.add(address.href);
      const way = wayTo(address, url.href);
      refuseAddress(address, way);
      const rules = await this.#robots.fresh(address, way);
      refuseForbidden(rules, address, way);
      // What is known of a page is told to nobody but the one that said it.
      const same = known?.final_url === address.href ? known : null;
      const reply = await this.#hosts.turn(address.host, rules.crawlDelay, () =>
        this.#get(address, way, same, { maximumBytes: this.#options.settings?.maximum_bytes ?? 20_000_000 }),
      );
      if (privateKind(reply.address) !== null) hosts.push({ host: address.host, address: reply.address });
      const { location } = reply.headers;
      if (reply.status < 300 || reply.status > 399 || reply.status === 304 || location === undefined) {
        return { reply, finalUrl: address.href, hosts };
      }
      if (!URL.canParse(location, address)) throw this.#failed(url.href, `it redirects to "${location}"`, 1);
      address = new URL(location, address);
    }
  }

  async #get(
    url: URL,
    way: Way,
    known: CacheEntry | null,
    limits: { readonly maximumBytes: number; readonly cut?: boolean },
  ): Promise<Reply> {
    const headers: Record<string, string> = { "user-agent": this.#userAgent, accept: "text/html, */*;q=0.8" };
    const { etag = null, last_modified: modified = null } = known ?? {};
    if (etag !== null) headers["if-none-match"] = etag;
    if (modified !== null) headers["if-modified-since"] = modified;
    try {
      return await this.#client.get(url, headers, {
        ...limits,
        allowPrivate: this.#mayBePrivate(url.host),
        timeoutMilliseconds: (this.#options.settings?.timeout_seconds ?? 60) * 1000,
        ...(this.#options.signal === undefined ? {} : { signal: this.#options.signal }),
      });
    } catch (cause) {
      const refusal = refusalIn(cause);
      if (refusal !== null) throw refused(way, refusal.address, cause);
      if (cause instanceof BodyTooLarge) {
        throw new PenprintError(
          "COLLECT_PAGE_TOO_LARGE",
          { url: way.page, limit: limits.maximumBytes },
          { cause },
        );
      }
      throw cause;
    }
  }

  /** @returns what is the matter when the site does not answer */
  async #askForRobots(address: URL, way: Way): Promise<Reply | Trouble> {
    const tries = this.#options.settings?.tries ?? 4;
    let trouble: Trouble = { reason: "the site does not answer", isHost: false, tries };
    refuseAddress(address, way);
    for (let turn = 1; turn <= tries; turn++) {
      if (turn > 1) await this.#pause((this.#options.backoffMilliseconds ?? 1000) * 2 ** (turn - 2));
      try {
        const reply = await this.#hosts.turn(address.host, null, () =>
          this.#get(address, way, null, { maximumBytes: maximumRobotsBytes, cut: true }),
        );
        if (!retried.has(reply.status) || turn === tries) return reply;
        const wait = retryAfter(reply.headers["retry-after"], this.#now());
        if (wait > maximumWaitSeconds) {
          const reason = `the site asks to wait ${Math.round(wait)} seconds`;
          return { reason, isHost: false, tries: turn };
        }
        this.#hosts.hold(address.host, wait * 1000);
      } catch (cause) {
        this.#interrupted();
        if (cause instanceof PenprintError) throw cause;
        const code = codeOf(cause);
        trouble = { reason: reasonOf(cause), isHost: hostTroubles.has(code), tries: turn };
        // A name that nobody has will not be somebody's in a second.
        if (code === "ENOTFOUND") break;
      }
    }
    return trouble;
  }

  #keep(url: string, finalUrl: string, reply: Reply, hosts: readonly PrivateHost[]): Promise<CacheEntry> {
    const fetched = this.#stamp();
    return this.#cache.store(
      {
        url,
        final_url: finalUrl,
        status: reply.status,
        content_type: reply.headers["content-type"] ?? "",
        etag: reply.headers.etag ?? null,
        last_modified: reply.headers["last-modified"] ?? null,
        fetched,
        checked: fetched,
        private: hosts,
      },
      reply.body,
    );
  }

  #mayBePrivate(host: string): boolean {
    const { allowPrivate = false } = this.#options;
    return typeof allowPrivate === "boolean" ? allowPrivate : allowPrivate.includes(host);
  }
  #failed(url: string, reason: string, tries: number): PenprintError {
    return new PenprintError("COLLECT_FETCH_FAILED", { url, reason, tries });
  }
  async #pause(milliseconds: number): Promise<void> {
    try {
      await sleep(milliseconds, undefined, { signal: this.#options.signal });
    } catch {
      this.#interrupted();
    }
  }
  #interrupted(): void {
    if (this.#options.signal?.aborted === true) throw new PenprintError("INTERRUPTED", {});
  }
  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
  #stamp(): string {
    return this.#now().toISOString();
  }
}

/** Seconds to wait, from either form of the header (RFC 9110, 10.2.3); 0 where there is none. */
export function retryAfter(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
}

const wayTo = (address: URL, page: string): Way => ({
  page,
  through: address.href === page ? "" : address.href,
});

/** @throws COLLECT_ADDRESS_INVALID for addresses that are never fetched */
function refuseAddress(url: URL, { page, through }: Way): void {
  const problem = addressProblem(url);
  if (problem === null) return;
  throw new PenprintError("COLLECT_ADDRESS_INVALID", {
    url: page,
    problem: through === "" ? problem : `it redirects to ${through}, and ${problem}`,
  });
}

function refused(way: Way, address: string, cause?: unknown): PenprintError {
  const facts = { url: way.page, through: way.through, address, kind: privateKind(address) ?? "" };
  return new PenprintError("COLLECT_ADDRESS_REFUSED", facts, { cause });
}

/** The refusal in an error or in what caused it. */
function refusalIn(error: unknown): AddressRefused | null {
  if (error instanceof AddressRefused) return error;
  return error instanceof Error && error.cause !== undefined ? refusalIn(error.cause) : null;
}

const plain = new Map([
  ["ENOTFOUND", "there is no such host"],
  ["EAI_AGAIN", "its name cannot be resolved just now"],
  ["ECONNREFUSED", "the host refuses the connection"],
  ["ECONNRESET", "the connection broke off"],
  ["EPIPE", "the connection broke off"],
  ["ETIMEDOUT", "the host does not answer"],
  ["EHOSTUNREACH", "the host cannot be reached"],
  ["ENETUNREACH", "the network cannot be reached"],
]);

/** What concerns a host and not the page that was asked for. */
const hostTroubles = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
]);

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : "";

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = codeOf(cause);
  if (code.startsWith("HPE_")) return "the answer is no HTTP";
  return plain.get(code) ?? (cause.message || code || cause.name);
}
