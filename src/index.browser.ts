/** penprint as a library, for browsers: nothing in here needs Node. */
export type { Document, Warning } from "./document.ts";
export { PenprintError, type ErrorCode, type Facts } from "./errors.ts";
export {
  Identifier,
  type AuthorFacts,
  type Card,
  type CorpusFacts,
  type JsonValue,
  type Prediction,
  type RankedAuthor,
} from "./identifier.ts";
export { Trainer, trainIdentifier } from "./trainer.ts";
export {
  countingRecipe,
  defaultRecipe,
  recipeDescriptions,
  recipeNamed,
  recipes,
  type Recipe,
  type RecipeOptions,
} from "./recipe.ts";
export type { View } from "./features/view.ts";
export type { ClassifierSettings, Priors } from "./model/settings.ts";
export { explain, type Evidence, type Explanation, type ExplainOptions } from "./explain/explain.ts";
export { Verifier } from "./verify/verifier.ts";
export type { VerifierOptions } from "./verify/options.ts";
export type { Verification } from "./verify/verification.ts";
export { decodeModel } from "./model-file/decode.ts";
export { encodeModel } from "./model-file/encode.ts";
