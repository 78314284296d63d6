/** Authors who do not exist: each draws words from one list, by habits of his or her own. */
import type { Document } from "../../src/document.ts";
import { createRandom, type Random } from "../../src/random.ts";

const words = (
  "the of and to in a is that it was for on with he as you be at by i this had not are but from or have an they " +
  "which one were all her she there would their we him been has when who will no more if out so said what up its " +
  "about than into them can only other new some could time these two may then do first any my now such like our"
).split(" ");
const signs = [",", ";", ".", "–", "!", "…"];

/** A text of so many words by an author with these habits. */
export function textBy(habits: number, count: number, random: Random): string {
  const own = createRandom(habits);
  const shares = words.map(() => 0.2 + own.next() ** 3 * 3);
  const pauses = signs.map(() => own.next() * 3);
  const parts: string[] = [];
  for (let place = 0; place < count; place++) {
    parts.push(draw(words, shares, random) + (random.next() < 0.15 ? draw(signs, pauses, random) : ""));
  }
  return parts.join(" ");
}

/** A corpus: authors numbered from `first`, each with so many works of so many words. */
export function inventedCorpus(authors: number, works: number, count: number, first = 1): Document[] {
  const random = createRandom(first);
  return Array.from({ length: authors }, (_, author) =>
    Array.from({ length: works }, (__, work) => ({
      author: `author ${first + author}`,
      work: `work ${work} by ${first + author}`,
      text: textBy(first + author, count, random),
    })),
  ).flat();
}

function draw(items: readonly string[], shares: readonly number[], random: Random): string {
  let left = random.next() * shares.reduce((sum, share) => sum + share, 0);
  for (const [place, share] of shares.entries()) {
    left -= share;
    if (left < 0) return items[place]!;
  }
  return items[0]!;
}
