/** Takes documents in, gives what an ensemble has learned from them; keeps rows of counts, not texts. */
import { combineMembers, type EnsembleParts, foldsOf } from "./ensemble.ts";
import { type EnsembleDocuments, type LearnedMember, learnMember } from "./ensemble-members.ts";
import { RowCounter } from "./features/row-counter.ts";
import { scaledIn, type View } from "./features/view.ts";
import { Vocabulary, type VocabularyArrays } from "./features/vocabulary.ts";
import type { EnsembleSettings } from "./model/settings.ts";
import type { Recipe } from "./recipe.ts";
import type { Reading } from "./text/reading.ts";
import { Shingles } from "./text/shingles.ts";

interface KeptDocument {
  readonly author: number;
  /** Where it was cut from, or its text's hash. */
  readonly work: string;
  readonly hash: bigint;
}

/** The documents in an order of their own: whoever knows it learns the same from a view. Plain data. */
export interface EnsemblePlan extends EnsembleDocuments {
  /** The documents' numbers as they came, in their final order. */
  readonly order: Uint32Array;
}

/** What was learned from a view; plain data. */
export interface LearnedView {
  /** Which of the recipe's views. */
  readonly view: number;
  readonly vocabulary: VocabularyArrays;
  /** How many features it has. */
  readonly size: number;
  /** The ensemble's members that look at this view, in their order. */
  readonly members: readonly LearnedMember[];
}

/**
 * Collects documents for an ensemble. The order of the documents makes no difference. Views are independent of each
 * other until their members are put together, so that several learners may share the work.
 */
export class EnsembleLearner {
  readonly #settings: EnsembleSettings;
  readonly #seed: number;
  readonly #views: ReadonlyMap<number, { readonly view: View; readonly counter: RowCounter }>;
  readonly #documents: KeptDocument[] = [];
  readonly #shingles = new Shingles();

  /** @param views which of the recipe's views this one learns */
  constructor({ views, seed }: Recipe, settings: EnsembleSettings, own: readonly number[]) {
    this.#settings = settings;
    this.#seed = seed;
    this.#views = new Map(
      own.map((index) => {
        const view = views[index]!;
        return [index, { view, counter: new RowCounter(view) }];
      }),
    );
  }

  /**
   * Adds the document that is being read.
   *
   * @throws CORPUS_TOO_LARGE
   */
  add(author: number, work: string | undefined, reading: Reading): void {
    const { hash } = reading.fingerprint;
    this.#documents.push({ author, work: work === undefined ? `text ${hash}` : `work ${work}`, hash });
    this.#shingles.add(reading.tokens(true));
    for (const { counter } of this.#views.values()) counter.add(reading);
  }

  /**
   * The documents in their order, and in which folds they are held out: what is of one work, or near duplicates, in one.
   *
   * @param authorOf the number that each author gets
   */
  plan(authorOf: Uint32Array): EnsemblePlan {
    const documents = this.#documents.map((document, place) => ({
      ...document,
      author: authorOf[document.author]!,
      place,
    }));
    // An order of the documents' own; equal texts by one author are equal rows.
    documents.sort(
      (left, right) =>
        left.author - right.author ||
        (left.hash < right.hash ? -1 : left.hash > right.hash ? 1 : 0) ||
        (left.work < right.work ? -1 : left.work > right.work ? 1 : 0),
    );
    const labels = Uint32Array.from(documents, ({ author }) => author);
    const nAuthors = labels.reduce((most, label) => Math.max(most, label + 1), 0);
    const works = documents.map(({ work }) => work);
    const order = Uint32Array.from(documents, ({ place }) => place);
    const groups = this.#shingles.groups(order, works);
    return { order, labels, nAuthors, folds: foldsOf(labels, groups, nAuthors), seed: this.#seed };
  }

  /** Learns this learner's views. */
  learn(plan: EnsemblePlan): LearnedView[] {
    return Array.from(this.#views, ([view, { view: settings, counter }]) => {
      const { vocabulary, counts } = counter.finish(plan.order);
      const own = this.#settings.members.filter((member) => member.view === view);
      const members = own.map((member) => learnMember(member, counts, plan, scaledIn(settings)));
      return { view, vocabulary: vocabulary.arrays, size: vocabulary.size, members };
    });
  }
}

/**
 * Puts together what was learned from all views, whoever learned it.
 *
 * @param authors their names, in order
 * @throws PRIORS_INVALID
 */
export function ensembleOf(
  settings: EnsembleSettings,
  views: readonly LearnedView[],
  plan: EnsemblePlan,
  authors: readonly string[],
): { vocabularies: Vocabulary[]; parts: EnsembleParts } {
  const sorted = views.toSorted((left, right) => left.view - right.view);
  const taken = new Map<number, number>();
  const members = settings.members.map(({ view }) => {
    const place = taken.get(view) ?? 0;
    taken.set(view, place + 1);
    return sorted[view]!.members[place]!;
  });
  return {
    vocabularies: sorted.map(({ vocabulary }) => new Vocabulary(vocabulary)),
    parts: combineMembers(settings, members, plan, authors),
  };
}
