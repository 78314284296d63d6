/**
 * Authors of whom there is much more than of others. Those who have few documents are easily taken for those who have
 * many, and a share of right verdicts hardly shows it, because few documents can be wrong.
 */
import type { Warning } from "./document.ts";

/** How many documents an author has. */
export interface AuthorShare {
  readonly author: string;
  readonly documents: number;
}

/** Who has many documents, and who has less than a tenth of that. */
export interface Imbalance {
  readonly most: AuthorShare;
  /** The fewest documents first. */
  readonly few: readonly AuthorShare[];
}

/** So many times the documents of another are very many more. */
const VERY_UNEQUAL = 10;

/** Who has so few documents beside the author with the most; null where nobody does. Authors without documents do not count. */
export function imbalanceOf(authors: readonly AuthorShare[]): Imbalance | null {
  const own = authors.filter(({ documents }) => documents > 0);
  const most = own.reduce<AuthorShare | null>(
    (best, other) => (best === null || other.documents > best.documents ? other : best),
    null,
  );
  if (most === null) return null;
  const few = own
    .filter(({ documents }) => documents * VERY_UNEQUAL <= most.documents)
    .toSorted((left, right) => left.documents - right.documents);
  return few.length === 0 ? null : { most, few };
}

/** The warning `unequal_authors` about training documents; null where no author has very many more than another. */
export function trainingImbalance(authors: readonly AuthorShare[]): Warning | null {
  const found = imbalanceOf(authors);
  if (found === null) return null;
  const { most, few } = found;
  const them = few.length === 1 ? "that author" : "them";
  return {
    code: "unequal_authors",
    message: `"${most.author}" has ${documents(most)}, ${fewSaid(few)}: texts by ${them} are easily taken for those of others, and accuracy hardly shows it, balanced accuracy does. Add documents by ${them}, or learn from fewer of the others'.`,
  };
}

/** The warning `unequal_authors` about a verdict: for an author beside whom others have very few training documents. */
export function verdictImbalance(authors: readonly AuthorShare[], verdict: string): Warning | null {
  const own = authors.find(({ author }) => author === verdict);
  if (own === undefined) return null;
  const few = authors.filter((other) => other.documents * VERY_UNEQUAL <= own.documents);
  const found = imbalanceOf([own, ...few]);
  if (found === null) return null;
  return {
    code: "unequal_authors",
    message: `The model has learned from ${documents(own)} by "${own.author}" and ${fewBy(found.few)}: what is really by ${found.few.length === 1 ? "that author" : "one of them"} is easily taken for ${own.author}'s.`,
  };
}

/**
 * The warning `unequal_tests` about test documents.
 *
 * @param balanced balanced accuracy as people read it
 */
export function testImbalance(authors: readonly AuthorShare[], balanced: string): Warning | null {
  const found = imbalanceOf(authors);
  if (found === null) return null;
  const { most, few } = found;
  return {
    code: "unequal_tests",
    message: `"${most.author}" has ${documents(most)} in this test, ${fewSaid(few)}: accuracy is mostly about those who have many. Balanced accuracy, where each author counts the same, is ${balanced}.`,
  };
}

/** `"Ann" 1`, `3 authors a tenth of that or less ("Ann", "Bob", "Cy")` */
function fewSaid(few: readonly AuthorShare[]): string {
  const [first] = few;
  if (few.length === 1) return `"${first!.author}" ${first!.documents}`;
  return `${few.length} authors a tenth of that or less (${namesOf(few)})`;
}

/** `1 by "Ann"`, `a tenth of that or less by each of 3 others ("Ann", "Bob", "Cy")` */
function fewBy(few: readonly AuthorShare[]): string {
  const [first] = few;
  if (few.length === 1) return `${first!.documents} by "${first!.author}"`;
  return `a tenth of that or less by each of ${few.length} others (${namesOf(few)})`;
}

function namesOf(few: readonly AuthorShare[]): string {
  const names = few.slice(0, 3).map(({ author }) => `"${author}"`);
  return names.join(", ") + (few.length > 3 ? ` and ${few.length - 3} more` : "");
}

const documents = ({ documents: count }: AuthorShare): string =>
  `${count} ${count === 1 ? "document" : "documents"}`;
