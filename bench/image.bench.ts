/**
 * Measures the container image with a real engine: `node bench/image.bench.ts`.
 *
 * Builds the image by the Dockerfile, then prints its size over Node's base image, the time from `docker run` to the
 * first answer beside that of Node alone in the same engine, the memory at rest, and the time of a build after a change
 * of the source. The answers are checked. Nothing outside the engine is changed.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;
const image = "penprint-under-measure";
const base = "gcr.io/distroless/nodejs24-debian13:nonroot";
const runs = 9;

const docker = (...args: string[]): string =>
  execFileSync("docker", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1 << 26,
  }).trim();

const build = (folder: string): number => {
  const begun = performance.now();
  docker("build", "--quiet", "--network", "host", "--tag", image, folder);
  return (performance.now() - begun) / 1000;
};

build(root);
const size = (tag: string): number => Number(docker("inspect", "--format", "{{.Size}}", tag)) / 1e6;
row(
  "size over its Node base",
  `${(size(image) - size(base)).toFixed(1)} MB`,
  `${size(image).toFixed(0)} MB in all`,
);

const answers: number[] = [];
const nodes: number[] = [];
const memory: number[] = [];
for (let run = 0; run < runs; run++) {
  const nodeBegun = performance.now();
  docker("run", "--rm", "--network", "none", base, "--eval", "0");
  nodes.push(performance.now() - nodeBegun);
  const begun = performance.now();
  const id = docker(
    "run",
    "--detach",
    "--read-only",
    "--cap-drop",
    "ALL",
    "--memory",
    "256m",
    "--publish",
    "127.0.0.1:0:8000",
    image,
  );
  try {
    const [address = ""] = docker("port", id, "8000/tcp").split("\n");
    await firstAnswer(address);
    answers.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    memory.push(residentMegabytes(id));
  } finally {
    docker("rm", "--force", id);
  }
}
row(
  "`docker run` to first answer",
  `${median(answers).toFixed(0)} ms`,
  `${range(answers)} ms; Node alone, to its end: ${median(nodes).toFixed(0)} ms`,
);
row(
  "memory at rest in the container",
  `${median(memory).toFixed(0)} MB`,
  `${range(memory)} MB, ${runs} containers`,
);

const builds: number[] = [];
const folder = mkdtempSync(join(tmpdir(), "penprint-build-"));
try {
  for (const name of [
    "Dockerfile",
    ".dockerignore",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "scripts",
    "src",
    "recipes",
    "LICENSE",
  ])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  for (let run = 0; run < 3; run++) {
    const file = join(folder, "src", "errors.ts");
    // A change that the compiler has to look at.
    writeFileSync(
      file,
      `${readFileSync(file, "utf8")}\n/** Change ${Date.now()}. */\nexport const change${run} = ${run};\n`,
    );
    builds.push(build(folder));
  }
} finally {
  rmSync(folder, { recursive: true });
}
row("build from a warm cache after a source change", `${median(builds).toFixed(0)} s`, `${range(builds)} s`);
console.log(
  `\nload ${loadavg()[0]!.toFixed(1)}; engine ${docker("version", "--format", "{{.Server.Version}}")}`,
);

async function firstAnswer(address: string): Promise<void> {
  const request = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: "Fellow citizens of the Senate and of the House of Representatives." }),
  };
  for (const end = performance.now() + 30_000; performance.now() < end;) {
    try {
      const answer = await fetch(`http://${address}/v1/predict`, request);
      const { author } = (await answer.json()) as { author?: unknown };
      if (answer.status !== 200 || typeof author !== "string")
        throw new Error(`it answered ${answer.status}`);
      return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
  throw new Error("no answer within 30 s");
}

/** Of all of the container's processes, by the kernel's own account. */
function residentMegabytes(id: string): number {
  const processes = docker("top", id, "-o", "pid,rss").split("\n").slice(1);
  return processes.reduce((sum, line) => sum + Number(line.trim().split(/\s+/u)[1]) / 1024, 0);
}

function row(what: string, value: string, more: string): void {
  console.log(`| ${what} | ${value} | ${more} |`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`;
}
