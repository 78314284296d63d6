/** Which of the peers are there. One that is missing is said in a line and left out; in CI, those that CI installs fail. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { cache } from "./generate.ts";
import type { Report } from "./report.ts";

/** The Node that runs this. */
export const node: string = process.execPath;
/** Python, whatever it is called here. */
export const python: string = process.env["PYTHON"] ?? "python3";

const peersFolder = new URL("peers/", import.meta.url).pathname;

/** Whether scikit-learn is there. */
export function scikitLearn(report: Report): boolean {
  return version(
    report,
    "scikit-learn",
    python,
    ["-c", "import sklearn; print(sklearn.__version__)"],
    {},
    true,
  );
}

/** The folder in which fastText is, made if need be; null where it cannot be had. */
export function fastText(report: Report): string | null {
  const folder = join(cache, "python");
  if (!existsSync(join(folder, "fasttext"))) {
    const args = ["-m", "pip", "install", "-q", "--no-deps", "--only-binary", ":all:", "--target", folder];
    spawnSync(python, [...args, "fasttext-wheel==0.9.2"]);
  }
  const there = ["-c", "import fasttext; print('0.9.2')"];
  return version(report, "fastText", python, there, { PYTHONPATH: folder }, false) ? folder : null;
}

/** npm's classifiers, installed if need be. */
export function npmPeers(report: Report): string[] {
  const modules = join(peersFolder, "node_modules");
  if (!existsSync(modules)) {
    spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: peersFolder });
  }
  const packages = [
    ["natural", "natural"],
    ["bayes", "bayes"],
    ["wink", "wink-naive-bayes-text-classifier"],
  ] as const;
  return packages.flatMap(([name, folder]) => {
    const file = join(modules, folder, "package.json");
    const print = ["-p", `require(${JSON.stringify(file)}).version`];
    return version(report, folder, node, print, {}, false) ? [name] : [];
  });
}

const known = new Map<string, boolean>();

function version(
  report: Report,
  name: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  inCi: boolean,
): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const { status, stdout } = spawnSync(command, args, { env: { ...process.env, ...env }, encoding: "utf8" });
  const there = status === 0;
  known.set(name, there);
  if (there) report.version(name, stdout.trim());
  else if (inCi && process.env["CI"] !== undefined) throw new Error(`${name} is not there`);
  else report.note(`${name} is not there and was left out.`);
  return there;
}
