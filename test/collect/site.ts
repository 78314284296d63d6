/** A web server on loopback, and a folder for what a test writes. */
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { collect } from "../../src/collect/collect.ts";
import type { Collected, CollectOptions } from "../../src/collect/collect.ts";
import type { CollectedDocument } from "../../src/collect/documents.ts";
import { parseRecipe } from "../../src/collect/recipe.ts";

/** A server that a test has started. */
export interface Site extends AsyncDisposable {
  /** `http://127.0.0.1:…` */
  readonly origin: string;
  readonly port: number;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves answers by path; a path that is not there is 404, robots.txt among them. */
export async function serve(answers: Readonly<Record<string, string | Buffer | Answer>>): Promise<Site> {
  const asked: string[] = [];
  const pages = new Map(Object.entries(answers));
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const answer = pages.get(path.replace(/\?.*$/, ""));
    if (typeof answer === "function") answer(request, response);
    else if (answer === undefined) response.writeHead(404).end("not here");
    else response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(answer);
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A temporary folder that goes when the test ends. */
export async function folder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "penprint-collect-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Settings under which tests need not wait. */
export const quick = "fetch:\n  seconds_between_requests: 0.1\n  timeout_seconds: 2\n  tries: 2\n";

/** Collects a recipe, and reads what was written. */
export async function run(
  yaml: string,
  at: string,
  options: Partial<CollectOptions> = {},
): Promise<Collected & { documents: CollectedDocument[] }> {
  const out = options.out ?? join(at, "corpus.jsonl");
  const collected = await collect(parseRecipe(yaml, join(at, "recipe.yaml")), {
    cache: join(at, "cache"),
    version: "0.0.0",
    allowPrivate: true,
    backoffMilliseconds: 5,
    ...options,
    out,
  });
  return { ...collected, documents: await read(out) };
}

/** The documents of a corpus file. */
export async function read(file: string): Promise<CollectedDocument[]> {
  const lines = (await readFile(file, "utf8")).split("\n").slice(0, -1);
  return lines.map((line): CollectedDocument => JSON.parse(line));
}
