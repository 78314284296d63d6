/**
 * Writes model-v1.safetensors.json, a model file of format version 1 with what it answers.
 *
 *     node test/golden/write_model_v1.ts
 *
 * Not to be run again: the stored file must stay readable as it is.
 */
import { writeFileSync } from "node:fs";
import { encodeModel } from "../../src/model-file/encode.ts";
import { sample, texts } from "../model-file/sample.ts";

const identifier = sample().describe({
  evaluation: { accuracy: 0.5, accuracy_interval: [0.25, 0.75] },
});
const golden = {
  base64: Buffer.from(encodeModel(identifier)).toString("base64"),
  authors: identifier.authors,
  card: identifier.card,
  recipe: identifier.recipe,
  answers: texts.map((text) => ({ text, prediction: identifier.predict(text) })),
};
const target = new URL("model-v1.safetensors.json", import.meta.url);
writeFileSync(target, `${JSON.stringify(golden)}\n`);
