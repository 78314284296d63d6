/**
 * Names of predictions. A name says which model named whom on which text, signed, so that nothing has to be
 * remembered of a prediction until somebody puts it right:
 *
 *     bytes  0 –  5   time, in milliseconds
 *     bytes  6 – 11   chance
 *     bytes 12 – 17   the model's version
 *     bytes 18 – 19   the author's place among the model's, from 1; 0: nobody was named
 *     bytes 20 – 27   the beginning of the text's SHA-256
 *     bytes 28 – 39   the beginning of the HMAC-SHA-256 of all that (RFC 2104)
 */
import { createHmac, hash, randomFillSync, randomUUID, timingSafeEqual } from "node:crypto";

/** What a name says. */
export interface NamedPrediction {
  /** Of the model. */
  readonly version: string;
  /** The author's place among the model's; null when nobody was named. */
  readonly author: number | null;
  /** Whether the prediction was about this text. */
  isAbout(text: string): boolean;
}

const [signed, all] = [28, 40];

/** Gives names to predictions. */
export class PredictionIds {
  readonly #secret: Uint8Array | null;
  readonly #chance = Buffer.alloc(6 * 512);
  #used = this.#chance.length;

  /** @param secret null: names that say nothing, because nobody will ask */
  constructor(secret: Uint8Array | null) {
    this.#secret = secret;
  }

  /**
   * A new name.
   *
   * @param author the author's place among the model's; -1 when nobody was named
   */
  mint(version: string, author: number, text: string): string {
    if (this.#secret === null) return randomUUID();
    const bytes = Buffer.allocUnsafe(all);
    bytes.writeUIntBE(Date.now(), 0, 6);
    this.#draw().copy(bytes, 6);
    bytes.fill(0, 12, 18);
    versionBytes(version).copy(bytes, 12, 0, 6);
    bytes.writeUInt16BE(Math.min(author + 1, 0xffff), 18);
    hash("sha256", text, "buffer").copy(bytes, 20, 0, 8);
    this.#sign(bytes).copy(bytes, signed, 0, all - signed);
    return bytes.toString("base64url");
  }

  /** What a name says; null where it is none of ours. */
  read(id: string): NamedPrediction | null {
    if (!/^[\w-]{54}$/u.test(id)) return null;
    const bytes = Buffer.from(id, "base64url");
    const signature = this.#sign(bytes).subarray(0, all - signed);
    if (bytes.length !== all || !timingSafeEqual(signature, bytes.subarray(signed))) return null;
    const version = bytes.subarray(12, 18);
    const place = bytes.readUInt16BE(18);
    return {
      version: version.equals(versionBytes("memory")) ? "memory" : version.toString("hex"),
      author: place === 0 || place === 0xffff ? null : place - 1,
      isAbout: (text) => hash("sha256", text, "buffer").subarray(0, 8).equals(bytes.subarray(20, 28)),
    };
  }

  #sign(bytes: Buffer): Buffer {
    return createHmac("sha256", this.#secret ?? "")
      .update(bytes.subarray(0, signed))
      .digest();
  }

  #draw(): Buffer {
    if (this.#used === this.#chance.length) {
      randomFillSync(this.#chance);
      this.#used = 0;
    }
    this.#used += 6;
    return this.#chance.subarray(this.#used - 6, this.#used);
  }
}

const versionBytes = (version: string): Buffer =>
  Buffer.from(version, /^[0-9a-f]{12}$/u.test(version) ? "hex" : "latin1");
