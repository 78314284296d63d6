/** Ctrl-C: stops at once, but never in the middle of writing a file. */
import { setTimeout as wait } from "node:timers/promises";

import { PenprintError } from "../errors.ts";
import type { Output } from "./output.ts";

/** Listens for Ctrl-C from the moment a command starts its work. */
export class Interruption {
  readonly #output: Output;
  #writing = false;

  constructor(output: Output) {
    this.#output = output;
  }

  /** From here on, Ctrl-C ends the program with INTERRUPTED and exit code 130. */
  begin(): void {
    process.on("SIGINT", this.#stop);
  }

  /** From here on, Ctrl-C does what it does in any program. */
  end(): void {
    process.removeListener("SIGINT", this.#stop);
  }

  /** Lets a Ctrl-C through that came during a long computation, which hears nothing. */
  async listen(): Promise<void> {
    await wait(1);
  }

  /** Does something short that must be finished once it has begun. */
  async whileWriting<T>(write: () => Promise<T>): Promise<T> {
    await this.listen();
    this.#writing = true;
    try {
      return await write();
    } finally {
      this.#writing = false;
    }
  }

  readonly #stop = (): void => {
    if (this.#writing) return;
    this.#output.failure(new PenprintError("INTERRUPTED", {}));
    process.exit(130);
  };
}
