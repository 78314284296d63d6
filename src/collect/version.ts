/** This program's version. */
import { readFileSync } from "node:fs";

/** The version in package.json, which stands two folders up from the source and from what is built of it. */
export function programVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version }: { version: string } = JSON.parse(text);
  return version;
}
