/** Adds up, over documents, how often each author uses each feature. */
import { PenprintError } from "../errors.ts";
import { type CountMatrix, narrowArray, type SparseRow } from "../sparse.ts";
import { NONE } from "./pair-table.ts";

/** Counts as plain arrays. */
export interface CountsPart {
  /** In how many documents each feature was; may be longer than there are features. */
  readonly documents: Uint32Array;
  /** The counts of each author that has any; no feature stands there twice. */
  readonly authors: readonly {
    readonly author: number;
    readonly ids: Uint32Array;
    readonly values: Float64Array;
  }[];
}

/**
 * Counts of (feature, author), and of documents that hold a feature. Counts are whole numbers, so that they
 * add up to the same bits in any order.
 *
 * Each author has a log to which rows are appended. When it is full, equal features are added up; when that
 * leaves it more than half full, it doubles. So memory follows the author's different features, not the
 * documents, and each row is copied once and added up about twice.
 */
export class AuthorCounts {
  readonly #binary: boolean;
  /** By author; authors without a document have none. */
  readonly #logs: (AuthorLog | undefined)[] = [];
  #documents = new Uint32Array(1024);
  /** For each feature its place in the log being compacted + 1. */
  #places = new Uint32Array(1024);

  /** @param binary whether a document counts once for each of its features (Bernoulli), however often it has it */
  constructor(binary: boolean) {
    this.#binary = binary;
  }

  /** In how many documents each feature was; longer than the number of features. */
  get documents(): Uint32Array {
    for (const log of this.#logs) if (log !== undefined) this.#compact(log);
    return this.#documents;
  }

  /**
   * Adds one document.
   *
   * @param author whole number from 0; a new one is the number of authors so far
   * @param nFeatures above all features of the row
   */
  add(author: number, row: SparseRow, nFeatures: number): void {
    this.#reserve(nFeatures);
    const log = (this.#logs[author] ??= new AuthorLog());
    if (log.length + row.length > log.ids.length) {
      this.#compact(log);
      log.reserve(row.length);
    }
    log.append(row, this.#binary);
  }

  /** Adds all that another one has counted. */
  merge(other: AuthorCounts): void {
    this.mergePart(other.part());
  }

  /** All that was counted; what is counted later may overwrite it. */
  part(): CountsPart {
    const authors: CountsPart["authors"][number][] = [];
    const { documents } = this;
    this.#logs.forEach((log, author) => {
      if (log === undefined) return;
      const { ids, values, length } = log;
      authors.push({ author, ids: ids.subarray(0, length), values: values.subarray(0, length) });
    });
    return { documents, authors };
  }

  /**
   * Adds what another one has counted.
   *
   * @param featureOf what its features are called here; the same when not given
   * @param authorOf the numbers of its authors here; the same when not given
   */
  mergePart(part: CountsPart, featureOf?: Uint32Array, authorOf?: Uint32Array): void {
    const before = this.documents.slice();
    for (const { author, ids, values } of part.authors) {
      const features = featureOf === undefined ? ids : new Uint32Array(ids.length);
      let most = 0;
      for (let place = 0; place < ids.length; place++) {
        const feature = featureOf === undefined ? ids[place]! : featureOf[ids[place]!]!;
        features[place] = feature;
        if (feature > most) most = feature;
      }
      this.#reserve(most + 1);
      const own = (this.#logs[authorOf === undefined ? author : authorOf[author]!] ??= new AuthorLog());
      if (own.length + ids.length > own.ids.length) own.reserve(ids.length);
      own.append({ ids: features, values, length: ids.length }, false);
      this.#compact(own);
    }
    // Compacting took each feature of a list for one document.
    this.#reserve(part.documents.length);
    this.#documents.fill(0);
    this.#documents.set(before);
    const most = featureOf?.length ?? part.documents.length;
    for (let feature = 0; feature < Math.min(most, part.documents.length); feature++) {
      const documents = part.documents[feature]!;
      if (documents !== 0) this.#documents[featureOf?.[feature] ?? feature]! += documents;
    }
  }

  /**
   * Takes out what another one has counted. In how many documents a feature was is lost: it is 1 for features that
   * are left, 0 for those that are not.
   *
   * @throws DOCUMENTS_NOT_THERE when there is less than is to be taken out
   */
  removePart(part: CountsPart, featureOf: Uint32Array | undefined, authorOf: Uint32Array): void {
    const negative = part.authors.map(({ author, ids, values }) => ({
      author,
      ids,
      values: values.map((value) => -value),
    }));
    this.mergePart({ documents: part.documents, authors: negative }, featureOf, authorOf);
    this.#documents.fill(0);
    for (const log of this.#logs) {
      if (log === undefined) continue;
      let kept = 0;
      for (let place = 0; place < log.length; place++) {
        const value = log.values[place]!;
        if (value < 0) {
          throw new PenprintError("DOCUMENTS_NOT_THERE", {
            reason: "a feature is in them more often than in it",
          });
        }
        if (value === 0) continue;
        log.ids[kept] = log.ids[place]!;
        log.values[kept++] = value;
        this.#documents[log.ids[place]!] = 1;
      }
      log.length = kept;
      log.compacted = kept;
    }
  }

  /**
   * The counts as a matrix.
   *
   * @param featureOf the number that each feature gets, NONE for those to be left out
   * @param nFeatures how many features are left
   * @param authorOf the number that each author gets, NONE for those without a document
   */
  matrix(featureOf: Uint32Array, nFeatures: number, authorOf: Uint32Array): CountMatrix {
    const nAuthors = authorOf.reduce((count, author) => (author === NONE ? count : count + 1), 0);
    const logs: (AuthorLog | undefined)[] = Array.from({ length: nAuthors });
    const starts = new Uint32Array(nFeatures + 1);
    let mostAuthor = 0;
    let most = 0;
    this.#logs.forEach((log, author) => {
      if (log === undefined) return;
      this.#compact(log);
      if (authorOf[author] === NONE) return;
      logs[authorOf[author]!] = log;
      for (let place = 0; place < log.length; place++) {
        const feature = featureOf[log.ids[place]!]!;
        if (feature === NONE) continue;
        starts[feature + 1]!++;
        most = Math.max(most, log.values[place]!);
        mostAuthor = Math.max(mostAuthor, authorOf[author]!);
      }
    });
    for (let feature = 0; feature < nFeatures; feature++) starts[feature + 1]! += starts[feature]!;
    // Made as narrow as they end up: with thousands of authors they are the largest arrays of all.
    const authors = narrowArray(starts[nFeatures]!, mostAuthor);
    const values = narrowArray(starts[nFeatures]!, most);
    const next = starts.slice(0, nFeatures);
    // Author after author, so that the authors of a feature come out rising.
    logs.forEach((log, author) => {
      if (log === undefined) return;
      for (let place = 0; place < log.length; place++) {
        const feature = featureOf[log.ids[place]!]!;
        if (feature === NONE) continue;
        const entry = next[feature]!++;
        authors[entry] = author;
        values[entry] = log.values[place]!;
      }
    });
    return { nFeatures, nAuthors, starts, authors, values };
  }

