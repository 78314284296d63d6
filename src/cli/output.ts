/** What the program says, and where: results to standard output, everything else to standard error. */
import { once } from "node:events";
import { styleText } from "node:util";

import type { Warning } from "../document.ts";
import { PenprintError } from "../errors.ts";
import { printable } from "./printable.ts";
import { wrapped } from "./table.ts";

type Style = Parameters<typeof styleText>[0];

/** Both streams, and whether answers are for programs. */
export class Output implements Disposable {
  readonly json: boolean;
  /** What must be told when the program fails: a progress bar that has to go first. */
  #beforeFailure: (() => void) | null = null;

  constructor({ json }: { readonly json: boolean }) {
    this.json = json;
    process.stdout.on("error", this.#brokenResult);
    process.stderr.on("error", this.#brokenNotes);
  }

  /** Lets go of both streams. */
  [Symbol.dispose](): void {
    process.stdout.removeListener("error", this.#brokenResult);
    process.stderr.removeListener("error", this.#brokenNotes);
  }

  /** How many columns a line may have; 80 where nobody looks. */
  get width(): number {
    return process.stdout.columns ?? 80;
  }

  /** Whether somebody looks at standard output. */
  get forPeople(): boolean {
    return process.stdout.isTTY;
  }

  /** Colours and weights, on a terminal only, and only where NO_COLOR allows them. */
  style(style: Style, text: string): string {
    return styleText(style, text, { stream: process.stdout });
  }

  /** A line of the result. */
  line(text = ""): void {
    process.stdout.write(`${text}\n`);
  }

  /** A sentence or several; where somebody looks, no word is broken at the edge. */
  paragraph(text: string, style?: Style): void {
    for (const line of this.#fitted(text)) this.line(style === undefined ? line : this.style(style, line));
  }

  /** A result for programs: one object, on one line. */
  object(value: unknown): void {
    process.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** Many lines of the result; waits while the reader is slower. */
  async lines(lines: readonly string[]): Promise<void> {
    if (lines.length === 0 || process.stdout.write(`${lines.join("\n")}\n`)) return;
    await once(process.stdout, "drain");
  }

  /** A result that is no text. */
  async bytes(bytes: Uint8Array): Promise<void> {
    if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
  }

  /**
   * Keeps what is no text from a terminal.
   *
   * @throws FILE_UNWRITABLE
   */
  refuseTerminal(): void {
    if (!this.forPeople) return;
    const reason = "it is a terminal, and the result is no text; send it to a file with > or --out";
    throw new PenprintError("FILE_UNWRITABLE", { file: "standard output", reason });
  }

  /** Something for people that is no result. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** What is doubtful, as part of a readable result. */
  warnings(warnings: readonly Warning[]): void {
    if (warnings.length === 0) return;
    this.line();
    const head = "Careful:";
    for (const { message } of warnings) {
      const [first = "", ...rest] = this.#fitted(`${head} ${printable(message)}`);
      this.line(this.style("yellow", head) + first.slice(head.length));
      for (const line of rest) this.line(line);
    }
  }

  /** Sets or clears what has to be put away before a failure is told. */
  set beforeFailure(action: (() => void) | null) {
    this.#beforeFailure = action;
  }

  /**
   * Tells of a failure.
   *
   * @returns the exit code
   */
  failure(error: unknown): number {
    this.#beforeFailure?.();
    this.#beforeFailure = null;
    const { code, message, remedy } = knownFailure(error);
    if (this.json) {
      this.note(JSON.stringify({ code, message, remedy }));
    } else {
      const head = styleText("red", `error ${code}:`, { stream: process.stderr });
      this.note(`${head} ${printable(message)}\n  → ${printable(remedy)}`);
    }
    if (code === "INTERNAL" && error instanceof Error) this.note(String(error.stack));
    return 1;
  }

  /** Waits until everything has left. */
  async flush(): Promise<void> {
    await new Promise((done) => process.stdout.write("", done));
  }

  #fitted(text: string): string[] {
    return this.forPeople ? wrapped(text, this.width) : [text];
  }

  readonly #brokenResult = (error: NodeJS.ErrnoException): void => {
    // Whoever reads has heard enough, as `head` does.
    if (error.code === "EPIPE") process.exit(0);
    const reason = error.code === "ENOSPC" ? "no room is left" : (error.code ?? error.message);
    process.exit(this.failure(new PenprintError("FILE_UNWRITABLE", { file: "standard output", reason })));
  };

  // Nobody is left to be told.
  readonly #brokenNotes = (): void => process.exit(1);
}

/** An error nobody thought of is a failure too, and says so. */
function knownFailure(error: unknown): PenprintError {
  return error instanceof PenprintError ? error : new PenprintError("INTERNAL", {}, { cause: error });
}
