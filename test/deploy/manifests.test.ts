/** Everything that other programs read: their own schemas, and the service that has to fit what they say. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { readSettings, settingNames, settingsTable } from "../../src/server/settings.ts";
import { customResource, problemsOf } from "./custom-resources.ts";
import { present, root, run, succeeds } from "./tool.ts";

const python = process.env["PENPRINT_PYTHON"] ?? "python3";
const kubernetes = join(root, "deploy", "kubernetes", "base");

describe.runIf(present("kubernetes-validate (from PyPI)", [python, "-c", "import kubernetes_validate"]))(
  "Kubernetes",
  () => {
    test("every resource is what Kubernetes' own schema says, without a field that it does not know", async () => {
      const files = (await resources()).map((name) => join(kubernetes, name));
      const checked = await run(python, ["-m", "kubernetes_validate", "--strict", ...files]);
      expect(checked, checked.stdout + checked.stderr).toMatchObject({ code: 0 });
    });
  },
);

describe("the kustomization", () => {
  test("names every file beside it", async () => {
    const { resources: named } = parse(await text("deploy/kubernetes/base/kustomization.yaml")) as {
      resources: string[];
    };
    expect(named.toSorted()).toEqual(await resources());
  });

  test("its resources mean the same pods and ports", async () => {
    const all = await Promise.all(
      (await resources()).map(
        async (name) => parse(await text(`deploy/kubernetes/base/${name}`)) as Resource,
      ),
    );
    const pods = { "app.kubernetes.io/name": "penprint" };
    for (const { kind, spec } of all) {
      if (kind === "Service") expect(spec["selector"]).toEqual(pods);
      else if (kind === "NetworkPolicy") expect(spec["podSelector"]).toEqual({ matchLabels: pods });
      else if (kind !== "HorizontalPodAutoscaler") expect(spec["selector"]).toEqual({ matchLabels: pods });
    }
    expect(all.map(({ kind }) => kind).toSorted()).toEqual([
      "Deployment",
      "HorizontalPodAutoscaler",
      "NetworkPolicy",
      "PodDisruptionBudget",
      "Service",
    ]);
  });
});

describe.runIf(present("Go's module client", ["go", "version"]))("resources of others", () => {
  test("KServe: the InferenceService is what its own definition says", async () => {
    const schema = await customResource(
      "github.com/kserve/kserve@v0.15.2",
      "config/crd/full/serving.kserve.io_inferenceservices.yaml",
    );
    expect(problemsOf(schema, parse(await text("deploy/kserve/inference-service.yaml")))).toEqual([]);
  });

  test("Cloud Run: the service is what Knative's definition says", async () => {
    const schema = await customResource(
      "knative.dev/serving@v0.51.0",
      "config/core/300-resources/service.yaml",
    );
    expect(problemsOf(schema, parse(await text("deploy/cloud-run/service.yaml")))).toEqual([]);
  });

  test("a field that is not there is seen", async () => {
    const schema = await customResource(
      "knative.dev/serving@v0.51.0",
      "config/core/300-resources/service.yaml",
    );
    const wrong = parse(
      (await text("deploy/cloud-run/service.yaml")).replace("containerConcurrency", "concurrency"),
    );
    expect(problemsOf(schema, wrong)).toEqual([expect.stringContaining("concurrency")]);
  });
});

describe.runIf(present("check-jsonschema (from PyPI)", [python, "-c", "import check_jsonschema"]))(
  "schemas",
  () => {
    test.each([
      ["vendor.compose-spec", "compose.yaml"],
      ["vendor.github-workflows", ".github/workflows/ci.yml"],
    ])("%s: %s", async (schema, file) => {
      const checked = await run(python, ["-m", "check_jsonschema", "--builtin-schema", schema, file]);
      expect(checked, checked.stdout + checked.stderr).toMatchObject({ code: 0 });
    });
  },
);

describe.runIf(present("promtool (Debian's prometheus)", ["promtool", "--version"]))("Prometheus", () => {
  test("reads its configuration and the alerts", async () => {
    const checked = await run("promtool", ["check", "config", "deploy/prometheus/prometheus.yml"]);
    expect(checked, checked.stdout + checked.stderr).toMatchObject({ code: 0 });
  });
});

describe("what they set", () => {
  test.each([
    "compose.yaml",
    "app.json",
    "deploy/kubernetes/base/deployment.yaml",
    "deploy/kserve/inference-service.yaml",
    "deploy/cloud-run/service.yaml",
  ])("%s: settings that the service has, and values that it takes", async (file) => {
    const set = variables(parse(await text(file)));
    const own = Object.fromEntries(Object.entries(set).filter(([name]) => name.startsWith("PENPRINT_")));
    expect(Object.keys(own).length).toBeGreaterThan(0);
    expect(() => readSettings({}, own)).not.toThrow();
    const known: ReadonlySet<string> = new Set(
      settingNames.flatMap((name) => settingsTable[name].environment),
    );
    expect(Object.keys(own).filter((name) => !known.has(name))).toEqual([]);
  });

  test("Heroku: the Procfile is a command of penprint's", async () => {
    const [, command = ""] = /^web: node dist\/cli\/penprint\.js (\w+) /u.exec(await text("Procfile")) ?? [];
    expect(command).toBe("serve");
    expect(await succeeds(process.execPath, ["src/cli/penprint.ts", command, "--help"])).toContain("--host");
  });
});

describe("the workflow", () => {
  test("takes actions by commit, with a token that may only read", async () => {
    const file = await text(".github/workflows/ci.yml");
    const workflow = parse(file) as {
      permissions: object;
      jobs: Record<string, { steps: { uses?: string; run?: string }[] }>;
    };
    expect(workflow.permissions).toEqual({ contents: "read" });
    const steps = Object.values(workflow.jobs).flatMap(({ steps }) => steps);
    const uses = steps.flatMap(({ uses }) => uses ?? []);
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/u);
    expect(steps.map(({ run }) => run)).toContain("bash .ci/run");
  });
});

interface Resource {
  readonly kind: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

const text = (name: string): Promise<string> => readFile(join(root, name), "utf8");

async function resources(): Promise<string[]> {
  return (await readdir(kubernetes)).filter((name) => name !== "kustomization.yaml").toSorted();
}

/** Environment variables anywhere in a manifest, whichever way it writes them. */
function variables(node: unknown): Record<string, string> {
  if (Array.isArray(node)) return Object.assign({}, ...node.map(variables)) as Record<string, string>;
  if (typeof node !== "object" || node === null) return {};
  const { name, value, ...rest } = node as Record<string, unknown>;
  if (typeof name === "string" && typeof value === "string") return { [name]: value };
  const found: Record<string, string> = {};
  for (const [key, inner] of Object.entries(rest)) {
    if (!key.startsWith("PENPRINT_")) Object.assign(found, variables(inner));
    else
      found[key] = filledIn(
        typeof inner === "object" ? String((inner as { value: unknown }).value) : String(inner),
      );
  }
  return found;
}

/** Compose's variables, as whoever starts it has set them. */
function filledIn(value: string): string {
  return value.replaceAll(/\$\{\w+[^}]*\}/gu, "secret");
}
