/** The import rule of DESIGN.md: which room may import which others. */
import { isBuiltin } from "node:module";

import type { SourceFile } from "./sources.ts";

const ground = ["errors", "random", "sparse", "document"];
/** What makes, is and judges an identifier. */
const identifier = [
  "views",
  "recipe",
  "ensemble-members",
  "ensemble",
  "ensemble-learner",
  "doubts",
  "imbalance",
  "identifier",
  "held-out",
  "training-part",
  "trainer",
];
/** All that an identifier needs and is made of. */
const core = [...ground, "kernel", "text", "features", "model", ...identifier];
const all = [
  ...core,
  "collect",
  "corpus",
  "learn",
  "evaluate",
  "verify",
  "explain",
  "report",
  "model-file",
  "server",
];

/** The rooms in the order of DESIGN.md, each with those it may import besides itself. */
export const rooms: ReadonlyMap<string, readonly string[]> = new Map([
  ["errors", []],
  ["random", ["errors"]],
  ["sparse", ["errors"]],
  ["document", ["errors"]],
  ["collect", ground],
  ["kernel", ["errors"]],
  ["text", ["errors", "kernel"]],
  ["corpus", [...ground, "kernel", "text"]],
  ["features", [...ground, "kernel", "text"]],
  ["model", ["errors", "random", "sparse", "kernel"]],
  ["views", ["errors", "features", "model"]],
  ["recipe", ["errors", "features", "model", "views"]],
  ["ensemble-members", ["errors", "random", "sparse", "features", "model", "recipe"]],
  ["ensemble", ["errors", "random", "sparse", "features", "model", "recipe", "ensemble-members"]],
  [
    "ensemble-learner",
    ["errors", "random", "sparse", "text", "features", "model", "recipe", "ensemble-members", "ensemble"],
  ],
  ["doubts", [...ground, "text", "features", "model", "recipe"]],
  ["imbalance", ["document"]],
  ["identifier", [...ground, "text", "features", "model", "recipe", "ensemble", "doubts", "imbalance"]],
  ["held-out", [...ground, "text", "features", "model", "recipe", "ensemble", "doubts"]],
  [
    "training-part",
    [...ground, "text", "features", "model", "recipe", "ensemble", "doubts", "identifier", "held-out"],
  ],
  [
    "trainer",
    [
      ...ground,
      "text",
      "features",
      "model",
      "recipe",
      "ensemble",
      "ensemble-learner",
      "doubts",
      "identifier",
      "held-out",
      "training-part",
    ],
  ],
  ["learn", [...ground, "text", "corpus", ...identifier]],
  ["evaluate", [...ground, "text", "model", "corpus", "learn", ...identifier]],
  ["verify", [...ground, "text", "features", "model", "evaluate"]],
  ["explain", core],
  ["report", ["errors", "document", "recipe", "evaluate", "explain"]],
  ["model-file", ["errors", "sparse", "kernel", "features", "model", ...identifier]],
  [
    "server",
    ["errors", "document", "text", "corpus", ...identifier, "evaluate", "explain", "report", "model-file"],
  ],
  ["web", ["errors", "text", ...identifier, "explain", "model-file", "server"]],
  ["cli", all],
  ["index.browser", [...core, "verify", "explain", "model-file"]],
  ["index", [...all, "index.browser"]],
]);

/** Rooms that run in a browser: nothing of Node's, not even a type that only Node has. */
const withoutNode = new Set([...core, "verify", "explain", "model-file", "web", "index.browser"]);
/** The only files of such rooms that may. */
const withNode = new Set(["model-file/disk.ts"]);

/** The room of a file: its folder, or its own name where it stands by itself. */
export function roomOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : path.replace(/\.ts$/, "");
}

/** What is wrong with the imports of a file, a sentence each. */
export function wrongImports({ path, imports }: SourceFile): string[] {
  const room = roomOf(path);
  const allowed = rooms.get(room);
  if (allowed === undefined) return [`${path} stands in no room of the list`];
  const browser = withoutNode.has(room) && !withNode.has(path);
  return imports.flatMap(({ target, own, typesOnly }) => {
    if (!own) {
      if (browser && isBuiltin(target)) return [`${path} imports ${target}, which is Node's`];
      return room === "errors" ? [`${path} imports ${target}; errors import nothing`] : [];
    }
    const other = roomOf(target);
    if (other === room) return [];
    if (!allowed.includes(other)) return [`${path} imports ${target}; ${room} may not import ${other}`];
    return room === "web" && !typesOnly && !withoutNode.has(other)
      ? [`${path} imports more than types of ${target}`]
      : [];
  });
}

/**
 * Files that import themselves by way of others, when nothing is left but what is there at run time.
 *
 * @returns each circle once, as `a.ts → b.ts → a.ts`
 */
export function circles(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) found.push([...way.slice(way.indexOf(path)), path].join(" → "));
    if (done.has(path)) return;
    done.add(path);
    for (const { target, own, typesOnly } of byPath.get(path)?.imports ?? []) {
      if (own && !typesOnly) visit(target, [...way, path]);
    }
  };
  for (const { path } of files) visit(path, []);
  return found;
}

/** All that a file brings in at run time, itself included: paths of this project and names of packages. */
export function reachableFrom(path: string, files: readonly SourceFile[]): Set<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set<string>();
  const visit = (target: string): void => {
    if (reached.has(target)) return;
    reached.add(target);
    for (const next of byPath.get(target)?.imports ?? []) if (!next.typesOnly) visit(next.target);
  };
  visit(path);
  return reached;
}
