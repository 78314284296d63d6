/** What was measured: printed as it comes, and written down. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";

import { type Measured, median, range } from "./measure.ts";
import { curve, type Point } from "./plot.ts";

const root = new URL("../", import.meta.url);

interface Section {
  readonly name: string;
  readonly measured: readonly Measured[];
}

interface Value {
  readonly value: number;
  readonly unit: string;
}

interface Curve {
  readonly name: string;
  readonly title: string;
  readonly x: string;
  readonly unit: string;
  readonly points: readonly Point[];
}

/** Everything of one run. */
export class Report {
  /** Whether each thing is run only once, on small inputs, to see that it works. */
  readonly quick: boolean;
  readonly sections: Section[] = [];
  readonly values = new Map<string, Value>();
  readonly curves: Curve[] = [];
  readonly notes: string[] = [];
  readonly versions = new Map<string, string>([["Node", process.versions.node]]);
  readonly begun: Date = new Date();
  readonly #load = loadavg()[0]!;

  constructor(quick: boolean) {
    this.quick = quick;
  }

  /** Adds measurements that were made together. */
  add(name: string, measured: readonly Measured[]): void {
    this.sections.push({ name, measured });
    console.log(`\n${name}`);
    for (const row of rowsOf(measured))
      console.log(`  ${row.map((cell, at) => (at === 0 ? cell.padEnd(44) : cell.padStart(16))).join("")}`);
  }

  /** Adds a single number. */
  value(name: string, value: number, unit: string): void {
    this.values.set(name, { value, unit });
    console.log(`  ${name.padEnd(64)} ${number(value)} ${unit}`);
  }

  /** Adds a curve; the unit is seconds if nothing else is said. */
  curve(name: string, title: string, x: string, points: readonly Point[], unit = "s"): void {
    if (points.length > 1) this.curves.push({ name, title, x, unit, points });
  }

  /** Adds a sentence. */
  note(text: string): void {
    this.notes.push(text);
    console.log(`  ${text}`);
  }

  /** Notes which version of something was there. */
  version(name: string, version: string): void {
    this.versions.set(name, version);
  }

  /** A measurement by its name. */
  find(name: string): Measured | undefined {
    return this.sections.flatMap(({ measured }) => measured).find((each) => each.name === name);
  }

  /** The machine in a line. */
  get machine(): string {
    const [first] = cpus();
    return `${cpus().length} × ${first?.model.trim() || "unknown processor"}, ${(totalmem() / 1e9).toFixed(0)} GB, ${platform()} ${arch()}; load ${this.#load.toFixed(1)} before, ${loadavg()[0]!.toFixed(1)} after`;
  }

  /** Writes docs/performance/*.svg and the measured part of docs/performance.md. */
  writePage(target: readonly string[]): void {
    mkdirSync(new URL("docs/performance", root), { recursive: true });
    for (const { name, title, x, unit, points } of this.curves) {
      writeFileSync(new URL(`docs/performance/${name}.svg`, root), curve(title, x, unit, points));
    }
    const file = new URL("docs/performance.md", root);
    const before = existsSync(file) ? readFileSync(file, "utf8") : `# Performance\n\n${START}\n${END}\n`;
    const [head, rest] = before.split(START) as [string, string];
    const tail = rest.slice(rest.indexOf(END) + END.length);
    writeFileSync(file, `${head}${START}\n${this.#markdown(target)}\n${END}${tail}`);
  }

  /** Appends everything to bench/records.jsonl. */
  writeRecord(): void {
    appendFileSync(new URL("bench/records.jsonl", root), `${JSON.stringify(this.#record())}\n`);
  }

  #record(): object {
    return {
      date: this.begun.toISOString(),
      machine: this.machine,
      versions: Object.fromEntries(this.versions),
      values: Object.fromEntries(
        Array.from(this.values, ([name, { value, unit }]) => [
          `${name} (${unit})`,
          Number(value.toPrecision(4)),
        ]),
      ),
      measured: this.sections.map(({ name, measured }) => ({
        name,
        runs: measured.map(({ name, seconds, peak }) => ({
          name,
          seconds: seconds.map((each) => Number(each.toPrecision(4))),
          peak_megabytes: peak === null ? null : Math.round(peak),
        })),
      })),
    };
  }

  #markdown(target: readonly string[]): string {
    const versions = Array.from(this.versions, ([name, version]) => `${name} ${version}`).join(", ");
    const tables = this.sections.map(({ name, measured }) => {
      const [head, ...rows] = rowsOf(measured);
      return `### ${name}\n\n| ${head!.join(" | ")} |\n|---|---|---|---|---|\n${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}`;
    });
    const values = Array.from(
      this.values,
      ([name, { value, unit }]) => `| ${name} | ${number(value)} ${unit} |`,
    );
    const images = this.curves.map(({ name, title }) => `![${title}](performance/${name}.svg)`);
    return [
      `Measured on ${this.begun.toISOString().slice(0, 10)}: ${this.machine}. ${versions}.`,
      "## Against what was to be reached",
      target.join("\n"),
      "## In process",
      `| what | measured |\n|---|---|\n${values.join("\n")}`,
      "## Whole commands and stages",
      ...tables,
      "## Curves",
      images.join("\n\n"),
      "## Answers",
      this.notes.map((note) => `- ${note}`).join("\n"),
    ].join("\n\n");
  }
}

const START = "<!-- measured: npm run bench -- --write -->";
const END = "<!-- /measured -->";

function rowsOf(measured: readonly Measured[]): string[][] {
  const rows = measured.map(({ name, seconds, processor, peak, bytes }) => {
    const [least, most] = range(seconds);
    const middle = median(seconds);
    return [
      name,
      `${number(middle)} s (${number(least)}–${number(most)}, ${seconds.length} ×)`,
      processor.length === 0 ? "" : `${number(median(processor))} s`,
      bytes === undefined ? "" : `${number(bytes / 1e6 / middle)} MB/s`,
      peak === null ? "" : `${number(peak)} MB`,
    ];
  });
  return [["what", "median (range, runs)", "processor", "speed", "peak memory"], ...rows];
}

/** A number with three digits that count. */
export function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en");
  return value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
}
