/** The n-grams of a view in a file: tokens, and a tree of nodes over them. */
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
 * Reads the arrays that {@link nodeTensors} wrote.
 *
 * @throws MODEL_CORRUPT when they are no tree over their tokens
 */
export function readNodes(reader: TensorReader, prefix: string, ofWords: boolean): NodeArrays {
  const name = (part: string): string => `${prefix}.${part}`;
  const tokenBytes = ofWords ? reader.bytes(name("token_bytes")) : null;
  const tokenOffsets =
    tokenBytes === null
      ? null
      : reader.offsets(name("token_offsets"), reader.get(name("token_offsets")).length, tokenBytes.length);
  const symbols = tokenOffsets === null ? 0x110000 : tokenOffsets.length - 1;
  const nodes = reader.indices(name("nodes"), 2 ** 32);
  if (nodes.length % 2 !== 0) reader.corrupt(`"${name("nodes")}" has the wrong extent`);
  for (let node = 0; node < nodes.length / 2; node++) {
    const parent = nodes[node * 2]!;
    // A parent stands before its children, so that walking up always ends.
    if (parent !== ROOT && parent >= node) reader.corrupt(`node ${node} of "${name("nodes")}" has no parent`);
    if (nodes[node * 2 + 1]! >= symbols) reader.corrupt(`node ${node} of "${name("nodes")}" has no token`);
  }
  return { nodes, tokenBytes, tokenOffsets };
}
