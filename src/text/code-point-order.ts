/** The order in which names stand. */

/**
 * Compares two texts by their code points, which is also the order of their UTF-8 bytes; the language's own order
 * compares UTF-16 units.
 *
 * @returns below 0, 0 or above 0, as `sort` wants it
 */
export function byCodePoints(left: string, right: string): number {
  for (let place = 0; place < left.length && place < right.length;) {
    const a = left.codePointAt(place)!;
    const b = right.codePointAt(place)!;
    if (a !== b) return a - b;
    place += a > 0xffff ? 2 : 1;
  }
  return left.length - right.length;
}
