/** Whole numbers in a typed array that grows. */
export class Int32List {
  #values = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }
  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length++] = value;
  }
  /** Six at once, with one look at the room that is left. */
  pushSix(a: number, b: number, c: number, d: number, e: number, f: number): void {
    let at = this.#length;
    if (at + 6 > this.#values.length) this.#grow();
    const values = this.#values;
    values[at++] = a;
    values[at++] = b;
    values[at++] = c;
    values[at++] = d;
    values[at++] = e;
    values[at++] = f;
    this.#length = at;
  }
  get(index: number): number {
    return this.#values[index]!;
  }
  set(index: number, value: number): void {
    this.#values[index] = value;
  }
  /** What has been pushed; a view, good until the next push. */
  array(): Int32Array {
    return this.#values.subarray(0, this.#length);
  }

  #grow(): void {
    const larger = new Int32Array(this.#values.length * 2);
    larger.set(this.#values);
    this.#values = larger;
  }
}
