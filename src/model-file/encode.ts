/** From an identifier to the bytes of a model file; docs/model-file.md describes them. */
import type { Identifier } from "../identifier.ts";
import { type Crc32, crc32 } from "./crc32.ts";
import { BLANK_CHECKSUM, writeChecksum } from "./checksum.ts";
import { ensembleTensors } from "./ensemble-file.ts";
import { frequentWordTensors, nodeTensors } from "./nodes.ts";
import { encodeTensors, flat, type Tensor } from "./safetensors.ts";

/** The version of the layout that this penprint writes, and the newest it reads. */
export const FORMAT_VERSION = 1;

/**
 * The bytes of the model file of `identifier`: the same identifier gives the same bytes. A model is called
 * as its file is, unless it has a name of its own.
 *
 * @param checksum a faster CRC-32 where there is one
 */
export function encodeModel(identifier: Identifier, checksum: Crc32 = crc32): Uint8Array<ArrayBuffer> {
  const { recipe, authors, vocabularies, counts, ensemble, calibration, knownTexts, card } = identifier.parts;
  const { rejection = null } = identifier.parts;
  const metadata = new Map<string, string>([
    ["format", "penprint"],
    ["format_version", String(FORMAT_VERSION)],
    ["checksum", BLANK_CHECKSUM],
    ...(card.hasOwnName === true ? [["name", card.name] as const] : []),
    ["recipe", JSON.stringify(recipe)],
    ["authors", JSON.stringify(authors)],
    ["calibration", JSON.stringify(calibration)],
    ...(rejection === null ? [] : [["rejection", JSON.stringify(rejection)] as const]),
    ["corpus", JSON.stringify(card.corpus)],
    ["evaluation", JSON.stringify(card.evaluation)],
    ...((card.overview ?? null) === null ? [] : [["overview", JSON.stringify(card.overview)] as const]),
  ]);
  const tensors: Tensor[] = [flat("known_texts", knownTexts)];
  if (ensemble === null) {
    tensors.unshift(
      flat("counts.starts", counts.starts),
      flat("counts.authors", counts.authors),
      flat("counts.values", counts.values),
    );
  } else {
    tensors.push(...ensembleTensors(ensemble));
  }
  vocabularies.forEach((vocabulary, view) => {
    if (vocabulary === null) return;
    const { arrays } = vocabulary;
    const [tree, ...tokens] = nodeTensors(`views.${view}`, arrays);
    tensors.push(tree!, flat(`views.${view}.features`, arrays.features), ...tokens);
    tensors.push(...frequentWordTensors(`views.${view}`, arrays));
  });
  const bytes = encodeTensors(metadata, tensors);
  writeChecksum(bytes, checksum(bytes));
  return bytes;
}
