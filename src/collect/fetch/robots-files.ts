/** The robots.txt files of the sites that are asked: fetched once a day, and kept in the cache. */
import { PenprintError } from "../../errors.ts";
import type { CacheEntry, PageCache } from "./cache.ts";
import type { Reply } from "./request.ts";
import { allowAll, allowNothing, parseRobots } from "./robots.ts";
import type { RobotsRules, Trouble } from "./robots.ts";

/** How an address was come to. */
export interface Way {
  /** The page that is wanted. */
  readonly page: string;
  /** The address to which that redirects; "" when it is the page's own. */
  readonly through: string;
}

/** What is needed to fetch them. */
export interface RobotsWays {
  /**
   * Fetches an address patiently; redirects are not followed.
   *
   * @param way for errors: the page for which it is asked, and where on the way from there the site was met
   * @returns what is the matter when the site does not answer
   */
  readonly ask: (address: URL, way: Way) => Promise<Reply | Trouble>;
  /** Keeps what was fetched under the name of the robots.txt. */
  readonly keep: (url: string, finalUrl: string, reply: Reply) => Promise<CacheEntry>;
  readonly now: () => Date;
}

/** A cached robots.txt older than this is asked for again before anything is fetched (RFC 9309, 2.4). */
const maximumAgeMilliseconds = 24 * 60 * 60 * 1000;
/** At least five redirects are followed (RFC 9309, 2.3.1.2). */
const maximumRedirects = 5;

/** What the sites of a run allow. */
export class RobotsFiles {
  readonly #cache: PageCache;
  readonly #ways: RobotsWays;
  readonly #fetched = new Map<string, Promise<RobotsRules>>();
  readonly #remembered = new Map<string, Promise<RobotsRules>>();

  constructor(cache: PageCache, ways: RobotsWays) {
    this.#cache = cache;
    this.#ways = ways;
  }

  /** The rules of today, for what is about to be fetched. */
  fresh(url: URL, way: Way): Promise<RobotsRules> {
    let rules = this.#fetched.get(url.origin);
    if (rules === undefined) {
      rules = this.#fresh(url, way);
      this.#fetched.set(url.origin, rules);
      // A site whose robots.txt failed for another reason than the site's may be asked again.
      rules.catch(() => this.#fetched.delete(url.origin));
    }
    return rules;
  }

  /** The rules as they were last fetched, however long ago, for what is in the cache; without them all is allowed. */
  remembered(url: URL): Promise<RobotsRules> {
    const rules =
      this.#remembered.get(url.origin) ?? this.#read(url, Infinity).then((known) => known ?? allowAll);
    this.#remembered.set(url.origin, rules);
    return rules;
  }

  async #fresh(url: URL, way: Way): Promise<RobotsRules> {
    const known = await this.#read(url, maximumAgeMilliseconds);
    if (known !== null) return known;
    const robots = robotsAddress(url);
    let address = new URL(robots);
    for (let hop = 0; hop <= maximumRedirects; hop++) {
      const reply = await this.#ways.ask(address, hop === 0 ? way : { ...way, through: address.href });
      if ("reason" in reply) return allowNothing(reply);
      if (reply.status >= 500)
        return allowNothing({ reason: `the answer was ${reply.status}`, isHost: false, tries: 1 });
      const { location } = reply.headers;
      const isRedirect = reply.status >= 300 && reply.status < 400;
      if (isRedirect && location !== undefined && URL.canParse(location, address)) {
        address = new URL(location, address);
        continue;
      }
      await this.#ways.keep(robots, address.href, reply);
      this.#remembered.delete(url.origin);
      return rulesOf(robots, reply.status, reply.body);
    }
    return allowAll;
  }

  /** @returns null when the cache has none that is new enough */
  async #read(url: URL, maximumAge: number): Promise<RobotsRules | null> {
    const robots = robotsAddress(url);
    const known = await this.#cache.entry(robots);
    if (known === null || this.#ways.now().getTime() - Date.parse(known.checked) >= maximumAge) return null;
    const body = await this.#cache.body(known);
    return body === null ? null : rulesOf(robots, known.status, body);
  }
}

/**
 * @throws COLLECT_ROBOTS_FORBIDDEN unless the rules allow the address; COLLECT_FETCH_FAILED when its host is not there,
 *   of which robots.txt is only the first page that was asked for
 */
export function refuseForbidden(rules: RobotsRules, address: URL, way: Way): void {
  if (rules.allows(address.href)) return;
  const { trouble } = rules;
  if (trouble?.isHost === true) {
    const reason = way.through === "" ? trouble.reason : `it redirects to ${way.through}: ${trouble.reason}`;
    throw new PenprintError("COLLECT_FETCH_FAILED", { url: way.page, reason, tries: trouble.tries });
  }
  throw new PenprintError("COLLECT_ROBOTS_FORBIDDEN", {
    url: way.page,
    through: way.through,
    robots: robotsAddress(address),
    reason:
      trouble === undefined
        ? "the site's robots.txt forbids it"
        : `its robots.txt cannot be had just now, since ${trouble.reason}`,
  });
}

const robotsAddress = (url: URL): string => new URL("/robots.txt", url).href;

const rulesOf = (robots: string, status: number, body: Uint8Array): RobotsRules =>
  status === 200 ? parseRobots(robots, new TextDecoder("utf-8").decode(body)) : allowAll;
