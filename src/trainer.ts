/** Learns an identifier from documents, one after the other; keeps counts, not texts. */
import type { Document } from "./document.ts";
import { EnsembleLearner, ensembleOf, type EnsemblePlan, type LearnedView } from "./ensemble-learner.ts";
import { PenprintError } from "./errors.ts";
import { createCounter } from "./features/counters.ts";
import { NONE } from "./features/pair-table.ts";
import type { ViewCounter } from "./features/view-counter.ts";
import { Identifier, type IdentifierParts } from "./identifier.ts";
import { FOLDS, HeldOutSample } from "./held-out.ts";
import { type Calibration, fitCalibration } from "./model/calibration.ts";
import { countsDocuments } from "./model/create-classifier.ts";
import { checkRecipe, type Recipe } from "./recipe.ts";
import { noCounts, stackCounts } from "./sparse.ts";
import { byCodePoints } from "./text/code-point-order.ts";
import { FingerprintCollector } from "./text/fingerprints.ts";
import type { Fingerprinter } from "./text/fingerprinter.ts";
import { Reading } from "./text/reading.ts";
import { checkAdditive, type TrainingPart } from "./training-part.ts";

interface AuthorTally {
  readonly index: number;
  documents: number;
  words: number;
}

/** Takes documents in, gives an identifier out. The order of the documents makes no difference. */
export class Trainer {
  readonly #recipe: Recipe;
  readonly #views: readonly ViewCounter[];
  readonly #authors = new Map<string, AuthorTally>();
  /** The same, by index. */
  readonly #tallies: AuthorTally[] = [];
  readonly #reading = new Reading();
  readonly #fingerprints = new FingerprintCollector();
  /** Where the recipe learns from documents rather than from counts. */
  readonly #ensemble: EnsembleLearner | null;
  /** For the calibration, if the recipe has one. */
  readonly #heldOut: HeldOutSample | null;
  /** What others have learned of an ensemble's views. */
  #learnedElsewhere: readonly LearnedView[] = [];
  #documents = 0;
  /** How many documents were counted with the block at hand. */
  #counted = 0;

  /**
   * @param views which views of an ensemble are learned here, others being learned elsewhere (see {@link takeViews});
   *   by default all
   * @throws PARAMETER_INVALID, RECIPE_INVALID for a recipe that makes no sense
   */
  constructor(recipe: Recipe, views: readonly number[] = [...recipe.views.keys()]) {
    checkRecipe(recipe);
    this.#recipe = recipe;
    const binary = countsDocuments(recipe.classifier);
    this.#heldOut = recipe.calibration === "none" ? null : new HeldOutSample(recipe.seed);
    const folds = this.#heldOut === null ? 1 : FOLDS;
    const { classifier } = recipe;
    this.#ensemble = classifier.name === "ensemble" ? new EnsembleLearner(recipe, classifier, views) : null;
    const counted = this.#ensemble === null ? recipe.views : [];
    this.#views = counted.map((view) => createCounter(view, binary, folds));
  }

