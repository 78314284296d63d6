/** From an identifier to the bytes of a model file; docs/model-file.md describes them. */
import type { Identifier } from "../identifier.ts";
import { type Crc32, crc32 } from "./crc32.ts";
import { encodeTensors, type NumberArray, type Tensor } from "./safetensors.ts";

/** The version of the layout that this penprint writes, and the newest it reads. */
export const FORMAT_VERSION = 1;

/** How the checksum stands in the header before it is known, and while it is computed. */
export const BLANK_CHECKSUM = "crc32:00000000";

/**
 * The bytes of the model file of `identifier`: the same identifier gives the same bytes.
 *
 * @param checksum a faster CRC-32 where there is one
 */
export function encodeModel(identifier: Identifier, checksum: Crc32 = crc32): Uint8Array<ArrayBuffer> {
  const { recipe, authors, vocabularies, counts, calibration, knownTexts, card } = identifier.parts;
  const metadata = new Map([
    ["format", "penprint"],
    ["format_version", String(FORMAT_VERSION)],
    ["checksum", BLANK_CHECKSUM],
    ["name", card.name],
    ["recipe", JSON.stringify(recipe)],
    ["authors", JSON.stringify(authors)],
    ["calibration", JSON.stringify(calibration)],
    ["corpus", JSON.stringify(card.corpus)],
    ["evaluation", JSON.stringify(card.evaluation)],
  ]);
  const tensors: Tensor[] = [
    flat("counts.starts", counts.starts),
    flat("counts.authors", counts.authors),
    flat("counts.values", counts.values),
    flat("known_texts", knownTexts),
  ];
  vocabularies.forEach(({ arrays }, view) => {
    const { nodes, features, tokenBytes, tokenOffsets } = arrays;
    tensors.push(
      { name: `views.${view}.nodes`, shape: [nodes.length / 2, 2], data: nodes },
      flat(`views.${view}.features`, features),
    );
    if (tokenBytes !== null && tokenOffsets !== null) {
      tensors.push(
        flat(`views.${view}.token_bytes`, tokenBytes),
        flat(`views.${view}.token_offsets`, tokenOffsets),
      );
    }
  });
  const bytes = encodeTensors(metadata, tensors);
  writeChecksum(bytes, checksum(bytes));
  return bytes;
}

const flat = (name: string, data: NumberArray): Tensor => ({ name, shape: [data.length], data });

/** Where the digits of the checksum stand in a file's bytes, or −1. */
export function checksumPlace(bytes: Uint8Array): number {
  const mark = new TextEncoder().encode('"checksum":"crc32:');
  const most = Math.min(bytes.length, 4096);
  for (let place = 8; place + mark.length + 8 <= most; place++) {
    if (mark.every((byte, offset) => bytes[place + offset] === byte)) return place + mark.length;
  }
  return -1;
}

function writeChecksum(bytes: Uint8Array, checksum: number): void {
  const digits = checksum.toString(16).padStart(8, "0");
  bytes.set(new TextEncoder().encode(digits), checksumPlace(bytes));
}
