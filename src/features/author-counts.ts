/** Adds up, over documents, how often each author uses each feature. */
import { type CountMatrix, type SparseRow } from "../sparse.ts";
import { NONE, PairTable } from "./pair-table.ts";

/**
 * Counts of (feature, author), and of documents that hold a feature. Counts are whole numbers, so that they
 * add up to the same bits in any order.
 */
export class AuthorCounts {
  /** Whether a document counts once for each of its features (Bernoulli), however often it has it. */
  readonly #binary: boolean;
  readonly #entries = new PairTable();
  #values = new Float64Array(1024);
  #documents = new Uint32Array(1024);

  /** @param binary count documents rather than occurrences */
  constructor(binary: boolean) {
    this.#binary = binary;
  }

  /** In how many documents each feature was; longer than the number of features. */
  get documents(): Uint32Array {
    return this.#documents;
  }

  /** Adds one document. */
  add(author: number, row: SparseRow, nFeatures: number): void {
    if (nFeatures > this.#documents.length) this.#documents = enlarged(this.#documents, nFeatures);
    const { ids, values, length } = row;
    for (let place = 0; place < length; place++) {
      const feature = ids[place]!;
      this.#documents[feature]!++;
      const entry = this.#entries.add(feature, author);
      if (entry >= this.#values.length) {
        const larger = new Float64Array(this.#values.length * 2);
        larger.set(this.#values);
        this.#values = larger;
      }
      this.#values[entry]! += this.#binary ? 1 : values[place]!;
    }
  }

  /**
   * The counts as a matrix.
   *
   * @param featureOf the number that each feature gets, NONE for those to be left out
   * @param nFeatures how many features are left
   * @param authorOf the number that each author gets
   */
  matrix(featureOf: Uint32Array, nFeatures: number, authorOf: Uint32Array): CountMatrix {
    const entries = this.#entries;
    const nAuthors = authorOf.length;
    const starts = new Uint32Array(nFeatures + 1);
    for (let entry = 0; entry < entries.size; entry++) {
      const feature = featureOf[entries.first(entry)]!;
      if (feature !== NONE) starts[feature + 1]!++;
    }
    for (let feature = 0; feature < nFeatures; feature++) starts[feature + 1]! += starts[feature]!;
    const authors = new Uint32Array(starts[nFeatures]!);
    const values = new Float64Array(starts[nFeatures]!);
    const next = starts.slice(0, nFeatures);
    // Author after author, so that the authors of a feature come out rising.
    for (const entry of entriesByAuthor(entries, authorOf, nAuthors)) {
      const feature = featureOf[entries.first(entry)]!;
      if (feature === NONE) continue;
      const place = next[feature]!++;
      authors[place] = authorOf[entries.second(entry)]!;
      values[place] = this.#values[entry]!;
    }
    return { nFeatures, nAuthors, starts, authors, values };
  }
}

/** The entries in the order of their authors' new numbers (counting sort). */
function entriesByAuthor(entries: PairTable, authorOf: Uint32Array, nAuthors: number): Uint32Array {
  const next = new Uint32Array(nAuthors + 1);
  for (let entry = 0; entry < entries.size; entry++) next[authorOf[entries.second(entry)]! + 1]!++;
  for (let author = 0; author < nAuthors; author++) next[author + 1]! += next[author]!;
  const sorted = new Uint32Array(entries.size);
  for (let entry = 0; entry < entries.size; entry++) {
    sorted[next[authorOf[entries.second(entry)]!]!++] = entry;
  }
  return sorted;
}

function enlarged(array: Uint32Array, least: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(least, array.length * 2));
  larger.set(array);
  return larger;
}
