/** From the bytes of a model file to an identifier. Nothing in the file is run, and nothing is believed. */
import { PenprintError } from "../errors.ts";
import { NONE } from "../features/pair-table.ts";
import { ROOT, Vocabulary, type VocabularyArrays } from "../features/vocabulary.ts";
import { type AuthorFacts, Identifier } from "../identifier.ts";
import { countsDocuments } from "../model/create-classifier.ts";
import type { CountMatrix, Numbers } from "../sparse.ts";
import { type Crc32, crc32 } from "./crc32.ts";
import { BLANK_CHECKSUM, checksumPlace, FORMAT_VERSION } from "./encode.ts";
import { believed, parseMetadata } from "./metadata.ts";
import { decodeTensors, type NumberArray, type TensorFile } from "./safetensors.ts";

/**
 * The identifier in a model file.
 *
 * @param bytes the whole file; arrays are viewed in it, so it must not change afterwards
 * @param file its name, for errors
 * @param checksum a faster CRC-32 where there is one
 * @throws MODEL_FOREIGN, MODEL_NEWER, MODEL_TRUNCATED, MODEL_CORRUPT, MODEL_NOT_FINITE
 */
export function decodeModel(bytes: Uint8Array, file: string, checksum: Crc32 = crc32): Identifier {
  const tensors = decodeTensors(bytes, file);
  const { metadata } = tensors;
  if (metadata.get("format") !== "penprint") {
    throw new PenprintError("MODEL_FOREIGN", { file, reason: "another program wrote it" });
  }
  const version = Number(metadata.get("format_version"));
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new PenprintError("MODEL_CORRUPT", {
      file,
      reason: "its format version is no whole number above 0",
    });
  }
  if (version > FORMAT_VERSION) {
    throw new PenprintError("MODEL_NEWER", { file, version, newest: FORMAT_VERSION });
  }
  verifyChecksum(bytes, file, checksum);
  const reader = new TensorReader(tensors, file);
  const refuse = (reason: string): never => reader.corrupt(reason);
  const { recipe, authors, calibration, card } = parseMetadata(metadata, refuse);
  const vocabularies = recipe.views.map(
    (view, index) => new Vocabulary(readVocabulary(reader, index, view.tokens === "words")),
  );
  const nFeatures = vocabularies.reduce((sum, vocabulary) => sum + vocabulary.size, 0);
  const counts = readCounts(reader, nFeatures, authors.length);
  if (countsDocuments(recipe.classifier)) checkDocuments(counts, card.corpus.authors, refuse);
  const knownTexts = reader.get("known_texts");
  if (!(knownTexts instanceof BigUint64Array)) return reader.corrupt('"known_texts" has the wrong type');
  const parts = { recipe, authors, vocabularies, counts, calibration, knownTexts, card };
  return believed(() => new Identifier(parts), refuse);
}

function verifyChecksum(bytes: Uint8Array, file: string, checksum: Crc32): void {
  const place = checksumPlace(bytes);
  if (place === -1) throw new PenprintError("MODEL_CORRUPT", { file, reason: "it has no checksum" });
  const stored = new TextDecoder().decode(bytes.subarray(place, place + 8));
  const blank = new TextEncoder().encode(BLANK_CHECKSUM.slice(-8));
  const actual = checksum(bytes.subarray(place + 8), checksum(blank, checksum(bytes.subarray(0, place))));
  if (actual.toString(16).padStart(8, "0") !== stored) {
    throw new PenprintError("MODEL_CORRUPT", { file, reason: "its checksum does not match its content" });
  }
}

/** Hands out a file's arrays with the checks that they all need. */
class TensorReader {
  readonly #file: TensorFile;
  readonly #name: string;

  constructor(file: TensorFile, name: string) {
    this.#file = file;
    this.#name = name;
  }

