/** A small identifier with something of everything that a model file can hold. */
import type { Identifier } from "../../src/identifier.ts";
import { encodeModel } from "../../src/model-file/encode.ts";
import { decodeTensors, encodeTensors, type Tensor } from "../../src/model-file/safetensors.ts";
import { crc32 } from "../../src/model-file/crc32.ts";
import type { Recipe } from "../../src/recipe.ts";
import { trainIdentifier } from "../../src/trainer.ts";

export const FILE = "model.safetensors";

/** Words and characters side by side. */
export const recipe: Recipe = {
  name: "sample",
  views: [
    { tokens: "words", ngrams: [1, 2], lower_case: true, minimum_documents: 1, maximum_document_share: 1 },
    { tokens: "characters", ngrams: [2, 3], lower_case: false, minimum_documents: 1, maximum_document_share: 1 },
  ],
  classifier: { name: "multinomial-naive-bayes", smoothing: 0.5, priors: "corpus" },
  calibration: "none",
  seed: 7,
}; // prettier-ignore

const documents = [
  { author: "__proto__", text: "The lamp was lit; nobody came. I don't know why." },
  { author: "__proto__", text: "Nobody came, and the lamp burned low." },
  { author: "constructor", text: "Ships, ships, ships! Eleven ships on the grey water…" },
  { author: "Zoë", text: "À la fin, nous partîmes sans lampe. ☂" },
];

export const texts = ["The ships came.", "lampe", "Nobody knows why", "zzzz qqqq", "☂ \ud800 \0 ☂"];

export function sample(changes: Partial<Recipe> = {}): Identifier {
  return trainIdentifier(documents, { ...recipe, ...changes });
}

/** What a file holds, for making another file of it. */
export interface Content {
  readonly metadata: Map<string, string>;
  readonly tensors: Map<string, Tensor>;
}

/** A file whose checksum is right, whatever was changed in it. */
export function forged(change: (content: Content) => void, identifier: Identifier = sample()): Uint8Array {
  const { metadata, tensors } = decodeTensors(encodeModel(identifier), FILE);
  const content = { metadata: new Map(metadata), tensors: new Map(tensors) };
  content.metadata.set("checksum", "crc32:00000000");
  change(content);
  const bytes = encodeTensors(content.metadata, [...content.tensors.values()]);
  const mark = '"checksum":"crc32:';
  const place = new TextDecoder("latin1").decode(bytes).indexOf(mark) + mark.length;
  bytes.set(new TextEncoder().encode(crc32(bytes).toString(16).padStart(8, "0")), place);
  return bytes;
}
