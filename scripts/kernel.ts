/** Compiles the kernel: src/kernel/assembly/ → src/kernel/kernel-bytes.ts. */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = new URL("../src/kernel/kernel-bytes.ts", import.meta.url);

/**
 * Compiles the kernel.
 *
 * @returns the module that holds its bytes, as source code
 */
export async function compileKernel(): Promise<string> {
  // The compiler is large; whoever only asks whether there is something to do need not wait for it.
  const { main } = await import("assemblyscript/asc");
  let binary: Buffer | null = null as Buffer | null;
  const { error, stderr } = await main(
    [
      ["src/kernel/assembly/index.ts", "--outFile", "kernel.wasm", "--baseDir", root],
      [
        "-O3",
        "--noAssert",
        "--runtime",
        "stub",
        "--enable",
        "simd",
        "--enable",
        "bulk-memory",
        "--use",
        "abort=",
        "--initialMemory",
        "1",
      ],
    ].flat(),
    {
      writeFile: (_, contents) => {
        binary = Buffer.from(contents);
      },
    },
  );
  if (error !== null || binary === null) throw new Error(stderr.toString(), { cause: error });
  const base64 = binary.toString("base64");
  return [
    "/** The kernel's machine code. Made by scripts/kernel.ts from what is in assembly/. */",
    "",
    "/** A WebAssembly module, in base64. */",
    "export const kernelBytes =",
    `  "${base64}";`,
    "",
  ].join("\n");
}

/** Compiles the kernel and writes it where it is kept, unless it is there already. */
export async function writeKernel(): Promise<void> {
  const code = await compileKernel();
  const before = await readFile(target, "utf8").catch(() => "");
  if (code !== before) await writeFile(target, code);
}

if (import.meta.main) await writeKernel();