  /** Adds one document; its text is not kept. */
  add(document: Pick<Document, "author" | "text" | "work">): void {
    this.addReading(document, this.#reading.readText(document.text));
  }

  /** Adds the document that is being read. */
  addReading(document: Pick<Document, "author" | "work">, reading: Reading): void {
    const { author } = document;
    const tally = this.#tallyOf(author);
    tally.documents++;
    tally.words += reading.words;
    this.#documents++;
    const { fingerprint } = reading;
    this.#fingerprints.add(fingerprint);
    this.#ensemble?.add(tally.index, document.work, reading);
    const heldOut = this.#heldOut;
    const hash = heldOut === null ? 0n : fingerprint.hash;
    const fold = heldOut?.foldOf(document, hash) ?? 0;
    for (const view of this.#views) view.add(tally.index, fold, reading);
    heldOut?.add(tally.index, fold, hash, this.#views);
  }

  /**
   * Whoever counts all documents of a block, in the kernel in which they are read; null where documents are to be added
   * one by one. What it has counted is to be told to {@link addCounted} and {@link endBlock}.
   */
  blockCounter(reading: Reading): ReturnType<ViewCounter["blockCounter"]> {
    const [view] = this.#views;
    // For more than counts, texts are needed.
    if (view === undefined || this.#views.length > 1 || this.#heldOut !== null) return null;
    return view.blockCounter(reading);
  }

  /** The number of an author, whose tally it is to whoever counts blocks. */
  authorOf(author: string): number {
    return this.#tallyOf(author).index;
  }

  /**
   * Adds a document that was counted with a block.
   *
   * @param author by number
   * @param fingerprint of its text
   */
  addCounted(author: number, words: number, fingerprint: Pick<Fingerprinter, "low" | "high">): void {
    const tally = this.#tallies[author]!;
    tally.documents++;
    tally.words += words;
    this.#documents++;
    this.#counted++;
    this.#fingerprints.add(fingerprint);
  }

  /** All documents of a block were told. */
  endBlock(): void {
    this.#views[0]?.addCounted(this.#counted);
    this.#counted = 0;
  }

  /**
   * All that was learned so far; what is learned later may overwrite it.
   *
   * @param asItIs leaves it to whoever takes it to put counts together; from then on nothing is learned here
   */
  part(asItIs = false): TrainingPart {
    return {
      authors: Array.from(this.#authors, ([author, { documents, words }]) => ({ author, documents, words })),
      texts: this.#fingerprints.finish().hashes,
      views: this.#views.map((view) => view.part(asItIs)),
      heldOut: this.#heldOut?.part() ?? null,
    };
  }

  /**
   * Adds what was learned from other documents by the same recipe. The identifier is the same, bit for bit, as if
   * all documents had been added here.
   */
  merge({ authors, texts, views, heldOut }: TrainingPart): void {
    const authorOf = Uint32Array.from(authors, ({ author, documents, words }) => {
      const tally = this.#tallyOf(author);
      tally.documents += documents;
      tally.words += words;
      this.#documents += documents;
      return tally.index;
    });
    this.#fingerprints.addHashes(texts);
    const nodesOf = this.#views.map((view, index) => view.merge(views[index]!, authorOf));
    if (heldOut !== null) this.#heldOut?.merge(heldOut, nodesOf, authorOf);
  }

  /**
   * Takes out what was learned from some documents: as if they had never been added.
   *
   * @throws RECIPE_NOT_ADDITIVE, DOCUMENTS_NOT_THERE when they were not added, after which the trainer is of no use
   */
  remove({ authors, texts, views }: TrainingPart): void {
    checkAdditive(this.#recipe);
    const authorOf = Uint32Array.from(authors, ({ author, documents, words }) => {
      const tally = this.#authors.get(author);
      if (tally === undefined || tally.documents < documents || tally.words < words) {
        const reason = `it has not as many documents by ${author}`;
        throw new PenprintError("DOCUMENTS_NOT_THERE", { reason });
      }
      tally.documents -= documents;
      tally.words -= words;
      this.#documents -= documents;
      return tally.index;
    });
    this.#fingerprints.removeHashes(texts);
    this.#views.forEach((view, index) => view.remove(views[index]!, authorOf));
  }

  /**
   * The identifier for all documents so far; its card's name is the recipe's.
   *
   * @throws CORPUS_EMPTY without documents, SINGLE_AUTHOR, NO_FEATURES when thresholds leave none,
   *   PRIORS_INVALID when given priors do not fit the authors
   */
  finish(): Identifier {
    const { names, tallies, authorOf } = this.#numberedAuthors();
    const learned = this.#learned(names, authorOf);
    if (learned.nFeatures === 0) {
      throw new PenprintError("NO_FEATURES", {
        reason: `no feature of the ${this.#documents} documents is within the recipe's thresholds`,
      });
    }
    return new Identifier({
      recipe: this.#recipe,
      authors: names,
      ...learned.parts(),
      knownTexts: this.#fingerprints.finish().hashes,
      card: {
        name: this.#recipe.name,
        corpus: {
          sha256: null,
          documents: this.#documents,
          words: tallies.reduce((sum, tally) => sum + tally.words, 0),
          authors: names.map((author, place) => ({
            author,
            documents: tallies[place]!.documents,
            words: tallies[place]!.words,
          })),
        },
        evaluation: null,
      },
    });
  }

  /**
   * In which order an ensemble's documents are learned, for whoever learns some of its views from the same documents in
   * the same order.
   *
   * @throws CORPUS_EMPTY, SINGLE_AUTHOR
   */
  plan(): EnsemblePlan {
    return this.#ensemble!.plan(this.#numberedAuthors().authorOf);
  }

  /** Learns the views of an ensemble that are learned here. */
  learnViews(plan: EnsemblePlan): LearnedView[] {
    return this.#ensemble!.learn(plan);
  }

  /** Takes what was learned elsewhere of an ensemble's other views. */
  takeViews(views: readonly LearnedView[]): void {
    this.#learnedElsewhere = views;
  }

  /** The authors in their final order, and the final number of each; authors of whom nothing is left have none. */
  #numberedAuthors(): { names: string[]; tallies: AuthorTally[]; authorOf: Uint32Array } {
    const names = [...this.#authors]
      .filter(([, { documents }]) => documents > 0)
      .map(([name]) => name)
      .sort(byCodePoints);
    if (names.length === 0) throw new PenprintError("CORPUS_EMPTY", { sources: ["what was given"] });
    if (names.length === 1) throw new PenprintError("SINGLE_AUTHOR", { author: names[0]! });
    const tallies = names.map((name) => this.#authors.get(name)!);
    const authorOf = new Uint32Array(this.#authors.size).fill(NONE);
    tallies.forEach((tally, place) => (authorOf[tally.index] = place));
    return { names, tallies, authorOf };
  }

  /** What the classifier has learned; the parts are made when it is clear that there are features. */
  #learned(
    names: readonly string[],
    authorOf: Uint32Array,
  ): {
    readonly nFeatures: number;
    readonly parts: () => Pick<IdentifierParts, "vocabularies" | "counts" | "ensemble" | "calibration">;
  } {
    const { classifier } = this.#recipe;
    if (this.#ensemble !== null && classifier.name === "ensemble") {
      const plan = this.#ensemble.plan(authorOf);
      const views = [...this.#ensemble.learn(plan), ...this.#learnedElsewhere];
      const nFeatures = views.reduce((sum, { size }) => sum + size, 0);
      const counts = noCounts(names.length);
      const parts = () => {
        const { vocabularies, parts: ensemble } = ensembleOf(classifier, views, plan, names);
        return { vocabularies, counts, ensemble, calibration: null };
      };
      return { nFeatures, parts };
    }
    const views = this.#views.map((view) => view.finish(authorOf));
    const counts = stackCounts(views.map((view) => view.counts));
    const parts = () => ({
      vocabularies: views.map((view) => view.vocabulary),
      counts,
      ensemble: null,
      calibration: this.#calibration(names, authorOf),
    });
    return { nFeatures: counts.nFeatures, parts };
  }

  #calibration(names: readonly string[], authorOf: Uint32Array): Calibration | null {
    const { calibration } = this.#recipe;
    if (this.#heldOut === null || calibration === "none") return null;
    return fitCalibration(this.#heldOut.score(this.#recipe, this.#views, names, authorOf), calibration);
  }

  #tallyOf(author: string): AuthorTally {
    const known = this.#authors.get(author);
    if (known !== undefined) return known;
    const tally = { index: this.#authors.size, documents: 0, words: 0 };
    this.#authors.set(author, tally);
    this.#tallies.push(tally);
    return tally;
  }
}

/**
 * Learns an identifier from documents.
 *
 * @throws what {@link Trainer.finish} throws
 */
export function trainIdentifier(
  documents: Iterable<Pick<Document, "author" | "text" | "work">>,
  recipe: Recipe,
): Identifier {
  const trainer = new Trainer(recipe);
  for (const document of documents) trainer.add(document);
  return trainer.finish();
}
