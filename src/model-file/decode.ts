/** From the bytes of a model file to an identifier. Nothing in the file is run, and nothing is believed. */
import { countFeatures } from "../features/feature-order.ts";
import { bucketsOf } from "../features/hashed-vocabulary.ts";
import { hasFrequentWords, type View } from "../features/view.ts";
import { Vocabulary } from "../features/vocabulary.ts";
import { type AuthorFacts, Identifier } from "../identifier.ts";
import { countsDocuments } from "../model/create-classifier.ts";
import { type CountMatrix, noCounts } from "../sparse.ts";
import { addUpCounts } from "./count-sums.ts";
import { type Crc32, crc32 } from "./crc32.ts";
import { readEnsemble } from "./ensemble-file.ts";
import { FORMAT_VERSION } from "./encode.ts";
import { believed, parseMetadata } from "./metadata.ts";
import { modelName } from "./model-name.ts";
import { readFrequentWords, readSortedNodes } from "./nodes.ts";
import { openTensors, type TensorReader } from "./tensor-reader.ts";

/**
 * The identifier in a model file.
 *
 * @param bytes the whole file; arrays are viewed in it, so it must not change afterwards
 * @param file its name or path, for errors; the identifier is called by it, without folders and the usual
 *   ending, unless it has a name of its own
 * @param checksum the file's checksum where it is known (see checksum.ts), or a faster CRC-32
 * @throws MODEL_FOREIGN, MODEL_NEWER, MODEL_TRUNCATED, MODEL_CORRUPT, MODEL_NOT_FINITE
 */
export function decodeModel(bytes: Uint8Array, file: string, checksum: Crc32 | number = crc32): Identifier {
  const format = { format: "penprint", newest: FORMAT_VERSION };
  const reader = openTensors(bytes, file, format, checksum);
  const { metadata } = reader;
  const refuse = (reason: string): never => reader.corrupt(reason);
  const { recipe, authors, calibration, rejection, card } = parseMetadata(metadata, refuse);
  const vocabularies = recipe.views.map((view, index) =>
    view.hash_bits === undefined ? readVocabulary(reader, index, view) : null,
  );
  const sizes = recipe.views.map((view, index) => vocabularies[index]?.size ?? bucketsOf(view));
  const { classifier } = recipe;
  const ensemble =
    classifier.name === "ensemble" ? readEnsemble(reader, classifier, sizes, authors.length) : null;
  const nFeatures = sizes.reduce((sum, size) => sum + size, 0);
  const counts = ensemble === null ? readCounts(reader, nFeatures, authors.length) : noCounts(authors.length);
  if (countsDocuments(classifier)) checkDocuments(counts, card.corpus.authors, refuse);
  const knownTexts = reader.get("known_texts");
  if (!(knownTexts instanceof BigUint64Array)) return reader.corrupt('"known_texts" has the wrong type');
  const called = { name: modelName(file), ...card };
  const learned = { recipe, authors, vocabularies, counts, ensemble, calibration, rejection, knownTexts };
  return believed(() => new Identifier({ ...learned, card: called }), refuse);
}

function readVocabulary(reader: TensorReader, index: number, view: View): Vocabulary {
  const arrays = readSortedNodes(reader, `views.${index}`, view.tokens !== "characters");
  const name = `views.${index}.features`;
  const features = reader.indices(name, 2 ** 32);
  if (features.length * 2 !== arrays.nodes.length) reader.corrupt(`"${name}" has the wrong extent`);
  const size = countFeatures(features);
  if (size === -1) reader.corrupt(`"${name}" is out of order`);
  const words = hasFrequentWords(view) ? { frequentWords: readFrequentWords(reader, index) } : {};
  return new Vocabulary({ ...arrays, features, ...words }, size);
}

function readCounts(reader: TensorReader, nFeatures: number, nAuthors: number): CountMatrix {
  const values = reader.numbers("counts.values");
  const authors = reader.numbers("counts.authors");
  const starts = reader.indices("counts.starts", 2 ** 32);
  const counts = { nFeatures, nAuthors, starts, authors, values };
  // All checks in one look at each number. What is wrong, if something is, is found by one check after the other.
  const totals = authors instanceof Float64Array ? null : addUpCounts(counts);
  if (totals !== null) return { ...counts, totals };
  reader.positive("counts.values");
  reader.whole("counts.authors", nAuthors);
  if (authors.length !== values.length) reader.corrupt('"counts.authors" has the wrong extent');
  reader.offsets("counts.starts", nFeatures + 1, values.length);
  return reader.corrupt('"counts.authors" does not rise');
}

/** Refuses counts of documents above the number of the author's documents. */
function checkDocuments(
  { authors, values }: CountMatrix,
  facts: readonly AuthorFacts[],
  refuse: (reason: string) => never,
): void {
  for (let entry = 0; entry < values.length; entry++) {
    const { author, documents } = facts[authors[entry]!]!;
    if (values[entry]! > documents) refuse(`"counts.values" has more documents by ${author} than there are`);
  }
}
