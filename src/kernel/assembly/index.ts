/** What an instance of the kernel can do. Each instance has its own memory; most use only a part of it. */
export { findCodePoints } from "./code-points";
export { addRows } from "./gains";
export { allocate, free, used } from "./memory";
export { writeNormalForm } from "./normal-form";
export { addCharacters, addCodePoints, addTokens, codePointOf } from "./symbols";
export { drain, settle, setWindows, symbolsOf } from "./tallies";
export { hashTokens, lowerHalf, upperHalf } from "./token-hashes";
export { tokenBytes, tokenCount, tokenOffsets } from "./token-table";
export { findTokens, wordCount } from "./tokens";
