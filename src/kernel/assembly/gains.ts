/**
 * Adds rows of numbers up, as the gains of features for authors are; see model/entry-gains.ts, where the rows are
 * described.
 */

/** How many rows are read ahead. */
const TOGETHER: u32 = 32;

/**
 * Adds rows to `into`, each as often as it says, one after the other.
 *
 * @param into one number of 64 bits an author, and room for one more
 * @param rows where each row starts, 32 bits each
 * @param values how often each row is added, 64 bits each
 * @param most a row with so many gains has those of all authors
 */
export function addRows(into: usize, rows: usize, values: usize, count: u32, nAuthors: u32, most: u32): void {
  const width = (<usize>((nAuthors + 1) & ~1)) << 3;
  let place: u32 = 0;
  let fetched: u32 = 0;
  while (place < count) {
    if (place >= fetched) {
      fetched = min(place + TOGETHER, count);
      fetch(rows, place, fetched, width, most);
    }
    const at = rows + ((<usize>place) << 2);
    const from = values + ((<usize>place) << 3);
    if (place + 4 <= count) {
      const a: usize = load<u32>(at);
      const b: usize = load<u32>(at, 4);
      const c: usize = load<u32>(at, 8);
      const d: usize = load<u32>(at, 12);
      if (load<u32>(a) >= most && load<u32>(b) >= most && load<u32>(c) >= most && load<u32>(d) >= most) {
        const v = v128.load64_splat(from);
        const w = v128.load64_splat(from, 8);
        const x = v128.load64_splat(from, 16);
        const y = v128.load64_splat(from, 24);
        for (let author: usize = 0; author < width; author += 16) {
          let sum = v128.load(into + author);
          sum = f64x2.add(sum, f64x2.mul(v, v128.load(a + author, 8)));
          sum = f64x2.add(sum, f64x2.mul(w, v128.load(b + author, 8)));
          sum = f64x2.add(sum, f64x2.mul(x, v128.load(c + author, 8)));
          sum = f64x2.add(sum, f64x2.mul(y, v128.load(d + author, 8)));
          v128.store(into + author, sum);
        }
        place += 4;
        continue;
      }
    }
    addRow(into, load<u32>(at), load<f64>(from), width, most);
    place++;
  }
}

/** What was read ahead, so that nobody takes reading it for idle. */
let ahead: u64 = 0;

/**
 * Reads some rows ahead, a number of each line of the cache: rows lie far apart, and many of them can be on their way at
 * a time where none is waited for.
 */
function fetch(rows: usize, first: u32, last: u32, width: usize, most: u32): void {
  let read: u64 = 0;
  for (let place = first; place < last; place++) {
    read ^= load<u64>(<usize>load<u32>(rows + ((<usize>place) << 2)));
  }
  for (let place = first; place < last; place++) {
    const row: usize = load<u32>(rows + ((<usize>place) << 2));
    const size = load<u32>(row);
    const end = row + (size >= most ? width : <usize>size * 12);
    for (let line = row + 64; line <= end; line += 64) read ^= load<u64>(line);
  }
  ahead ^= read;
}

function addRow(into: usize, row: usize, value: f64, width: usize, most: u32): void {
  const size = load<u32>(row);
  if (size >= most) {
    const splat = f64x2.splat(value);
    for (let author: usize = 0; author < width; author += 16) {
      const product = f64x2.mul(splat, v128.load(row + author, 8));
      v128.store(into + author, f64x2.add(v128.load(into + author), product));
    }
    return;
  }
  const authors = row + 8 + ((<usize>size) << 3);
  for (let entry: usize = 0; entry < <usize>size; entry++) {
    const sum = into + ((<usize>load<u32>(authors + (entry << 2))) << 3);
    store<f64>(sum, load<f64>(sum) + value * load<f64>(row + (entry << 3), 8));
  }
}
