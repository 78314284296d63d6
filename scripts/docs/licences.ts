/** docs/licences.md, from the lock file and the packages that are installed. */
import { readFile } from "node:fs/promises";

const root = new URL("../../", import.meta.url);

interface Locked {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly version?: string }>>;
}

/** One row for each package that comes with `npm install penprint`. */
export async function licencesDocument(): Promise<string> {
  const { packages } = JSON.parse(await readFile(new URL("package-lock.json", root), "utf8")) as Locked;
  const rows: string[] = [];
  for (const [path, { dev = false, version = "" }] of Object.entries(packages)) {
    if (path === "" || dev) continue;
    const { license } = JSON.parse(await readFile(new URL(`${path}/package.json`, root), "utf8")) as {
      license?: unknown;
    };
    // A package that says nothing is no package to depend on.
    if (typeof license !== "string") throw new Error(`${path} does not say under which licence it stands.`);
    rows.push(
      `| ${path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)} | ${version} | ${license} |`,
    );
  }
  return `# Licences of dependencies

penprint itself: Apache-2.0. These ${rows.length} packages come with it; what is needed only to build and to test it does not.

| package | version | licence |
|---|---|---|
${rows.toSorted().join("\n")}

This page is written by \`npm run docs\` from package-lock.json. \`npm run sbom\` prints the same as a CycloneDX bill of materials.
`;
}
