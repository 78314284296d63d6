/** The features that training knows, of training and test documents. */
import { type RowMatrix, rowsOf } from "../src/sparse.ts";

/** Features of fewer training rows than this are left out, and of test rows all that training did not see. */
export function project(matrix: RowMatrix, train: number[], minimum: number): (rows: number[]) => RowMatrix {
  const inTraining = rowsOf(matrix, train);
  const counts = new Uint32Array(matrix.nFeatures);
  for (const id of inTraining.ids) counts[id]!++;
  const numbers = new Uint32Array(matrix.nFeatures).fill(0xffffffff);
  let nFeatures = 0;
  counts.forEach((count, id) => {
    if (count >= minimum) numbers[id] = nFeatures++;
  });
  return (rows) => {
    const part = rowsOf(matrix, rows);
    const starts = new Uint32Array(rows.length + 1);
    const ids = new Uint32Array(part.ids.length);
    const values = new Float32Array(part.ids.length);
    let length = 0;
    for (let row = 0; row < rows.length; row++) {
      for (let entry = part.starts[row]!; entry < part.starts[row + 1]!; entry++) {
        const number = numbers[part.ids[entry]!]!;
        if (number === 0xffffffff) continue;
        ids[length] = number;
        values[length++] = part.values[entry]!;
      }
      starts[row + 1] = length;
    }
    return {
      nRows: rows.length,
      nFeatures,
      starts,
      ids: ids.slice(0, length),
      values: values.slice(0, length),
    };
  };
}
