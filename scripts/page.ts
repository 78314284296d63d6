/**
 * Puts the page together: every HTML file of src/web with its scripts and styles under hashed names, packed by Brotli: as small in the
 * package as on the way to a browser.
 * What all pages share (head, masthead, footer) stands once, in src/web/layout.
 */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

import { build, type Plugin } from "vite";

/** A page: `NAME.html` in src/web, in the order of the navigation. */
interface PageEntry {
  readonly name: string;
  /** What the navigation calls it. */
  readonly title: string;
  /** Whether its link is hidden until the page's script finds that the service has it. */
  readonly optional?: boolean;
}

/** All pages; another one is a line here and an HTML file. */
const pages: readonly PageEntry[] = [
  { name: "index", title: "Identify" },
  { name: "model", title: "Model" },
  { name: "train", title: "Train", optional: true },
];

/**
 * Builds the page.
 *
 * @param root the folder of the project
 * @param target where to put it; whatever is there is taken away first
 */
export async function buildPage(root: string, target: string): Promise<void> {
  const source = join(root, "src", "web");
  await build({
    root: source,
    // Relative, so that it works below any path.
    base: "./",
    configFile: false,
    envDir: false,
    publicDir: false,
    logLevel: "warn",
    plugins: [await layout(source), withoutKernel],
    build: {
      outDir: target,
      emptyOutDir: true,
      // Nothing in the HTML but HTML: the policy allows no script and no data in it.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { input: pages.map(({ name }) => join(source, `${name}.html`)) },
    },
    worker: { format: "es", plugins: () => [withoutKernel] },
  });
  await compress(target);
}

/**
 * Leaves the kernel's bytes out: a policy that lets pages run WebAssembly would have to let them run more, and on texts
 * that people write TypeScript does the same in a tenth of a millisecond more (docs/page.md).
 */
const withoutKernel: Plugin = {
  name: "without-kernel",
  load: (id) => (id.endsWith("/kernel/kernel-bytes.ts") ? 'export const kernelBytes = "";' : null),
};

/** Puts `layout/NAME.html` where a page says `<!-- NAME -->`, and the links of all pages where it says `<!-- pages -->`. */
async function layout(source: string): Promise<Plugin> {
  const folder = join(source, "layout");
  const parts = await Promise.all(
    (await readdir(folder)).map(
      async (file) => [file.replace(/\.html$/u, ""), await readFile(join(folder, file), "utf8")] as const,
    ),
  );
  return {
    name: "layout",
    transformIndexHtml: {
      order: "pre",
      handler: (html, { filename }) => {
        const whole = parts.reduce(
          (page, [name, part]) => page.replace(`<!-- ${name} -->`, () => part),
          html,
        );
        return whole.replace("<!-- pages -->", () => pages.map((page) => linkTo(page, filename)).join("\n"));
      },
    },
  };
}

function linkTo({ name, title, optional = false }: PageEntry, current: string): string {
  const address = name === "index" ? "./" : name;
  const here = current.endsWith(`${name}.html`) ? ' aria-current="page"' : "";
  return `<a href="${address}"${here}${optional ? ` id="link-${name}" hidden` : ""}>${title}</a>`;
}

const brotli = promisify(brotliCompress);

/** Puts `FILE.br` in the place of each file. */
async function compress(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  await Promise.all(
    files
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const file = join(parentPath, name);
        await writeFile(`${file}.br`, await brotli(await readFile(file)));
        await rm(file);
      }),
  );
}
