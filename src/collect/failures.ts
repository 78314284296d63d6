/** Pages that failed: all of them are told at the end, not the first one only. */
import { PenprintError } from "../errors.ts";

/** Collects what fails. */
export class Failures {
  readonly #keepGoing: boolean;
  readonly #errors = new Map<string, PenprintError>();

  /** @param keepGoing whether the corpus is written without the pages that failed */
  constructor(keepGoing: boolean) {
    this.#keepGoing = keepGoing;
  }

  /** Does something and keeps its failure. @returns undefined when it failed */
  async attempt<T>(url: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PenprintError) || fatal.has(error.code)) throw error;
      this.#errors.set(url, error);
      return undefined;
    }
  }
  has(url: string): boolean {
    return this.#errors.has(url);
  }
  /** What failed, for the report. */
  get list(): { url: string; code: string; message: string }[] {
    return [...this.#errors].map(([url, { code, message }]) => ({ url, code, message }));
  }
  /** @throws COLLECT_PAGES_FAILED, or the failure itself when there is but one, unless going on was asked for */
  throwIfAny(pages: number): void {
    const errors = [...this.#errors.values()];
    const [first] = errors;
    if (first === undefined || this.#keepGoing) return;
    if (errors.length === 1) throw first;
    // Trying again and leaving out are the remedy that is told anyhow.
    const remedies = errors.flatMap(({ code, remedy }) => (code === "COLLECT_FETCH_FAILED" ? [] : remedy));
    const more = errors.length - maximumTold;
    throw new PenprintError("COLLECT_PAGES_FAILED", {
      failed: errors.length,
      pages: Math.max(pages, errors.length),
      first: [
        ...errors.slice(0, maximumTold).map(({ message }) => message),
        ...(more > 0 ? [`So did ${more} more.`] : []),
        ...new Set(remedies),
      ],
    });
  }
}

/** So many of the pages that failed are named in the message. */
const maximumTold = 5;

/** Failures that concern no single page. */
const fatal = new Set(["INTERRUPTED", "FILE_UNWRITABLE", "WORK_ON_BOTH_SIDES", "COLLECT_RECIPE_INVALID"]);
