/** The checksum in a file's header. */

/** How the checksum stands in the header before it is known, and while it is computed. */
export const BLANK_CHECKSUM = "crc32:00000000";

/** Where the digits of the checksum stand in a file's bytes, or −1. */
export function checksumPlace(bytes: Uint8Array): number {
  const mark = new TextEncoder().encode('"checksum":"crc32:');
  const most = Math.min(bytes.length, 4096);
  for (let place = 8; place + mark.length + 8 <= most; place++) {
    if (mark.every((byte, offset) => bytes[place + offset] === byte)) return place + mark.length;
  }
  return -1;
}

/** Writes the checksum to its place. */
export function writeChecksum(bytes: Uint8Array, checksum: number): void {
  const digits = checksum.toString(16).padStart(8, "0");
  bytes.set(new TextEncoder().encode(digits), checksumPlace(bytes));
}
