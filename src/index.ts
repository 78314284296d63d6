/**
 * penprint as a library, for Node. In browsers the same package offers all but reading and writing files.
 */
export * from "./index.browser.ts";
export { crossValidate, type CrossValidation, type CrossValidateOptions } from "./evaluate/cross-validate.ts";
export { chooseRecipe, type Choice, type ChooseOptions } from "./evaluate/choose.ts";
export { compare, type Comparison } from "./evaluate/compare.ts";
export { evaluate, type EvaluateOptions } from "./evaluate/evaluate.ts";
export type { Evaluation } from "./evaluate/evaluation.ts";
export { readDocuments, type ReadOptions, type SourcedDocument } from "./corpus/read.ts";
export { passages } from "./corpus/passages.ts";
export { holdOut, stratifiedFolds, type Grouped } from "./corpus/splits.ts";
export { readModel, writeModel } from "./model-file/disk.ts";
