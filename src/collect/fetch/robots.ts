/** robots.txt as RFC 9309 has it; robots-parser matches the rules. */
import robotsParserModule from "robots-parser";

/** What a site allows. */
export interface RobotsRules {
  /** @returns whether the address may be fetched */
  allows(url: string): boolean;
  /** Seconds between requests that the site asks for; null if it asks for none. */
  readonly crawlDelay: number | null;
  /** What is the matter, where the site's robots.txt cannot be had and so nothing is allowed. */
  readonly trouble?: Trouble;
}

/** Why a robots.txt could not be had. */
export interface Trouble {
  readonly reason: string;
  /** Whether it is the whole host that is not there, or not to be reached. */
  readonly isHost: boolean;
  /** How often the host was asked. */
  readonly tries: number;
}

/** The name by which robots.txt files call this program. */
export const productToken = "penprint";

/** More of a robots.txt than this is not read (RFC 9309, 2.5). */
export const maximumRobotsBytes = 500 * 1024;

/** A site without robots.txt (RFC 9309, 2.3.1.3). */
export const allowAll: RobotsRules = { allows: () => true, crawlDelay: null };

/** A site whose robots.txt cannot be had just now (RFC 9309, 2.3.1.4). */
export const allowNothing = (trouble: Trouble): RobotsRules => ({
  allows: () => false,
  crawlDelay: null,
  trouble,
});

/**
 * Reads a robots.txt.
 *
 * @param url its address
 * @param text what it says; only the first `maximumRobotsBytes` count
 */
export function parseRobots(url: string, text: string): RobotsRules {
  const rules = robotsParser(url, withoutTraps(text));
  const delay = rules.getCrawlDelay(productToken);
  return {
    allows: (address) =>
      new URL(address).pathname === "/robots.txt" || rules.isAllowed(address, productToken) !== false,
    crawlDelay: delay !== undefined && Number.isFinite(delay) && delay > 0 ? delay : null,
  };
}

/** A rule with more wildcards than this takes long to match, and no honest site has one. */
const maximumWildcards = 12;

// The package's types call its one function a default export, which it is not.
const robotsParser = robotsParserModule as unknown as (
  url: string,
  text: string,
) => {
  isAllowed(url: string, userAgent: string): boolean | undefined;
  getCrawlDelay(userAgent: string): number | undefined;
};

function withoutTraps(text: string): string {
  const lines = text
    .slice(0, maximumRobotsBytes)
    .split(/\r\n|\r|\n/)
    .flatMap((line) => {
      const stars = line.split("*");
      if (line.length <= 2048 && stars.length <= maximumWildcards + 1) return [line];
      // Cut short, a prohibition covers more than it did; a permission would too, so it goes.
      return /^\s*disallow/i.test(line) ? [stars.slice(0, maximumWildcards).join("*").slice(0, 2048)] : [];
    });
  // A group at the end without rules allows everything; the parser sees a group only where there is a rule.
  return [...lines, `Disallow: /${productToken}-empty-group`].join("\n");
}
