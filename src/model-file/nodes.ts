/** The n-grams of a view in a file: tokens, and a tree of nodes over them. */
import type { WordList } from "../features/frequent-words.ts";
import { disorderIn } from "../features/sorted-pairs.ts";
import { disorderedToken } from "../features/sorted-tokens.ts";
import { ROOT, type VocabularyArrays } from "../features/vocabulary.ts";
import { flat, type Tensor } from "./safetensors.ts";
import type { TensorReader } from "./tensor-reader.ts";

/** The arrays of a tree of n-grams. */
export type NodeArrays = Pick<VocabularyArrays, "nodes" | "tokenBytes" | "tokenOffsets">;

/** The arrays as a file keeps them, under names that start with `prefix`. */
export function nodeTensors(prefix: string, { nodes, tokenBytes, tokenOffsets }: NodeArrays): Tensor[] {
  const tree: Tensor = { name: `${prefix}.nodes`, shape: [nodes.length / 2, 2], data: nodes };
  if (tokenBytes === null || tokenOffsets === null) return [tree];
  return [tree, flat(`${prefix}.token_bytes`, tokenBytes), flat(`${prefix}.token_offsets`, tokenOffsets)];
}

/**
 * Reads the arrays that {@link nodeTensors} wrote, in whatever order.
 *
 * @throws MODEL_CORRUPT when they are no tree over their tokens
 */
export function readNodes(reader: TensorReader, prefix: string, ofWords: boolean): NodeArrays {
  const { nodes, symbols, ...arrays } = readArrays(reader, prefix, ofWords);
  for (let node = 0; node < nodes.length / 2; node++) {
    const parent = nodes[node * 2]!;
    // A parent stands before its children, so that walking up always ends.
    if (parent !== ROOT && parent >= node) reader.corrupt(`node ${node} of "${prefix}.nodes" has no parent`);
    if (nodes[node * 2 + 1]! >= symbols) reader.corrupt(`node ${node} of "${prefix}.nodes" has no token`);
  }
  return { nodes, ...arrays };
}

/**
 * Reads the arrays that {@link nodeTensors} wrote of a finished vocabulary.
 *
 * @throws MODEL_CORRUPT when they are no tree over their tokens, or not in the one order of a vocabulary
 */
export function readSortedNodes(reader: TensorReader, prefix: string, ofWords: boolean): NodeArrays {
  const { nodes, symbols, tokenBytes, tokenOffsets } = readArrays(reader, prefix, ofWords);
  const node = disorderIn(nodes, symbols);
  if (node !== -1) reader.corrupt(`node ${node} of "${prefix}.nodes" is out of order`);
  const token = tokenBytes === null ? -1 : disorderedToken(tokenBytes, tokenOffsets!);
  if (token !== -1) reader.corrupt(`token ${token} of "${prefix}.token_bytes" is out of order`);
  return { nodes, tokenBytes, tokenOffsets };
}

function readArrays(
  reader: TensorReader,
  prefix: string,
  ofWords: boolean,
): NodeArrays & { readonly symbols: number } {
  const name = (part: string): string => `${prefix}.${part}`;
  const tokenBytes = ofWords ? reader.bytes(name("token_bytes")) : null;
  const tokenOffsets =
    tokenBytes === null
      ? null
      : reader.offsets(name("token_offsets"), reader.get(name("token_offsets")).length, tokenBytes.length);
  const symbols = tokenOffsets === null ? 0x110000 : tokenOffsets.length - 1;
  const nodes = reader.indices(name("nodes"), 2 ** 32);
  if (nodes.length % 2 !== 0) reader.corrupt(`"${name("nodes")}" has the wrong extent`);
  return { nodes, tokenBytes, tokenOffsets, symbols };
}

/** The words that stay unmasked, as a file keeps them, where a view has such. */
export function frequentWordTensors(prefix: string, { frequentWords }: VocabularyArrays): Tensor[] {
  if (frequentWords === undefined) return [];
  const { bytes, offsets } = frequentWords;
  return [flat(`${prefix}.frequent_bytes`, bytes), flat(`${prefix}.frequent_offsets`, offsets)];
}

/**
 * Reads the words that {@link frequentWordTensors} wrote.
 *
 * @throws MODEL_CORRUPT when they are not in order
 */
export function readFrequentWords(reader: TensorReader, view: number): WordList {
  const name = (part: string): string => `views.${view}.frequent_${part}`;
  const bytes = reader.bytes(name("bytes"));
  const offsets = reader.offsets(name("offsets"), reader.get(name("offsets")).length, bytes.length);
  const word = disorderedToken(bytes, offsets);
  if (word !== -1) reader.corrupt(`word ${word} of "${name("bytes")}" is out of order`);
  return { bytes, offsets };
}
