/** What HTML says of some tags (HTML Living Standard, 13.1.2). */

/** Elements that hold nothing and need no closing tag. */
export const voids: ReadonlySet<string> = new Set(
  "area base basefont br col embed frame hr img input keygen link meta param source track wbr".split(" "),
);

/** Elements whose ampersands are no entities. */
export const rawText: ReadonlySet<string> = new Set(
  "script style xmp iframe noembed noframes plaintext".split(" "),
);

/** Elements that hold no text to be read. */
export const unread: ReadonlySet<string> = new Set(
  "script style template noscript iframe noembed noframes svg math object head title select textarea button".split(
    " ",
  ),
);

/** Elements that stand on lines of their own. */
export const blocks: ReadonlySet<string> = new Set(
  (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure " +
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre " +
    "search section summary table tbody td tfoot th thead tr ul"
  ).split(" "),
);

const paragraphEnders =
  "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 " +
  "h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul";

/** An opening tag and the open elements that it ends without saying so. */
export const ends: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...paragraphEnders.split(" ").map((name) => [name, new Set(["p"])] as const),
  ["li", new Set(["li", "p"])],
  ["dd", new Set(["dd", "dt", "p"])],
  ["dt", new Set(["dd", "dt", "p"])],
  ["tr", new Set(["tr", "td", "th", "p"])],
  ["td", new Set(["td", "th", "p"])],
  ["th", new Set(["td", "th", "p"])],
  ["thead", new Set(["tr", "td", "th", "p"])],
  ["tbody", new Set(["thead", "tbody", "tr", "td", "th", "p"])],
  ["tfoot", new Set(["thead", "tbody", "tr", "td", "th", "p"])],
  ["option", new Set(["option"])],
  ["optgroup", new Set(["option", "optgroup"])],
]);

/** What matters of a name while text is read, as bits. */
export const trait = { block: 1, unread: 2, lineBreak: 4, preformatted: 8 } as const;

/** The traits of an element's name; 0 for text and for most elements. */
export const traitsOf = (name: string): number =>
  (blocks.has(name) ? trait.block : 0) |
  (unread.has(name) ? trait.unread : 0) |
  (name === "br" ? trait.lineBreak : 0) |
  (name === "pre" ? trait.preformatted : 0);
