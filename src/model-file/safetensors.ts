/**
 * The safetensors format (https://huggingface.co/docs/safetensors): typed arrays behind a JSON header.
 *
 *     8 bytes    length of the header, little-endian
 *     header     {"__metadata__": {name: string …}, array: {"dtype", "shape", "data_offsets": [start, end]} …}
 *     the rest   the arrays' bytes, one after the other, without gaps
 *
 * The header is filled up with spaces and arrays of wide numbers stand first, so that every array starts at a
 * multiple of its number's size and can be viewed where it lies.
 */
import { PenprintError } from "../errors.ts";

/** The kinds of arrays that penprint keeps. */
export type NumberArray =
  Float64Array | Float32Array | BigUint64Array | Uint32Array | Uint16Array | Uint8Array;

/** A named array with its shape. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: NumberArray;
}

/** A list of numbers as an array of the file. */
export const flat = (name: string, data: NumberArray): Tensor => ({ name, shape: [data.length], data });

/** What a file holds. */
export interface TensorFile {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
const MOST_HEADER_BYTES = 100_000_000;

type Constructor = new (buffer: ArrayBufferLike, offset: number, length: number) => NumberArray;
const kinds: ReadonlyMap<string, { readonly bytes: number; readonly construct: Constructor }> = new Map([
  ["F64", { bytes: 8, construct: Float64Array as Constructor }],
  ["U64", { bytes: 8, construct: BigUint64Array as Constructor }],
  ["F32", { bytes: 4, construct: Float32Array as Constructor }],
  ["U32", { bytes: 4, construct: Uint32Array as Constructor }],
  ["U16", { bytes: 2, construct: Uint16Array as Constructor }],
  ["U8", { bytes: 1, construct: Uint8Array as Constructor }],
]);

/** The bytes of a file with these texts and arrays. */
export function encodeTensors(
  metadata: ReadonlyMap<string, string>,
  tensors: readonly Tensor[],
): Uint8Array<ArrayBuffer> {
  const sorted = tensors.toSorted(
    (left, right) => right.data.BYTES_PER_ELEMENT - left.data.BYTES_PER_ELEMENT,
  );
  let end = 0;
  const header = new Map<string, unknown>([["__metadata__", Object.fromEntries(metadata)]]);
  for (const { name, shape, data } of sorted) {
    header.set(name, { dtype: kindOf(data), shape, data_offsets: [end, (end += data.byteLength)] });
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const headerLength = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  bytes.set(text, LENGTH_BYTES);
  let position = LENGTH_BYTES + headerLength;
  for (const { data } of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

/**
 * Views the arrays of a file; nothing is copied unless the bytes lie askew in their buffer.
 *
 * @param file its name, for errors
 * @throws MODEL_FOREIGN when this is no safetensors file, MODEL_TRUNCATED when bytes are missing at the end
 */
export function decodeTensors(bytes: Uint8Array, file: string): TensorFile {
  const refuse = (reason: string): never => {
    throw new PenprintError("MODEL_FOREIGN", { file, reason });
  };
  if (bytes.length < LENGTH_BYTES) refuse("it has less than 8 bytes");
  // Not slice(): that of a Node Buffer copies nothing.
  const straight = bytes.byteOffset % ALIGNMENT === 0 ? bytes : new Uint8Array(bytes);
  const { buffer, byteOffset } = straight;
  const headerLength = Number(new DataView(buffer, byteOffset).getBigUint64(0, true));
  if (headerLength > MOST_HEADER_BYTES || headerLength < 2)
    refuse("it does not start like a safetensors file");
  const dataStart = LENGTH_BYTES + headerLength;
  if (straight.length > LENGTH_BYTES && straight[LENGTH_BYTES] !== 0x7b)
    refuse("it does not start like a safetensors file");
  if (dataStart > straight.length) {
    throw new PenprintError("MODEL_TRUNCATED", { file, expected: dataStart, actual: straight.length });
  }
  const header = parseHeader(straight.subarray(LENGTH_BYTES, dataStart)) ?? refuse("its header is not JSON");
  const tensors = new Map<string, Tensor>();
  let end = 0;
  for (const [name, description] of header.tensors) {
    const kind =
      kinds.get(description.dtype) ?? refuse(`"${name}" has the unknown type ${description.dtype}`);
    const [from, to] = description.data_offsets;
    const size = description.shape.reduce((product, length) => product * length, 1);
    if (from < 0 || to - from !== size * kind.bytes) refuse(`the extent of "${name}" does not fit its shape`);
    if (dataStart % kind.bytes !== 0 || from % kind.bytes !== 0) refuse(`"${name}" lies askew`);
    end = Math.max(end, to);
  }
  if (dataStart + end !== straight.length) {
    if (dataStart + end < straight.length) refuse("there are bytes after its last array");
    throw new PenprintError("MODEL_TRUNCATED", { file, expected: dataStart + end, actual: straight.length });
  }
  for (const [name, { dtype, shape, data_offsets: offsets }] of header.tensors) {
    const { construct, bytes: size } = kinds.get(dtype)!;
    const data = new construct(buffer, byteOffset + dataStart + offsets[0], (offsets[1] - offsets[0]) / size);
    tensors.set(name, { name, shape, data });
  }
  return { metadata: header.metadata, tensors };
}

interface Description {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

interface Header {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: readonly (readonly [string, Description])[];
}

function parseHeader(bytes: Uint8Array): Header | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const metadata = new Map<string, string>();
  const tensors: [string, Description][] = [];
  for (const [name, entry] of Object.entries(value)) {
    if (name === "__metadata__") {
      if (typeof entry !== "object" || entry === null) return undefined;
      for (const [key, text] of Object.entries(entry)) {
        if (typeof text !== "string") return undefined;
        metadata.set(key, text);
      }
    } else if (isDescription(entry)) {
      tensors.push([name, entry]);
    } else {
      return undefined;
    }
  }
  return { metadata, tensors };
}

function isDescription(value: unknown): value is Description {
  if (typeof value !== "object" || value === null) return false;
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  const whole = (number: unknown): boolean => Number.isSafeInteger(number) && (number as number) >= 0;
  return (
    typeof dtype === "string" &&
    Array.isArray(shape) &&
    shape.every(whole) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(whole)
  );
}

function kindOf(data: NumberArray): string {
  if (data instanceof Float64Array) return "F64";
  if (data instanceof Float32Array) return "F32";
  if (data instanceof BigUint64Array) return "U64";
  if (data instanceof Uint32Array) return "U32";
  return data instanceof Uint16Array ? "U16" : "U8";
}
