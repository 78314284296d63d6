/** Who is meant by a name on a page. */

/** The recipe's authors and the names by which pages call them. */
export class Speakers {
  readonly #authors = new Map<string, string>();

  /** @param authors each author with the aliases; the author's own name is one of them */
  constructor(authors: Iterable<readonly [string, readonly string[]]>) {
    for (const [author, aliases] of authors) {
      for (const alias of [author, ...aliases]) this.#authors.set(plainName(alias), author);
    }
  }

  /** Whether any authors are named at all. */
  get named(): boolean {
    return this.#authors.size > 0;
  }
  /** Names of at least two words, in lower case: nobody else is meant by them, wherever they stand. */
  get fullNames(): string[] {
    return [...this.#authors.keys()].filter((name) => name.includes(" "));
  }
  /** @returns the author whom one of the names means */
  authorOf(names: readonly string[]): string | undefined {
    for (const name of names) {
      const author = this.#authors.get(name) ?? this.#authors.get(plainName(name));
      if (author !== undefined) return author;
    }
    return undefined;
  }
  /** @returns whether the name is an alias of one of the authors */
  knows(name: string): boolean {
    return this.authorOf([name]) !== undefined;
  }
}

/**
 * A name as names are compared: without what stands in brackets ("(V.O.)"), without the colon behind it, in
 * lower case, with plain white space.
 */
export function plainName(name: string): string {
  return shownName(name).toLowerCase();
}

/** A name as it is shown: like `plainName`, but with its own capitals. */
export function shownName(name: string): string {
  // Most names are this plain, and there is one in every line.
  if (/^[A-Za-z]+(?: [A-Za-z]+)*$/.test(name)) return name;
  const plain = name
    .normalize("NFC")
    .replace(/[([{][^()[\]{}]*[)\]}]?/g, " ")
    .replace(/[\p{Default_Ignorable_Code_Point}]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
  let end = plain.length;
  while (end > 0 && " .:：,–—-".includes(plain[end - 1]!)) end--;
  return plain.slice(0, end);
}

/** @returns whether it could be a speaker's name: a few words, each with a capital, a figure or no case at all */
export function looksLikeName(text: string): boolean {
  if (text.length > 50) return false;
  const words = shownName(text).split(" ");
  if (words.length > 5 || !/^[\p{L}\p{N}]/u.test(words[0]!)) return false;
  if (!/\p{L}/u.test(text)) return false;
  return (
    words.every((word) => !/^\p{Ll}/u.test(word) || particles.has(word)) &&
    !/[.!?]\s/.test(text.trim().slice(4))
  );
}

/** Small words inside names. */
const particles = new Set(
  "and of the de da di du van von der den la le el al bin ben y e und et #".split(" "),
);

/** @returns whether it has capitals and no small letters, as names in print do: NAME, 2ND GUARD, DR. ANN */
export const isCapital = (name: string): boolean =>
  name.length <= 40 &&
  /\p{Lu}/u.test(name) &&
  !/\p{Ll}/u.test(name.replace(/\b\d+(?:st|nd|rd|th)\b/g, "").replace(/\bM(?:a?c|rs?)(?=\p{Lu}|\b)/gu, "")) &&
  !/[!?,;]/.test(name);

/** What is cried or starts a sentence, and is nobody's name. */
const cries = new Set(
  (
    "no,yes,oh,o,ah,aye,ay,nay,well,so,now,here,there,then,come,go,stop,help,fire,look,listen,hark,wait,please,good,right,fine,what,why,how,who," +
    "farewell,never,nothing,nobody,everything,enough,out,away,hush,silence,peace,quick,run,still,true,indeed,alas,hello,hi,hey," +
    "remember,note,notes,warning,danger,ps,p.s,nb,n.b,thus,and,but,or,if,because,first,second,third,finally,example,one thing," +
    "the end,end,ja,nein,ach,oui,non,hélas,si,sí,ay de mí,ok,okay,i,you,he,she,it,we,they,this,that,me,him,her,us,them,exit,closed,open"
  ).split(","),
);
/** @returns whether it is a word that is cried, or that starts sentences, rather than a name */
export const isCry = (name: string): boolean => cries.has(name.toLowerCase());
