/** Whose turn it is: one request at a time and host, with a pause between two. */
import { setTimeout as sleep } from "node:timers/promises";

/** Keeps the pace for each host. */
export class Hosts {
  readonly #pause: number;
  readonly #signal: AbortSignal | undefined;
  /** The last request to each host, which the next one waits for. */
  readonly #last = new Map<string, Promise<unknown>>();
  /** When each host may be asked again (`performance.now()`). */
  readonly #free = new Map<string, number>();

  /** @param pauseMilliseconds between the starts of two requests to one host */
  constructor(pauseMilliseconds: number, signal?: AbortSignal) {
    this.#pause = pauseMilliseconds;
    this.#signal = signal;
  }

  /**
   * Does something when it is the host's turn.
   *
   * @param crawlDelay the pause in seconds that the host asks for, if any; counts when it is the longer one
   */
  async turn<T>(host: string, crawlDelay: number | null, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(host) ?? Promise.resolve();
    const run = before.then(async () => {
      const wait = (this.#free.get(host) ?? 0) - performance.now();
      if (wait > 0) await sleep(wait, undefined, { signal: this.#signal });
      const pause = Math.max(this.#pause, Math.min(crawlDelay ?? 0, 60) * 1000);
      this.#free.set(host, performance.now() + pause);
      return work();
    });
    this.#last.set(
      host,
      run.catch(() => undefined),
    );
    return run;
  }

  /** Leaves the host alone for a while. */
  hold(host: string, milliseconds: number): void {
    const until = performance.now() + milliseconds;
    this.#free.set(host, Math.max(until, this.#free.get(host) ?? 0));
  }
}
