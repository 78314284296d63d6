/** A byte buffer that grows when asked and is used again and again. */
export class GrowingBytes {
  /** The buffer; replaced when it grows, so fetch it anew after `reserve`. */
  bytes = new Uint8Array(1024);

  /** Makes room for `length` bytes; what was in the buffer is lost when it grows. */
  reserve(length: number): void {
    if (length > this.bytes.length) this.bytes = new Uint8Array(Math.max(length, this.bytes.length * 2));
  }
}
