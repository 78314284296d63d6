/** The corpora of docs/accuracy.md: how each is split, and what others have published on it. */

/** A corpus, as it is reproduced. */
export interface ReproducedCorpus {
  /** Its name among the splits of study-corpora.ts. */
  readonly splits: string;
  readonly title: string;
  /** How it is split, in a sentence. */
  readonly how: string;
  /** What others report, and what that can be compared with. */
  readonly published: string;
  /** Whether some test documents are by authors whom training does not have. */
  readonly open?: boolean;
  /** How long what is not measured yet would take, where that is long. */
  readonly remaining?: string;
}

/** In the order of the page. */
export const corpora: readonly ReproducedCorpus[] = [
  {
    splits: "pan18",
    title: "PAN 2018, fan fiction in five languages, closed set",
    how: "10 problems of the development set, each with its own training and test texts, by topics (fandoms) that differ; the score is the mean of the problems' macro-F1",
    published:
      "0.584 the official baseline, 0.685 the best of the shared task, both on the evaluation set, which is not this one",
  },
  {
    splits: "pan19",
    title: "PAN 2019, fan fiction in four languages, open set",
    how: "10 problems of the development set; some test texts are by none of the authors. Accuracy is that of the others; macro-F1 counts naming somebody for an unknown author's text as wrong",
    published:
      "0.58 without rejecting; 0.69 the best of the shared task on its hidden test, which is not this one",
    open: true,
  },
  {
    splits: "c50",
    title: "C50, 50 journalists of Reuters",
    how: "the official training half split by time: each author's 30 earlier stories to learn, the 20 later ones to test",
    published:
      "0.767 (Valla) and 0.755 (a word SVM) on the official test half, learning from 80 % and 100 % of the training half; here there are 60 % to learn from",
    remaining: "scikit-learn's pipelines on characters take some minutes each at rest",
  },
  {
    splits: "spooky80",
    title: "Spooky: single sentences by Poe, Lovecraft and Shelley",
    how: "80 % of the sentences to learn, 20 % to test, at random",
    published:
      "0.844 / 0.468 (accuracy / log-loss) word Naive Bayes, 0.869 an SVM, on other sentences; large stacks reach a log-loss of about 0.27",
  },
  {
    splits: "brennan_greenstadt",
    title: "Brennan–Greenstadt, 45 writers, pieces of 500 words",
    how: "3 of 5 folds, all pieces of a text on one side",
    published: "no figure for this split",
  },
  {
    splits: "federalist",
    title: "The Federalist, 70 undisputed papers",
    how: "10 folds",
    published: "no figure for this split",
  },
  {
    splits: "federalist-test",
    title: "The Federalist, 12 disputed papers",
    how: "the undisputed papers to learn; all disputed ones are taken to be Madison's",
    published: "12 of 12 (Mosteller & Wallace 1964, and nearly everybody since)",
  },
  {
    splits: "federalist-hm",
    title: "The Federalist, Hamilton or Madison",
    how: "their 65 papers, leaving out one after the other",
    published: "65 of 65 by several",
    remaining:
      "with 65 splits, scikit-learn's pipelines on characters take about a quarter of an hour each at rest, a language model and `auto` about ten minutes",
  },
  {
    splits: "greek_news",
    title: "Greek news, 10 journalists",
    how: "the given split, 100 stories to learn, 100 to test",
    published: "0.90 reported for the corpus",
  },
  {
    splits: "hindi_blogs",
    title: "Hindi blogs, 18 writers",
    how: "4 folds of the training texts, whose characters come as the bytes of UTF-16: penprint puts them together again, the pipelines of scikit-learn read them as they come",
    published: "no figure for this split",
  },
  {
    splits: "tang_poems",
    title: "Tang poems, 20 poets",
    how: "4,000 poems to learn, 2,000 to test, at random; no spaces between words",
    published: "no figure for this split",
  },
  {
    splits: "arabic_poets",
    title: "Arabic poems, 2 poets",
    how: "4 folds",
    published: "no figure for this split",
  },
  {
    splits: "rogers_stark",
    title: "Captain America or Iron Man, single lines",
    how: "two films to learn, a third to test",
    published: "0.567 the demo as shipped, 0.611 / 0.604 Naive Bayes / SVM of scikit-learn",
  },
  {
    splits: "office",
    title: "The Office, 12 characters, single lines",
    how: "4,000 lines of early seasons to learn, 3,000 of later ones to test, at random; who speaks most early on hardly speaks later",
    published: "no figure for this split",
  },
];
