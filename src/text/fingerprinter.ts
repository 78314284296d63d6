/**
 * A text as 64 bits. What is hashed is its tokens in lower case, one after the other (see words.ts), so that neither
 * case, white space nor Unicode composition makes another text of it. The tokens were found already, which makes
 * this cost next to nothing:
 *
 *     low  ← stir(low ⊕ token)            token: its hash of 32 bits (see `hashBytes`)
 *     high ← turn((high + token) · c)
 */
import type { TokenList } from "./words.ts";

/** Hashes the tokens of one text after the other. */
export class Fingerprinter {
  /** The lower and the upper 32 bits of the latest text's hash. */
  low = 0;
  high = 0;

  /** Hashes a text, given as its tokens in lower case. */
  take({ hashes, length }: TokenList): void {
    let low = 0x9747b28c;
    let high = 0x2545f491;
    for (let token = 0; token < length; token++) {
      const hash = hashes[token]!;
      low = Math.imul(low ^ hash, 0x85ebca6b);
      low ^= low >>> 13;
      high = Math.imul(high + hash, 0xc2b2ae35);
      high = (high << 15) | (high >>> 17);
    }
    this.low = stirred(low ^ length);
    this.high = stirred(high ^ (length << 7));
  }

  /** The latest text's hash, from 0 to 2⁶⁴ − 1. */
  get hash(): bigint {
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }
}

const stirred = (half: number): number => {
  const mixed = Math.imul(half ^ (half >>> 16), 0x27d4eb2f);
  return (mixed ^ (mixed >>> 15)) >>> 0;
};