  #reserve(nFeatures: number): void {
    if (nFeatures <= this.#documents.length) return;
    this.#documents = enlarged(this.#documents, nFeatures);
    this.#places = new Uint32Array(this.#documents.length);
  }

  /** Adds up equal features of a log and counts the documents of the rows that are new in it. */
  #compact(log: AuthorLog): void {
    const places = this.#places;
    const documents = this.#documents;
    const { ids, values, length, compacted } = log;
    if (compacted === length) return;
    for (let place = 0; place < compacted; place++) places[ids[place]!] = place + 1;
    let kept = compacted;
    for (let place = compacted; place < length; place++) {
      const feature = ids[place]!;
      documents[feature]!++;
      const first = places[feature]!;
      if (first !== 0) {
        values[first - 1]! += values[place]!;
        continue;
      }
      ids[kept] = feature;
      values[kept++] = values[place]!;
      places[feature] = kept;
    }
    for (let place = 0; place < kept; place++) places[ids[place]!] = 0;
    log.length = kept;
    log.compacted = kept;
  }
}

/** Features and counts of one author; each feature stands once before `compacted`, once a document after. */
class AuthorLog {
  ids = new Uint32Array(64);
  values = new Float64Array(64);
  length = 0;
  compacted = 0;

  append({ ids, values, length }: SparseRow, binary: boolean): void {
    this.ids.set(ids.subarray(0, length), this.length);
    if (binary) this.values.fill(1, this.length, this.length + length);
    else this.values.set(values.subarray(0, length), this.length);
    this.length += length;
  }

  /** Makes room for `more` numbers, with the log at most half full, if they are not the first. */
  reserve(more: number): void {
    let capacity = this.length === 0 ? Math.max(more, this.ids.length) : this.ids.length;
    while (capacity < 2 * this.length || capacity < this.length + more) capacity *= 2;
    if (capacity === this.ids.length) return;
    const ids = new Uint32Array(capacity);
    const values = new Float64Array(capacity);
    ids.set(this.ids);
    values.set(this.values);
    this.ids = ids;
    this.values = values;
  }
}

function enlarged(array: Uint32Array, least: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(least, array.length * 2));
  larger.set(array);
  return larger;
}
