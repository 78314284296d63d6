/** The arrays of a safetensors file of penprint's, with the checks that they need before anybody believes them. */
import { PenprintError } from "../errors.ts";
import type { Numbers } from "../sparse.ts";
import { type Crc32, crc32 } from "./crc32.ts";
import { checksumPlace, FileChecksum } from "./checksum.ts";
import { decodeTensors, type NumberArray, type TensorFile } from "./safetensors.ts";

/**
 * Opens a file.
 *
 * @param file its name, for errors
 * @param format what its header must name as its format
 * @param newest the newest version of that format that is known
 * @param checksum the file's checksum where it is known (see {@link FileChecksum}), or a faster CRC-32
 * @throws MODEL_FOREIGN, MODEL_NEWER, MODEL_TRUNCATED, MODEL_CORRUPT
 */
export function openTensors(
  bytes: Uint8Array,
  file: string,
  { format, newest }: { readonly format: string; readonly newest: number },
  checksum: Crc32 | number = crc32,
): TensorReader {
  const tensors = decodeTensors(bytes, file);
  const { metadata } = tensors;
  const found = metadata.get("format");
  if (found !== format) {
    const reason =
      found?.startsWith("penprint") === true ? `it is a file of ${found}` : "another program wrote it";
    throw new PenprintError("MODEL_FOREIGN", { file, reason });
  }
  const version = Number(metadata.get("format_version"));
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new PenprintError("MODEL_CORRUPT", {
      file,
      reason: "its format version is no whole number above 0",
    });
  }
  if (version > newest) throw new PenprintError("MODEL_NEWER", { file, version, newest });
  verifyChecksum(bytes, file, checksum);
  return new TensorReader(tensors, file);
}

function verifyChecksum(bytes: Uint8Array, file: string, checksum: Crc32 | number): void {
  const place = checksumPlace(bytes);
  if (place === -1) throw new PenprintError("MODEL_CORRUPT", { file, reason: "it has no checksum" });
  const stored = new TextDecoder().decode(bytes.subarray(place, place + 8));
  const actual = typeof checksum === "number" ? checksum : checksumOf(bytes, checksum);
  if (actual.toString(16).padStart(8, "0") !== stored) {
    throw new PenprintError("MODEL_CORRUPT", { file, reason: "its checksum does not match its content" });
  }
}

function checksumOf(bytes: Uint8Array, crc32: Crc32): number {
  const checksum = new FileChecksum(crc32);
  checksum.add(bytes);
  return checksum.value;
}

/** Hands out a file's arrays with the checks that they all need. */
export class TensorReader {
  readonly #file: TensorFile;
  readonly #name: string;

  /** The texts of the header. */
  get metadata(): ReadonlyMap<string, string> {
    return this.#file.metadata;
  }

  constructor(file: TensorFile, name: string) {
    this.#file = file;
    this.#name = name;
  }

  /** @throws MODEL_CORRUPT */
  corrupt(reason: string): never {
    throw new PenprintError("MODEL_CORRUPT", { file: this.#name, reason });
  }

  /** An array of any kind. */
  get(name: string): NumberArray {
    return this.#file.tensors.get(name)?.data ?? this.corrupt(`it has no "${name}"`);
  }

  /** An array of bytes. */
  bytes(name: string): Uint8Array {
    const data = this.get(name);
    return data instanceof Uint8Array ? data : this.corrupt(`"${name}" has the wrong type`);
  }

  /** Whole numbers of up to 32 bits, or any of 64 bits; nothing is known of them. */
  numbers(name: string): Numbers {
    const data = this.get(name);
    if (data instanceof Float32Array || data instanceof BigUint64Array) {
      return this.corrupt(`"${name}" has the wrong type`);
    }
    return data;
  }

  /** Whole numbers of up to 32 bits below `bound`. */
  whole(name: string, bound: number): Numbers {
    const data = this.get(name);
    if (data instanceof Float64Array || data instanceof Float32Array || data instanceof BigUint64Array) {
      return this.corrupt(`"${name}" has the wrong type`);
    }
    // Everything that its type can hold.
    if (bound < 2 ** (8 * data.BYTES_PER_ELEMENT)) {
      for (let place = 0; place < data.length; place++) {
        if (data[place]! >= bound) this.corrupt(`"${name}" points outside`);
      }
    }
    return data;
  }

  /** Whole numbers of 32 bits below `bound`. */
  indices(name: string, bound: number): Uint32Array {
    const data = this.whole(name, bound);
    return data instanceof Uint32Array ? data : this.corrupt(`"${name}" has the wrong type`);
  }

  /** Rising whole numbers from 0 to `last`. */
  offsets(name: string, length: number, last: number): Uint32Array {
    // Those that rise from 0 to the last one are not above it.
    const offsets = this.indices(name, 2 ** 32);
    if (offsets.length !== length || offsets[0] !== 0 || offsets[length - 1] !== last) {
      this.corrupt(`"${name}" has the wrong extent`);
    }
    for (let place = 1; place < length; place++) {
      if (offsets[place]! < offsets[place - 1]!) this.corrupt(`"${name}" does not rise`);
    }
    return offsets;
  }

  /** Finite numbers of 32 or 64 bits, so many of them. */
  finite<A extends Float32Array | Float64Array>(name: string, kind: new () => A, length: number): A {
    const numbers = this.get(name);
    if (!(numbers instanceof kind)) return this.corrupt(`"${name}" has the wrong type`);
    if (numbers.length !== length) this.corrupt(`"${name}" has the wrong extent`);
    for (let index = 0; index < length; index++) {
      if (!Number.isFinite(numbers[index]!)) {
        throw new PenprintError("MODEL_NOT_FINITE", { file: this.#name, tensor: name, index });
      }
    }
    return numbers;
  }

  /** Finite numbers above 0. */
  positive(name: string): Numbers {
    const numbers = this.get(name);
    if (numbers instanceof BigUint64Array || numbers instanceof Float32Array) {
      return this.corrupt(`"${name}" has the wrong type`);
    }
    if (!(numbers instanceof Float64Array)) {
      // Whole numbers of up to 32 bits.
      for (let index = 0; index < numbers.length; index++) {
        if (numbers[index] === 0) this.corrupt(`number ${index} of "${name}" is not above 0`);
      }
      return numbers;
    }
    for (let index = 0; index < numbers.length; index++) {
      const number = numbers[index]!;
      if (!Number.isFinite(number)) {
        throw new PenprintError("MODEL_NOT_FINITE", { file: this.#name, tensor: name, index });
      }
      if (number <= 0) this.corrupt(`number ${index} of "${name}" is not above 0`);
      if (number > Number.MAX_SAFE_INTEGER) this.corrupt(`number ${index} of "${name}" is above 2^53`);
    }
    return numbers;
  }
}
