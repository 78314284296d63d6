/** The image, built by the Dockerfile as it is and run by a real engine. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { freePort } from "../free-port.ts";
import { Container, predict } from "./container.ts";
import { present, root, run, succeeds } from "./tool.ts";

const image = "penprint-under-test";
const slim = `${image}:slim`;

/** What somebody gives who trusts nothing: no right, nowhere to write, a user that the image has never heard of. */
const locked = [
  "--read-only",
  "--cap-drop",
  "ALL",
  "--security-opt",
  "no-new-privileges",
  "--user",
  "54321:54321",
  "--memory",
  "256m",
];

describe.runIf(present("a Docker engine", ["docker", "info"]))("the image", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "penprint-image-"));
    // The registry is reached as from this machine.
    const build = ["build", "--quiet", "--network", "host"];
    await succeeds("docker", [...build, "--tag", image, "."]);
    await succeeds("docker", [...build, "--tag", slim, "--target", "slim", "."]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("answers at both doors and is healthy, with nothing to write to, no rights and an unknown user", async () => {
    await using container = await Container.start(image, locked);
    await container.firstAnswer();
    const answer = await predict(container.url);
    expect(await answer.json()).toMatchObject({
      author: expect.any(String),
      model: { name: "presidents", recipe: "naive-bayes" },
    });
    const dialogue = await fetch(`${container.url}/predict_dialogue?text=Fellow%20citizens`, {
      method: "POST",
    });
    expect(dialogue.status).toBe(200);
    expect(await dialogue.text()).toMatch(/\S/u);
    expect(await container.execute("/nodejs/bin/node", "/app/dist/cli/penprint.js", "health")).toMatchObject({
      code: 0,
      stdout: "Ready.\n",
    });
    expect(JSON.parse(await container.inspect("{{json .Config.Healthcheck.Test}}"))).toEqual([
      "CMD",
      "/nodejs/bin/node",
      "/app/dist/cli/penprint.js",
      "health",
    ]);
  });

  test("the engine finds it healthy", async () => {
    await using container = await Container.start(image, [...locked, "--health-interval", "1s"]);
    let health = "starting";
    for (let second = 0; second < 40 && health === "starting"; second++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      health = await container.inspect("{{.State.Health.Status}}");
    }
    expect(health).toBe("healthy");
  });

  test("needs no network", async () => {
    await using container = await Container.start(image, [...locked, "--network", "none"]);
    const asks = `
      const body = JSON.stringify({ text: "Fellow citizens" });
      const headers = { "content-type": "application/json" };
      for (let left = 200; ; left--) {
        try {
          const answer = await fetch("http://127.0.0.1:" + process.env.PORT + "/v1/predict", { method: "POST", headers, body });
          console.log(answer.status);
          break;
        } catch (error) {
          if (left === 0) throw error;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }`;
    expect(await container.execute("/nodejs/bin/node", "--input-type=module", "--eval", asks)).toMatchObject({
      code: 0,
      stdout: "200\n",
    });
  });

  test("tells Prometheus every metric that the dashboard and the alerts ask for", async () => {
    const port = await freePort();
    await using container = await Container.start(image, ["--env", `PENPRINT_METRICS_PORT=${port}`]);
    await container.firstAnswer();
    const told = new Set(
      (await (await fetch(`http://127.0.0.1:${port}/metrics`)).text())
        .split("\n")
        .flatMap((line) => /^# TYPE (\S+)/u.exec(line)?.[1] ?? []),
    );
    const asked = new Set<string>();
    for (const file of ["deploy/grafana/dashboards/penprint.json", "deploy/prometheus/alerts.yml"]) {
      const text = await readFile(join(root, file), "utf8");
      for (const [name] of text.matchAll(/\b(?:http|author|process|nodejs)_[a-z0-9_]+/gu))
        asked.add(name.replace(/_bucket$/u, ""));
    }
    expect(asked.size).toBeGreaterThan(8);
    expect([...asked].filter((name) => !told.has(name))).toEqual([]);
  });

  test("listens on 8000 for everybody when nothing is set", async () => {
    const settings = JSON.parse(await succeeds("docker", ["inspect", "--format", "{{json .Config}}", image]));
    expect(settings).toMatchObject({
      User: "65532:65532",
      ExposedPorts: { "8000/tcp": {} },
      StopSignal: "SIGTERM",
      Labels: {
        "org.opencontainers.image.title": "penprint",
        "org.opencontainers.image.licenses": "Apache-2.0",
      },
    });
    expect(settings.Env).toContain("HOST=0.0.0.0");
    // Published by the engine, as `docker run -p 8000:8000 penprint` does it, at a port of this machine's choice.
    const id = await succeeds("docker", ["run", "--detach", "--publish", "127.0.0.1:0:8000", image]);
    try {
      const [address = ""] = (await succeeds("docker", ["port", id, "8000/tcp"])).split("\n");
      await expect
        .poll(
          () =>
            predict(`http://${address}`).then(
              ({ status }) => status,
              () => 0,
            ),
          { timeout: 20_000 },
        )
        .toBe(200);
    } finally {
      await run("docker", ["rm", "--force", id]);
    }
  });

  test("serves a model of one's own that it has trained itself", async () => {
    const lines = Array.from({ length: 24 }, (_, index) =>
      JSON.stringify(
        index % 2 === 0
          ? {
              author: "Ann",
              text: `My dear friend, I hope this letter number ${index} finds you well and happy.`,
            }
          : {
              author: "Bob",
              text: `Report ${index}: the figures were checked, and nothing further is required.`,
            },
      ),
    );
    await writeFile(join(folder, "letters.jsonl"), lines.join("\n"));
    const user = `${process.getuid!()}:${process.getgid!()}`;
    const once = [
      "run",
      "--rm",
      "--network",
      "none",
      "--read-only",
      "--cap-drop",
      "ALL",
      "--user",
      user,
      "--volume",
      `${folder}:/data`,
    ];
    await succeeds("docker", [
      ...once,
      image,
      "train",
      "letters.jsonl",
      "--recipe",
      "naive-bayes",
      "--out",
      "letters.safetensors",
      "--name",
      "letters",
    ]);
    expect(
      JSON.parse(
        await succeeds("docker", [
          ...once,
          image,
          "predict",
          "letters.safetensors",
          "My dear friend",
          "--json",
        ]),
      ),
    ).toMatchObject({ author: "Ann" });
    await writeFile(
      join(folder, "play.txt"),
      "ANN: My dear friend.\nBOB: The figures are final.\nANN: I hope so.\n",
    );
    await writeFile(
      join(folder, "recipe.yaml"),
      "name: play\nauthors: { Ann: [], Bob: [] }\nsources: [{ files: play.txt, parser: screenplay, work: Play }]\n",
    );
    await succeeds("docker", [...once, image, "collect", "recipe.yaml", "--out", "play.jsonl"]);
    const collected = (await readFile(join(folder, "play.jsonl"), "utf8")).trim().split("\n");
    expect(collected.map((line) => (JSON.parse(line) as { author: string }).author)).toEqual([
      "Ann",
      "Bob",
      "Ann",
    ]);

    await using container = await Container.start(image, [
      ...locked,
      "--volume",
      `${join(folder, "letters.safetensors")}:/model.safetensors:ro`,
    ]);
    await container.firstAnswer();
    const answer = await predict(container.url, "My dear friend, I hope this finds you well.");
    expect(await answer.json()).toMatchObject({ author: "Ann", model: { name: "letters" } });
  });

  test("a broken model is refused at the start, in one clear line", async () => {
    const file = join(folder, "broken.safetensors");
    await writeFile(file, "this is no model");
    await using container = await Container.start(image, [
      ...locked,
      "--volume",
      `${file}:/model.safetensors:ro`,
    ]);
    expect(await container.ended()).toBe(1);
    const logs = await container.logs();
    expect(logs).toMatch(/^error MODEL_[A-Z_]+: \/model\.safetensors/u);
    expect(logs).not.toContain("    at ");
  });

  test("docker stop under load loses no request and takes less than ten seconds", async () => {
    await using container = await Container.start(image, [...locked, "--env", "PENPRINT_RATE_LIMIT=0"]);
    await container.firstAnswer();
    const load = new Load(container.url);
    const clients = Array.from({ length: 16 }, () => load.run());
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const begun = performance.now();
    await succeeds("docker", ["stop", container.id]);
    const seconds = (performance.now() - begun) / 1000;
    await Promise.all(clients);
    expect(load.lost).toEqual([]);
    expect(load.answered).toBeGreaterThan(100);
    expect(seconds).toBeLessThan(10);
    expect(await container.inspect("{{.State.ExitCode}}")).toBe("0");
  });

  test("holds no shell, no package manager and nothing of the build", async () => {
    for (const program of ["/bin/sh", "/bin/bash", "sh", "/usr/bin/npm"]) {
      const { code } = await run("docker", ["run", "--rm", "--entrypoint", program, image, "-c", "true"]);
      expect([program, code]).toEqual([program, 127]);
    }
    const listing = `
      const { readdirSync } = require("node:fs");
      console.log(readdirSync("/app", { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => e.parentPath + "/" + e.name).join("\\n"));
      console.log(readdirSync("/").join(" "));`;
    const files = await succeeds("docker", [
      "run",
      "--rm",
      "--entrypoint",
      "/nodejs/bin/node",
      image,
      "--eval",
      listing,
    ]);
    expect(files).toContain("/app/dist/cli/penprint.js");
    expect(files).toContain("/app/LICENSE");
    expect(
      files
        .split("\n")
        .filter((path) =>
          /\.(?:[cm]?ts|map)$|\/(?:typescript|vitest|prettier|oxlint)\/|^\/app\/(?:src|test|scripts|bench)\//u.test(
            path,
          ),
        ),
    ).toEqual([]);
    expect(files.split("\n").at(-1)!.split(" ")).not.toContain("root/.npm");
  });

  test("the same sources give the same layers", async () => {
    const layers = async (tag: string): Promise<string[]> =>
      JSON.parse(
        await succeeds("docker", ["inspect", "--format", "{{json .RootFS.Layers}}", tag]),
      ) as string[];
    const again = `${image}:again`;
    await succeeds("docker", ["build", "--quiet", "--no-cache", "--network", "host", "--tag", again, "."]);
    const [first, second] = [await layers(image), await layers(again)];
    // Folders that Docker makes by itself have the date of the build; what penprint brings is the same.
    const [base = ""] = [
      await succeeds("docker", [
        "inspect",
        "--format",
        "{{json .RootFS.Layers}}",
        "gcr.io/distroless/nodejs24-debian13:nonroot",
      ]),
    ];
    const below = (JSON.parse(base) as string[]).length;
    expect(second.slice(below, below + 2)).toEqual(first.slice(below, below + 2));
    await run("docker", ["rmi", again]);
  });

  test("Heroku's way: a shell, a user at random, its own port", async () => {
    const command = JSON.parse(
      await succeeds("docker", ["inspect", "--format", "{{json .Config.Cmd}}", slim]),
    ) as string[];
    await using container = await Container.start(
      slim,
      ["--user", "38271", "--memory", "512m"],
      ["/bin/sh", "-c", `exec ${command.join(" ")}`],
    );
    await container.firstAnswer();
    expect((await container.execute("id", "-u")).stdout).toBe("38271\n");
  });
});

/** Clients that ask again and again until the service is gone. */
class Load {
  answered = 0;
  /** What happened to requests that got no answer. */
  readonly lost: string[] = [];
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async run(): Promise<void> {
    for (;;) {
      try {
        const answer = await predict(this.url);
        await answer.arrayBuffer();
        if (answer.status === 200) this.answered++;
        else this.lost.push(`status ${answer.status}`);
      } catch (error) {
        const { cause } = error as { cause?: NodeJS.ErrnoException };
        // Nothing was sent: nobody listens any more.
        if (cause?.code === "ECONNREFUSED") return;
        this.lost.push(cause?.code ?? String(error));
        return;
      }
    }
  }
}
