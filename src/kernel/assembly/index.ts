/** What an instance of the kernel can do. Each instance has its own memory; most use only a part of it. */
export { addUpCounts, countFeatures, disorderedToken, disorderIn } from "./checks";
export { findCodePoints } from "./code-points";
export { countDocuments, roomFor } from "./documents";
export { addRows } from "./gains";
export { scanLines, setColumns } from "./lines";
export { allocate, allocateForGood, free, used } from "./memory";
export { writeNormalForm } from "./normal-form";
export {
  addCharacters,
  addCodePoints,
  addNumbers,
  addTokens,
  codePointCount,
  codePointOf,
  numberCodePoints,
} from "./symbols";
export { addCounts, drain, drainKeys, settle, setWindows, symbolsOf, tallyTotal } from "./tallies";
export { enterTokens, hashTokens, lowerHalf, numberTokens, upperHalf } from "./token-hashes";
export { tokenBytes, tokenCount, tokenFacts } from "./token-table";
export { findTokens, wordCount } from "./tokens";
export { addWindows, findCharacters, findNumbers, openWindows } from "./window-gains";
