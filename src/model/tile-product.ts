/**
 * Inner products of 2 rows with 4 rows at once, by the vector instructions of WebAssembly: four columns a step.
 *
 * The few instructions are written out below, so that nothing needs to be built or loaded. Where WebAssembly is not
 * to be had (a page may forbid it) plain numbers of 32 bits are added in the same order, to the same bits.
 */

/** So many columns the rows have; those that are not needed hold zeros. */
export const STRIP = 512;
const STRIDE = STRIP * 4;

/** Rows in a memory of their own, and products of them. */
export interface TileProducts {
  /** The rows, one after the other, {@link STRIP} numbers each. */
  readonly numbers: Float32Array;
  /**
   * The products of rows `left`, `left + 1` with rows `right` … `right + 3`.
   *
   * @returns 8 numbers, those of `left` first; valid until the next call
   */
  multiply(left: number, right: number): Float32Array;
}

/** @param nRows how many rows there is to be room for */
export function createTileProducts(nRows: number): TileProducts {
  return withVectors(nRows) ?? withoutVectors(nRows);
}

/** The same in plain numbers. */
export function withoutVectors(nRows: number): TileProducts {
  const numbers = new Float32Array(nRows * STRIP);
  const products = new Float32Array(8);
  const lanes = new Float32Array(4);
  return {
    numbers,
    multiply(left, right) {
      for (let pair = 0; pair < 8; pair++) {
        const a = (left + (pair >> 2)) * STRIP;
        const b = (right + (pair & 3)) * STRIP;
        lanes.fill(0);
        for (let column = 0; column < STRIP; column++) {
          const lane = column & 3;
          lanes[lane] = lanes[lane]! + Math.fround(numbers[a + column]! * numbers[b + column]!);
        }
        const even = Math.fround(lanes[0]! + lanes[1]!);
        products[pair] = even + Math.fround(lanes[2]! + lanes[3]!);
      }
      return products;
    },
  };
}

const PAGE = 65536;
/** Where the products go; the rows start behind it. */
const ROWS_START = 64;

function withVectors(nRows: number): TileProducts | null {
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((ROWS_START + nRows * STRIDE) / PAGE) });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()), { own: { memory } });
    const multiply = exports["multiply"] as (left: number, right: number, end: number) => void;
    const products = new Float32Array(memory.buffer, 0, 8);
    return {
      numbers: new Float32Array(memory.buffer, ROWS_START, nRows * STRIP),
      multiply(left, right) {
        const start = ROWS_START + left * STRIDE;
        multiply(start, ROWS_START + right * STRIDE, start + STRIDE);
        return products;
      },
    };
  } catch {
    return null;
  }
}

/** One function: multiply (left: i32, right: i32, end: i32), addresses in bytes; writes 8 numbers from address 0 on. */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const [LEFT, RIGHT, END, SUMS, X0, X1, Y] = [0, 1, 2, 3, 11, 12, 13] as const;
  const [I32, V128, NOTHING, F32_ADD] = [0x7f, 0x7b, 0x40, 0x92] as const;
  type Code = number | readonly Code[];
  const get = (local: number): Code => [0x20, local];
  const set = (local: number): Code => [0x21, local];
  const load = (address: number, row: number): Code => [get(address), 0xfd, 0x00, 2, unsigned(row * STRIDE)];
  const multiply: Code = [0xfd, 0xe6, 0x01];
  const add: Code = [0xfd, 0xe4, 0x01];
  const addProduct = (x: number, sum: number): Code => [get(sum), get(x), get(Y), multiply, add, set(sum)];
  const moveOn = (address: number): Code => [get(address), 0x41, 16, 0x6a, set(address)];
  const lane = (sum: number, which: number): Code => [get(sum), 0xfd, 0x1f, which];
  const store = (place: number): Code => [0x38, 2, place];
  const body = bytesOf([
    [1, 11, V128], // eleven local vectors, which start as zeros
    [0x03, NOTHING], // loop
    [load(LEFT, 0), set(X0), load(LEFT, 1), set(X1)],
    [0, 1, 2, 3].map((row) => [
      [load(RIGHT, row), set(Y)],
      [addProduct(X0, SUMS + row), addProduct(X1, SUMS + 4 + row)],
    ]),
    [moveOn(LEFT), moveOn(RIGHT)],
    [get(LEFT), get(END), 0x49, 0x0d, 0, 0x0b], // again while left < end
    [0, 1, 2, 3, 4, 5, 6, 7].map((pair) => {
      const sum = SUMS + pair;
      const halves = [lane(sum, 0), lane(sum, 1), F32_ADD, lane(sum, 2), lane(sum, 3), F32_ADD];
      return [0x41, 0, halves, F32_ADD, store(pair * 4)];
    }),
    0x0b,
  ]);
  const name = (text: string): Code => [text.length, [...new TextEncoder().encode(text)]];
  const section = (id: number, content: Code): Code => {
    const bytes = bytesOf(content);
    return [id, unsigned(bytes.length), bytes];
  };
  const module: Code = [
    [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, [1, 0x60, 3, I32, I32, I32, 0]),
    section(2, [1, name("own"), name("memory"), 0x02, 0x00, 1]),
    section(3, [1, 0]),
    section(7, [1, name("multiply"), 0x00, 0]),
    section(10, [1, unsigned(body.length), body]),
  ];
  return Uint8Array.from(bytesOf(module));
}

function bytesOf(code: number | readonly unknown[]): number[] {
  return [code].flat(Infinity) as number[];
}

/** Whole numbers as WebAssembly writes them: seven bits a byte, low ones first (LEB128). */
function unsigned(number: number): number[] {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...unsigned(number >>> 7)];
}
