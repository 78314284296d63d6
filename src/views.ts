/** Views by name: what `linear` and `ensemble` can look at, and how their members weigh it. docs/views.md tells more. */
import { PenprintError } from "./errors.ts";
import type { View } from "./features/view.ts";
import type { EnsembleSettings, MemberSettings } from "./model/settings.ts";

/** A view that has a name. */
export interface NamedView {
  readonly view: View;
  /** How its linear member weighs it. */
  readonly weighting: Extract<MemberSettings, { readonly name: "linear" }>["weighting"];
  /** Whether an ensemble looks at it with Naive Bayes as well, which is stronger where texts are short. */
  readonly bayes: boolean;
  /** What it looks at, in a few words. */
  readonly description: string;
}

const words: View = {
  tokens: "words",
  ngrams: [1, 3],
  lower_case: true,
  minimum_documents: 2,
  maximum_document_share: 1,
};
const characters: View = { ...words, tokens: "characters", ngrams: [2, 5] };
const single: View = { ...words, ngrams: [1, 1] };
const plain = { weighting: "binary-tf-idf", bayes: false } as const;

/** All views that have a name. */
export const namedViews: ReadonlyMap<string, NamedView> = new Map<string, NamedView>([
  ["words", { ...plain, view: words, bayes: true, description: "words and signs, 1 to 3 in a row" }],
  ["characters", { ...plain, view: characters, bayes: true, description: "characters, 2 to 5 in a row" }],
  [
    "masked",
    {
      ...plain,
      view: { ...characters, ngrams: [2, 6], mask: "letters" },
      description: "characters, 2 to 6 in a row, all letters masked",
    },
  ],
  [
    "distorted",
    {
      ...plain,
      view: { ...characters, ngrams: [2, 6], mask: "multiple-asterisks", frequent_words: 300 },
      description: "the same, but for the 300 most frequent words",
    },
  ],
  [
    "affixes",
    {
      ...plain,
      view: { ...single, tokens: "typed-trigrams" },
      description: "beginnings and ends of words, and signs with their neighbours",
    },
  ],
  [
    "function-words",
    {
      view: { ...single, minimum_documents: 1, most_frequent: 500 },
      weighting: "z-scores",
      bayes: false,
      description: "the 500 most frequent words and signs, in z-scores",
    },
  ],
  [
    "style",
    {
      view: { ...single, tokens: "style-figures", lower_case: false, minimum_documents: 1 },
      weighting: "z-scores",
      bayes: false,
      description: "lengths of words and sentences, richness, signs and capitals, in z-scores",
    },
  ],
]);

/** C and the like of every linear member: what was best over a dozen corpora of all kinds (docs/accuracy.md). */
const squares = { name: "linear", loss: "least-squares", cost: 1, balanced: true } as const;
const bayes = { name: "multinomial-naive-bayes", smoothing: 0.1, exponent: 0.5 } as const;

/**
 * The views with these names, and the members that look at them.
 *
 * @param names with the lengths of n-grams where they are to be others, as in `words:1-2`
 * @param withBayes whether Naive Bayes looks at some of them as well
 * @throws PARAMETER_INVALID for names and lengths that are none
 */
export function viewsNamed(
  names: readonly string[],
  withBayes: boolean,
): { readonly views: View[]; readonly classifier: EnsembleSettings } {
  const found = names.map(viewNamed);
  if (found.length === 0) refuse("a list of at least one", "[]");
  const linear = found.map((named, view): MemberSettings => ({
    view,
    name: squares.name,
    loss: squares.loss,
    weighting: named.weighting,
    cost: squares.cost,
    balanced: squares.balanced,
    ...expectedOf(named, found),
  }));
  const counting = found.flatMap((named, view): MemberSettings[] =>
    withBayes && named.bayes ? [{ view, ...bayes }] : [],
  );
  return {
    views: found.map(({ view }) => view),
    classifier: { name: "ensemble", priors: "damped", members: [...linear, ...counting] },
  };
}

/**
 * Masked and distorted text are two looks at the same, how words are put together, and together count as one view until
 * documents say otherwise. Frequent words tell more where what is to come is about the same as what was learned from, and
 * mislead where it is not; documents that are held out are nearly always about the same, and cannot say.
 */
function expectedOf({ view }: NamedView, all: readonly NamedView[]): { expected?: number } {
  const masked = all.filter((other) => other.view.mask !== undefined);
  return view.mask === undefined || masked.length < 2 ? {} : { expected: 1 / masked.length };
}

function viewNamed(text: string): NamedView {
  const [, name = "", shortest, longest = shortest] = /^([^:]*)(?::(\d+)(?:-(\d+))?)?$/u.exec(text) ?? [];
  const named = namedViews.get(name);
  if (named === undefined) return refuse(`some of ${[...namedViews.keys()].join(", ")}`, text);
  if (shortest === undefined) return named;
  const { view } = named;
  if (name !== "function-words" && (view.tokens === "words" || view.tokens === "characters")) {
    return { ...named, view: { ...view, ngrams: [Number(shortest), Number(longest)] } };
  }
  return refuse(`"${name}" without lengths`, text);
}

function refuse(allowed: string, received: string): never {
  throw new PenprintError("PARAMETER_INVALID", { parameter: "views", allowed, received });
}