  corrupt(reason: string): never {
    throw new PenprintError("MODEL_CORRUPT", { file: this.#name, reason });
  }

  get(name: string): NumberArray {
    return this.#file.tensors.get(name)?.data ?? this.corrupt(`it has no "${name}"`);
  }

  bytes(name: string): Uint8Array {
    const data = this.get(name);
    return data instanceof Uint8Array ? data : this.corrupt(`"${name}" has the wrong type`);
  }

  /** Whole numbers of up to 32 bits below `bound`. */
  whole(name: string, bound: number): Numbers {
    const data = this.get(name);
    if (data instanceof Float64Array || data instanceof BigUint64Array) {
      return this.corrupt(`"${name}" has the wrong type`);
    }
    for (const number of data) if (number >= bound) this.corrupt(`"${name}" points outside`);
    return data;
  }

  /** Whole numbers of 32 bits below `bound`. */
  indices(name: string, bound: number): Uint32Array {
    const data = this.whole(name, bound);
    return data instanceof Uint32Array ? data : this.corrupt(`"${name}" has the wrong type`);
  }

  /** Rising whole numbers from 0 to `last`. */
  offsets(name: string, length: number, last: number): Uint32Array {
    const offsets = this.indices(name, last + 1);
    if (offsets.length !== length || offsets[0] !== 0 || offsets[length - 1] !== last) {
      this.corrupt(`"${name}" has the wrong extent`);
    }
    for (let place = 1; place < length; place++) {
      if (offsets[place]! < offsets[place - 1]!) this.corrupt(`"${name}" does not rise`);
    }
    return offsets;
  }

  /** Finite numbers above 0. */
  positive(name: string): Numbers {
    const numbers = this.get(name);
    if (numbers instanceof BigUint64Array) return this.corrupt(`"${name}" has the wrong type`);
    for (let index = 0; index < numbers.length; index++) {
      const number = numbers[index]!;
      if (!Number.isFinite(number)) {
        throw new PenprintError("MODEL_NOT_FINITE", { file: this.#name, tensor: name, index });
      }
      if (number <= 0) this.corrupt(`number ${index} of "${name}" is not above 0`);
      if (number > Number.MAX_SAFE_INTEGER) this.corrupt(`number ${index} of "${name}" is above 2^53`);
    }
    return numbers;
  }
}

function readVocabulary(reader: TensorReader, view: number, ofWords: boolean): VocabularyArrays {
  const name = (part: string): string => `views.${view}.${part}`;
  const tokenBytes = ofWords ? reader.bytes(name("token_bytes")) : null;
  const tokenOffsets =
    tokenBytes === null
      ? null
      : reader.offsets(name("token_offsets"), reader.get(name("token_offsets")).length, tokenBytes.length);
  const symbols = tokenOffsets === null ? 0x110000 : tokenOffsets.length - 1;
  const nodes = reader.indices(name("nodes"), 2 ** 32);
  const features = reader.indices(name("features"), 2 ** 32);
  if (features.length * 2 !== nodes.length) reader.corrupt(`"${name("features")}" has the wrong extent`);
  let next = 0;
  for (let node = 0; node < features.length; node++) {
    const parent = nodes[node * 2]!;
    // A parent stands before its children, so that walking up always ends.
    if (parent !== ROOT && parent >= node) reader.corrupt(`node ${node} of "${name("nodes")}" has no parent`);
    if (nodes[node * 2 + 1]! >= symbols) reader.corrupt(`node ${node} of "${name("nodes")}" has no token`);
    const feature = features[node]!;
    if (feature !== NONE && feature !== next++) reader.corrupt(`"${name("features")}" is out of order`);
  }
  return { nodes, features, tokenBytes, tokenOffsets };
}

function readCounts(reader: TensorReader, nFeatures: number, nAuthors: number): CountMatrix {
  const values = reader.positive("counts.values");
  const authors = reader.whole("counts.authors", nAuthors);
  if (authors.length !== values.length) reader.corrupt('"counts.authors" has the wrong extent');
  const starts = reader.offsets("counts.starts", nFeatures + 1, values.length);
  for (let feature = 0; feature < nFeatures; feature++) {
    for (let entry = starts[feature]! + 1; entry < starts[feature + 1]!; entry++) {
      if (authors[entry]! <= authors[entry - 1]!) reader.corrupt('"counts.authors" does not rise');
    }
  }
  return { nFeatures, nAuthors, starts, authors, values };
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
