/**
 * Prints the bill of materials of what comes with `npm install penprint`, as CycloneDX: `npm run sbom`.
 *
 * It is npm's own, less what is only needed to build and to test. npm's `--omit dev` leaves out too much: packages that
 * are needed at run time and by some tool as well.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface Bill {
  readonly metadata: { readonly component: { readonly "bom-ref": string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Component {
  readonly "bom-ref": string;
  /** Such as `pkg:npm/%40scope/name@1.0.0`. */
  readonly purl: string;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")) as {
  packages: Readonly<Record<string, { readonly dev?: boolean; readonly version?: string }>>;
};
const printed = execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 64 * 1024 * 1024,
});
const bill = JSON.parse(printed) as Bill;

const production = new Set(
  Object.entries(packages)
    .filter(([, { dev }]) => dev !== true)
    .map(([path, { version }]) => `pkg:npm/${path.replace(/^.*node_modules\//u, "")}@${version}`),
);
const components = bill.components.filter(({ purl }) => production.has(decodeURIComponent(purl)));
const kept = new Set([
  bill.metadata.component["bom-ref"],
  ...components.map((component) => component["bom-ref"]),
]);
const dependencies = bill.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));
console.log(JSON.stringify({ ...bill, components, dependencies }, null, 2));
