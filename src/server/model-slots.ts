/** The models being served, each in its place; a place gets another model while requests come and go. */
import { unwatchFile, watchFile } from "node:fs";

import { PenprintError } from "../errors.ts";
import type { Listed, Models, Predicts } from "./models.ts";
import {
  type ComputeOptions,
  type ReadModel,
  readShared,
  rehearse,
  shareBytes,
  sharedModel,
} from "./shared-models.ts";

/** What became of a model file that was read again. */
export interface Reloaded {
  readonly name: string;
  /** Of the model that answers from now on. */
  readonly version: string;
  /** Why the file was not taken; null if it was. */
  readonly problem: unknown;
}

interface Slot {
  /** Null where the model came from memory. */
  readonly file: string | null;
  readonly name: string;
  weight: number;
  model: Predicts;
  key: string;
  since: Date;
  problem: PenprintError | null;
}

/** Models from files. */
export class ModelSlots implements Models {
  /** Told of every file that was read again and was another one. */
  onReload: (report: Reloaded) => void = () => undefined;
  #slots: readonly Slot[];
  readonly #options: ComputeOptions;
  #totalWeight: number;
  #reloading: Promise<void> = Promise.resolve();

  private constructor(slots: readonly Slot[], options: ComputeOptions) {
    this.#slots = slots;
    this.#options = options;
    this.#totalWeight = slots.reduce((sum, { weight }) => sum + weight, 0);
  }

  /**
   * Reads and tries models.
   *
   * @param files at least one
   * @param weights one a file; none: the first one answers
   * @throws SETTINGS_INVALID where weights and files differ in number; MODELS_ALIKE, MODEL_UNSOUND, and what reading
   *   models throws
   */
  static async open(
    files: readonly string[],
    weights: readonly number[],
    options: ComputeOptions,
  ): Promise<ModelSlots> {
    if (weights.length > 0 && weights.length !== files.length) {
      const problem = `--weights has ${weights.length} numbers for ${files.length} models`;
      throw new PenprintError("SETTINGS_INVALID", { problems: [problem] });
    }
    const slots: Slot[] = [];
    for (const [place, file] of files.entries()) {
      const read = await readShared(file);
      const { name } = read.identifier.card;
      if (slots.some((slot) => slot.name === name)) throw new PenprintError("MODELS_ALIKE", { name });
      const weight = weights[place] ?? (place === 0 ? 1 : 0);
      slots.push({ file, name, weight, problem: null, ...installed(name, read, options) });
    }
    return new ModelSlots(slots, options);
  }

  /** @see Models.choose */
  choose(name: string | undefined, requestId: string): Predicts {
    if (name !== undefined) {
      const slot = this.#slots.find((each) => each.name === name);
      if (slot !== undefined) return slot.model;
      throw new PenprintError("MODEL_NOT_FOUND", { known: this.#slots.map((each) => each.name) });
    }
    if (this.#slots.length === 1) return this.#slots[0]!.model;
    let place = hash(requestId) % this.#totalWeight;
    return this.#slots.find(({ weight }) => (place -= weight) < 0)!.model;
  }

  /** @see Models.list */
  get list(): readonly Listed[] {
    return this.#slots.map(({ model, weight, since, problem }) => ({
      model,
      share: weight / this.#totalWeight,
      since,
      problem,
    }));
  }

  /** @see Models.healthy */
  get healthy(): boolean {
    return this.#options.pool.healthy;
  }

  /** @see Models.waiting */
  get waiting(): number {
    return this.#options.pool.waiting;
  }

  /** @see Models.install */
  install(name: string, file: Uint8Array): Predicts {
    const before = this.#slots.find((slot) => slot.name === name);
    if (before !== undefined && before.file !== null) throw new PenprintError("MODELS_ALIKE", { name });
    const made = installed(name, shareBytes(file, name), this.#options);
    const others = this.#slots.filter((slot) => slot !== before);
    for (const slot of others) slot.weight = 0;
    this.#slots = [{ file: null, name, weight: 1, problem: null, ...made }, ...others];
    this.#totalWeight = 1;
    if (before !== undefined) this.#options.pool.forget(before.key);
    return made.model;
  }

  /** Reads all files again. A model that is found good takes its place at once; else the old one stays. */
  reload(): Promise<void> {
    // One after the other, so that the file read last is the one that stays.
    const before = this.#reloading;
    const all = async (): Promise<void> => {
      await before;
      for (const slot of this.#slots) await this.#reload(slot);
    };
    return (this.#reloading = all());
  }

  /** Reads files again when they change. */
  watch(interval: number): void {
    for (const file of this.#files()) {
      // Asks for the file's state, which works on every disk, and where the file is a link or is replaced.
      watchFile(file, { interval, persistent: false }, () => void this.reload());
    }
  }

  /** Stops watching and ends the threads. */
  async close(): Promise<void> {
    for (const file of this.#files()) unwatchFile(file);
    await this.#options.pool.close();
  }

  #files(): string[] {
    return this.#slots.flatMap(({ file }) => (file === null ? [] : [file]));
  }

  async #reload(slot: Slot): Promise<void> {
    const { name, file } = slot;
    if (file === null) return;
    try {
      const read = await readShared(file);
      const changed = read.version !== slot.model.version;
      slot.problem = null;
      if (!changed) return;
      const { key } = slot;
      Object.assign(slot, installed(name, read, this.#options));
      this.#options.pool.forget(key);
      this.onReload({ name, version: slot.model.version, problem: null });
    } catch (error) {
      slot.problem =
        error instanceof PenprintError ? error : new PenprintError("INTERNAL", {}, { cause: error });
      this.onReload({ name, version: slot.model.version, problem: error });
    }
  }
}

/** A model that has been tried. */
function installed(
  name: string,
  read: ReadModel,
  options: ComputeOptions,
): Pick<Slot, "model" | "key" | "since"> {
  const cost = rehearse(read.identifier, read.shared.file, options.unknown);
  return { model: sharedModel(name, read, cost, options), key: read.shared.key, since: new Date() };
}

/** FNV-1a, 32 bits: spreads names of requests evenly. @see Fowler, Noll and Vo, draft-eastlake-fnv */
function hash(name: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    value = Math.imul(value ^ name.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
