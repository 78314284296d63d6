/** Learns one view for classifiers that learn from documents rather than from authors' counts: keeps each one's row. */
import { PenprintError } from "../errors.ts";
import type { RowMatrix, SparseRow } from "../sparse.ts";
import type { Reading } from "../text/reading.ts";
import { canonicalOrder } from "./canonical-order.ts";
import { type RowOf, rowsOfView } from "./document-rows.ts";
import { NgramGrower } from "./ngram-grower.ts";
import { NONE } from "./pair-table.ts";
import { symbolsOf } from "./symbols.ts";
import { hasFrequentWords, type View } from "./view.ts";
import { GrowingVocabulary, Vocabulary } from "./vocabulary.ts";
import { WaitingTexts } from "./waiting-texts.ts";

/** The most numbers that may be kept, 8 bytes each. */
const MOST_NUMBERS = 250_000_000;
/** The most text that may wait. */
const MOST_BYTES = 1 << 30;

/** The counts of one view, document by document. */
export class RowCounter {
  readonly #view: View;
  #vocabulary: GrowingVocabulary;
  /** Null where it is not known yet which words stay unmasked; texts wait for that. */
  readonly #rowOf: RowOf | null;
  readonly #waiting: WaitingTexts | null;
  #waitingBytes = 0;
  #starts: number[] = [0];
  #ids = new Uint32Array(1 << 16);
  #counts = new Float32Array(1 << 16);
  #documentsWith = new Uint32Array(1 << 16);

  constructor(view: View) {
    this.#view = view;
    this.#vocabulary = new GrowingVocabulary(view.tokens);
    const waits = hasFrequentWords(view);
    this.#rowOf = waits ? null : rowsOfView(view, this.#vocabulary);
    this.#waiting = waits ? new WaitingTexts(view) : null;
  }

  /**
   * Adds the document that is being read.
   *
   * @throws CORPUS_TOO_LARGE when there are more numbers than memory should be asked for
   */
  add(reading: Reading): void {
    if (this.#waiting === null) {
      this.#append(this.#rowOf!(reading));
      return;
    }
    this.#waitingBytes += this.#waiting.add(reading);
    if (this.#waitingBytes > MOST_BYTES)
      throw new PenprintError("CORPUS_TOO_LARGE", { documents: this.#waiting.size });
  }

  #append({ ids, values, length }: SparseRow): void {
    const start = this.#starts.at(-1)!;
    const end = start + length;
    if (end > MOST_NUMBERS) throw new PenprintError("CORPUS_TOO_LARGE", { documents: this.#starts.length });
    if (end > this.#ids.length) {
      this.#ids = enlarged(this.#ids, new Uint32Array(2 * end));
      this.#counts = enlarged(this.#counts, new Float32Array(2 * end));
    }
    const nodes = this.#vocabulary.nodes.size;
    if (nodes > this.#documentsWith.length) {
      this.#documentsWith = enlarged(this.#documentsWith, new Uint32Array(2 * nodes));
    }
    this.#ids.set(ids.subarray(0, length), start);
    for (let place = 0; place < length; place++) {
      this.#counts[start + place] = values[place]!;
      this.#documentsWith[ids[place]!]!++;
    }
    this.#starts.push(end);
  }

  /** In how many documents each node is; 0 for those that are not among the most frequent, if only those are wanted. */
  #frequent(): Uint32Array {
    const { most_frequent: most } = this.#view;
    if (most === undefined) return this.#documentsWith;
    const totals = new Float64Array(this.#vocabulary.nodes.size);
    const end = this.#starts.at(-1)!;
    for (let entry = 0; entry < end; entry++) totals[this.#ids[entry]!]! += this.#counts[entry]!;
    // Of equally frequent ones all stay or none, whichever was counted first.
    const border = totals.toSorted()[totals.length - most - 1] ?? 0;
    return this.#documentsWith
      .slice(0, totals.length)
      .map((count, node) => (totals[node]! > border ? count : 0));
  }

  /**
   * The vocabulary in canonical order, and the counts of the documents.
   *
   * @param order the documents' numbers, in the order in which their rows are wanted
   */
  finish(order: ArrayLike<number>): { vocabulary: Vocabulary; counts: RowMatrix } {
    const frequentWords = this.#waiting?.frequentWords();
    if (frequentWords !== undefined) {
      this.#vocabulary = new GrowingVocabulary(this.#view.tokens);
      this.#starts = [0];
      this.#documentsWith.fill(0);
      const grower = new NgramGrower(this.#view, this.#vocabulary);
      for (const characters of this.#waiting!.masked(frequentWords)) {
        grower.grow(symbolsOf(characters));
        this.#append(grower.row);
      }
    }
    const documents = this.#starts.length - 1;
    const canonical = canonicalOrder(this.#vocabulary, this.#view, this.#frequent(), documents);
    const { featureOf, size, arrays } = canonical;
    const starts = new Uint32Array(order.length + 1);
    const ids = new Uint32Array(this.#starts.at(-1)!);
    const values = new Float32Array(ids.length);
    // Features rise within a row: they are sorted as numbers, and find their counts again by a table.
    const countOf = new Float32Array(size);
    let end = 0;
    for (let row = 0; row < order.length; row++) {
      const document = order[row]!;
      const begun = end;
      for (let entry = this.#starts[document]!; entry < this.#starts[document + 1]!; entry++) {
        const feature = featureOf[this.#ids[entry]!]!;
        if (feature === NONE) continue;
        ids[end++] = feature;
        countOf[feature] = this.#counts[entry]!;
      }
      ids.subarray(begun, end).sort();
      for (let entry = begun; entry < end; entry++) values[entry] = countOf[ids[entry]!]!;
      starts[row + 1] = end;
    }
    const counts = {
      nRows: order.length,
      nFeatures: size,
      starts,
      ids: ids.slice(0, end),
      values: values.slice(0, end),
    };
    const words = frequentWords === undefined ? {} : { frequentWords };
    return { vocabulary: new Vocabulary({ ...arrays, ...words }), counts };
  }
}

function enlarged<A extends Uint32Array | Float32Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}
