/** CRC-32 as zip, PNG and Python's zlib.crc32 have it: the checksum of a model file. */

/** A function that continues the checksum `start` (0 at first) over `bytes`. */
export type Crc32 = (bytes: Uint8Array, start?: number) => number;

const POLYNOMIAL = 0xedb88320;

/** Eight tables, so that eight bytes are taken at a time ("slicing by 8", Kounavis & Berry 2005). */
const tables: readonly Uint32Array[] = makeTables();

function makeTables(): Uint32Array[] {
  const first = Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
    }
    return remainder;
  });
  const all = [first];
  for (let table = 1; table < 8; table++) {
    const before = all[table - 1]!;
    all.push(before.map((remainder) => first[remainder & 0xff]! ^ (remainder >>> 8)));
  }
  return all;
}

/** The checksum in plain TypeScript, for browsers; Node's own is faster. */
export const crc32: Crc32 = (bytes, start = 0) => {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = tables as [
    Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array,
  ]; // prettier-ignore
  let crc = ~start;
  let place = 0;
  for (const last = bytes.length - 8; place <= last; place += 8) {
    const low =
      crc ^
      (bytes[place]! | (bytes[place + 1]! << 8) | (bytes[place + 2]! << 16) | (bytes[place + 3]! << 24));
    crc =
      t7[low & 0xff]! ^
      t6[(low >>> 8) & 0xff]! ^
      t5[(low >>> 16) & 0xff]! ^
      t4[low >>> 24]! ^
      t3[bytes[place + 4]!]! ^
      t2[bytes[place + 5]!]! ^
      t1[bytes[place + 6]!]! ^
      t0[bytes[place + 7]!]!;
  }
  for (; place < bytes.length; place++) crc = t0[(crc ^ bytes[place]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
};
