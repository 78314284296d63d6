/** How often each of many things occurred, by author: things come one occurrence at a time. */

/**
 * Each author has a list of things with their counts, and a log of occurrences that are yet to be counted. When the
 * log is full it is added up; it is as long as the list, so that adding up costs a few steps an occurrence, and
 * memory follows the author's different things.
 */
export class OccurrenceLog {
  readonly #logs: (Log | undefined)[] = [];
  /** For each thing its place in the list at hand + 1. */
  #places = new Uint32Array(1024);

  /**
   * Adds occurrences.
   *
   * @param author whole number from 0
   * @param things one an occurrence
   * @param length how many of them
   */
  add(author: number, things: Uint32Array, length: number): void {
    const log = (this.#logs[author] ??= new Log());
    let from = 0;
    while (from < length) {
      const taken = Math.min(length - from, log.waiting.length - log.length);
      log.waiting.set(things.subarray(from, from + taken), log.length);
      log.length += taken;
      from += taken;
      if (log.length === log.waiting.length) this.#count(log);
    }
  }

  /** Hands out all counts, author by author, and forgets them. */
  *drain(): Generator<{ author: number; things: Uint32Array; counts: Float64Array }> {
    for (const [author, log] of this.#logs.entries()) {
      if (log === undefined) continue;
      this.#count(log);
      this.#logs[author] = undefined;
      yield {
        author,
        things: log.things.subarray(0, log.size),
        counts: log.counts.subarray(0, log.size),
      };
    }
  }

  #count(log: Log): void {
    let most = 0;
    const { waiting, length } = log;
    for (let place = 0; place < length; place++) if (waiting[place]! > most) most = waiting[place]!;
    if (most >= this.#places.length) this.#places = new Uint32Array(2 * most + 1);
    const places = this.#places;
    let { things, counts, size } = log;
    for (let place = 0; place < size; place++) places[things[place]!] = place + 1;
    for (let place = 0; place < length; place++) {
      const thing = waiting[place]!;
      const known = places[thing]!;
      if (known !== 0) {
        counts[known - 1]!++;
        continue;
      }
      if (size === things.length) {
        things = log.things = resized(things, new Uint32Array(2 * size));
        counts = log.counts = resized(counts, new Float64Array(2 * size));
      }
      things[size] = thing;
      counts[size++] = 1;
      places[thing] = size;
    }
    for (let place = 0; place < size; place++) places[things[place]!] = 0;
    log.size = size;
    log.length = 0;
    if (size > waiting.length) log.waiting = new Uint32Array(2 * waiting.length);
  }
}

/** Of one author. */
class Log {
  things = new Uint32Array(256);
  counts = new Float64Array(256);
  size = 0;
  waiting = new Uint32Array(1024);
  length = 0;
}

function resized<A extends Uint32Array | Float64Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}
