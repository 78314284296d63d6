/** How large one document may be. */

/**
 * The most bytes that one line, row or text file may have: 256 MiB, about 40 million words.
 * JavaScript holds no string much longer than twice that.
 */
export const longestDocument = 256 * 2 ** 20;
