/** How far long work has come: a bar on standard error, if that is a terminal, and only after a moment. */
import type { SingleBar } from "cli-progress";

import type { Output } from "./output.ts";

/** A bar for one piece of work. */
export class Progress implements Disposable {
  readonly #output: Output;
  readonly #what: string;
  readonly #total: number;
  readonly #unit: "bytes" | "steps";
  readonly #begun = performance.now();
  #bar: SingleBar | null = null;
  #state: "waiting" | "loading" | "ended" = "waiting";
  #done = 0;

  /**
   * @param what what is being done, in a word or two
   * @param total how much there is to do; 0 if nobody knows, which gives no bar
   * @param unit of what; of bytes the bar tells how many a second
   */
  constructor(output: Output, what: string, total: number, unit: "bytes" | "steps" = "steps") {
    this.#unit = unit;
    this.#output = output;
    this.#what = what;
    this.#total = process.stderr.isTTY ? total : 0;
    output.beforeFailure = () => this[Symbol.dispose]();
  }

  /** Says how much is done, from the beginning on. */
  reach(done: number): void {
    this.#done = done;
    if (this.#total === 0) return;
    if (this.#bar !== null) this.#bar.update(Math.min(done, this.#total), { speed: this.#speed() });
    else if (this.#state === "waiting" && performance.now() - this.#begun > patience) void this.#show();
  }

  /** Says how much more is done. */
  advance(by: number): void {
    this.reach(this.#done + by);
  }

  /** Takes the bar away. */
  [Symbol.dispose](): void {
    this.#state = "ended";
    this.#bar?.stop();
    this.#bar = null;
    this.#output.beforeFailure = null;
  }

  async #show(): Promise<void> {
    this.#state = "loading";
    const { default: cliProgress } = await import("cli-progress");
    if (this.#ended()) return;
    this.#bar = new cliProgress.SingleBar({
      format: `${this.#what} {bar} {percentage} %{speed} · {eta_formatted} left`,
      barsize: 30,
      barCompleteChar: "█",
      barIncompleteChar: "░",
      clearOnComplete: true,
      hideCursor: true,
      stream: process.stderr,
      fps: 10,
    });
    this.#bar.start(this.#total, this.#done, { speed: this.#speed() });
  }

  #speed(): string {
    if (this.#unit === "steps") return "";
    const seconds = (performance.now() - this.#begun) / 1000;
    return ` · ${(this.#done / 1e6 / seconds).toFixed(1)} MB/s`;
  }

  #ended(): boolean {
    return this.#state === "ended";
  }
}

/** In milliseconds: shorter work needs no bar. */
const patience = 400;
