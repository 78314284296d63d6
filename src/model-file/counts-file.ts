/**
 * What was learned from a part of a corpus, as a file: the same safetensors layout as a model's, but with the counts
 * of nodes as they came, so that files can be added up.
 */
import { bucketsOf } from "../features/hashed-vocabulary.ts";
import type { View } from "../features/view.ts";
import type { AuthorFacts } from "../identifier.ts";
import type { Recipe } from "../recipe.ts";
import type { TrainingPart } from "../training-part.ts";
import { BLANK_CHECKSUM, writeChecksum } from "./checksum.ts";
import { type Crc32, crc32 } from "./crc32.ts";
import { isAuthorFacts, jsonIn, recipeOf } from "./metadata.ts";
import { nodeTensors, readNodes } from "./nodes.ts";
import { encodeTensors, flat, type Tensor } from "./safetensors.ts";
import { openTensors, type TensorReader } from "./tensor-reader.ts";

/** What a file of counts holds. */
export interface CountsFile {
  readonly recipe: Recipe;
  readonly part: TrainingPart;
  /** Of the documents (see corpus/corpus-fingerprint.ts), in hexadecimal. */
  readonly fingerprint: string;
}

const FORMAT = { format: "penprint-counts", newest: 1 };

/**
 * The bytes of a file of counts.
 *
 * @param checksum a faster CRC-32 where there is one
 */
export function encodeCounts(
  { recipe, part, fingerprint }: CountsFile,
  checksum: Crc32 = crc32,
): Uint8Array<ArrayBuffer> {
  const metadata = new Map([
    ["format", FORMAT.format],
    ["format_version", String(FORMAT.newest)],
    ["checksum", BLANK_CHECKSUM],
    ["recipe", JSON.stringify(recipe)],
    ["authors", JSON.stringify(part.authors)],
    ["fingerprint", fingerprint],
  ]);
  const tensors: Tensor[] = [flat("known_texts", part.texts)];
  part.views.forEach((view, index) => {
    const prefix = `views.${index}`;
    const [fold] = view.folds;
    const { documents, authors } = fold!.counts;
    const starts = new Uint32Array(part.authors.length + 1);
    for (const { author, ids } of authors) starts[author + 1] = ids.length;
    for (let author = 0; author < part.authors.length; author++) starts[author + 1]! += starts[author]!;
    const ids = new Uint32Array(starts[part.authors.length]!);
    const values = new Float64Array(ids.length);
    for (const { author, ids: own, values: counts } of authors) {
      ids.set(own, starts[author]);
      values.set(counts, starts[author]);
    }
    tensors.push(
      ...nodeTensors(prefix, view),
      flat(`${prefix}.documents`, Uint32Array.of(fold!.documents)),
      flat(`${prefix}.documents_with`, documents.slice(0, view.nodes.length / 2)),
      flat(`${prefix}.starts`, starts),
      flat(`${prefix}.ids`, ids),
      flat(`${prefix}.values`, values),
    );
  });
  const bytes = encodeTensors(metadata, tensors);
  writeChecksum(bytes, checksum(bytes));
  return bytes;
}

/**
 * Reads a file of counts; nothing in it is believed.
 *
 * @param file its name, for errors
 * @param checksum the file's checksum where it is known (see checksum.ts), or a faster CRC-32
 * @throws MODEL_FOREIGN, MODEL_NEWER, MODEL_TRUNCATED, MODEL_CORRUPT, MODEL_NOT_FINITE
 */
export function decodeCounts(bytes: Uint8Array, file: string, checksum: Crc32 | number = crc32): CountsFile {
  const reader = openTensors(bytes, file, FORMAT, checksum);
  const refuse = (reason: string): never => reader.corrupt(reason);
  const recipe = recipeOf(jsonIn(reader.metadata, "recipe", refuse), refuse);
  const authors = jsonIn(reader.metadata, "authors", refuse);
  if (!isAuthorFacts(authors)) return refuse('its "authors" are none');
  const texts = reader.get("known_texts");
  if (!(texts instanceof BigUint64Array)) return refuse('"known_texts" has the wrong type');
  const fingerprint = reader.metadata.get("fingerprint") ?? "";
  if (!/^[0-9a-f]{64}$/u.test(fingerprint)) return refuse('its "fingerprint" is none');
  const views = recipe.views.map((view, index) => readView(reader, `views.${index}`, view, authors));
  return { recipe, part: { authors, texts, views, heldOut: null }, fingerprint };
}

function readView(
  reader: TensorReader,
  prefix: string,
  view: View,
  authors: readonly AuthorFacts[],
): TrainingPart["views"][number] {
  const hashed = view.hash_bits !== undefined;
  const arrays = readNodes(reader, prefix, view.tokens !== "characters" && !hashed);
  if (hashed && arrays.nodes.length > 0) reader.corrupt(`"${prefix}.nodes" are none`);
  const nodes = hashed ? bucketsOf(view) : arrays.nodes.length / 2;
  const all = authors.reduce((sum, { documents }) => sum + documents, 0);
  const [documents] = reader.indices(`${prefix}.documents`, all + 1);
  const documentsWith = reader.indices(`${prefix}.documents_with`, 2 ** 32);
  if (documents !== all || documentsWith.length !== (hashed ? 0 : nodes))
    reader.corrupt(`"${prefix}" does not fit its authors`);
  const ids = reader.indices(`${prefix}.ids`, nodes);
  const values = reader.positive(`${prefix}.values`);
  if (values.length !== ids.length) reader.corrupt(`"${prefix}.values" has the wrong extent`);
  const starts = reader.offsets(`${prefix}.starts`, authors.length + 1, ids.length);
  const seen = new Uint32Array(nodes);
  const lists = authors.map((_, author) => {
    const own = ids.subarray(starts[author], starts[author + 1]);
    for (const node of own) {
      if (seen[node] === author + 1) reader.corrupt(`"${prefix}.ids" has a node twice`);
      seen[node] = author + 1;
    }
    return {
      author,
      ids: own,
      values: Float64Array.from(values.subarray(starts[author], starts[author + 1])),
    };
  });
  return { ...arrays, folds: [{ documents, counts: { documents: documentsWith, authors: lists } }] };
}
