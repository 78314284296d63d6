/** `--report`: a result as a page of pictures, and, in a folder, the pictures and their numbers as files. */
import { mkdir, readdir, stat } from "node:fs/promises";
import { join, sep } from "node:path";

import type { Command } from "commander";

import type { Document } from "../document.ts";
import { PenprintError } from "../errors.ts";
import { overviewOf } from "../explain/overview.ts";
import { replaceFile } from "../model-file/disk.ts";
import type { Reported } from "../report/report.ts";
import { version } from "../server/version.ts";
import type { Interruption } from "./interruption.ts";
import { checkWritable } from "./model-output.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";

/** Adds the option. */
export function addReportOption(command: Command): Command {
  return command.option(
    "--report <file>",
    "write a page with all figures and pictures, for an appendix; into a folder (a name that ends in /) the pictures as SVG and their numbers as CSV besides",
  );
}

/** Where a report is to be written, found fit for it. */
export class ReportOutput {
  readonly #target: string;
  readonly #isFolder: boolean;

  private constructor(target: string, isFolder: boolean) {
    this.#target = target;
    this.#isFolder = isFolder;
  }

  /**
   * Refuses a place where nothing can be written, or where something else stands, before anything is measured.
   *
   * @throws FILE_UNWRITABLE
   */
  static async at(target: string): Promise<ReportOutput> {
    const there = await stat(target).catch(() => null);
    const named = target.endsWith("/") || target.endsWith(sep);
    if (there?.isDirectory() !== true && !named) {
      await checkWritable(target, "report");
      return new ReportOutput(target, false);
    }
    await mkdir(target, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      throw new PenprintError(
        "FILE_UNWRITABLE",
        { file: target, reason: error.code ?? error.message },
        { cause: error },
      );
    });
    const names = await readdir(target);
    if (names.length > 0 && !names.includes(PAGE)) {
      const reason = "it is a folder that holds something else than a report";
      throw new PenprintError("FILE_UNWRITABLE", { file: target, reason });
    }
    await checkWritable(join(target, PAGE), "report");
    return new ReportOutput(target, true);
  }

  /**
   * Writes it, the page last.
   *
   * @param documents what was tested
   */
  async write(
    reported: Omit<Reported, "overview" | "version">,
    documents: readonly Document[],
    { output, interruption }: { readonly output: Output; readonly interruption: Interruption },
  ): Promise<void> {
    // What draws is only loaded by those who want a picture.
    const { reportFiles, reportPage } = await import("../report/report.ts");
    const whole = { ...reported, overview: overviewOf(documents), version };
    await interruption.whileWriting(async () => {
      if (!this.#isFolder) return void (await replaceFile(this.#target, Buffer.from(reportPage(whole))));
      const [page, ...others] = reportFiles(whole);
      for (const { name, text } of [...others, page!]) {
        await replaceFile(join(this.#target, name), Buffer.from(text));
      }
    });
    if (output.json) return;
    output.line();
    output.line(`Report: ${printable(this.#isFolder ? join(this.#target, PAGE) : this.#target)}`);
  }
}

const PAGE = "report.html";
