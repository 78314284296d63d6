/** A work stands on one side of the split. */
import { PenprintError } from "../errors.ts";

/** Watches the works of a corpus that is being made. */
export class Sides {
  readonly #sides = new Map<string, string>();

  /** @throws WORK_ON_BOTH_SIDES when the author's work was seen on the other side */
  add({
    author,
    work,
    split,
  }: {
    readonly author: string;
    readonly work: string;
    readonly split?: string;
  }): void {
    if (split === undefined) return;
    const key = JSON.stringify([author, work]);
    const side = this.#sides.get(key);
    if (side === undefined) this.#sides.set(key, split);
    else if (side !== split) throw new PenprintError("WORK_ON_BOTH_SIDES", { work, author });
  }
}
