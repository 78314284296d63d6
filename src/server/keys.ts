/** API keys: kept as hashes, compared in the same time whether they are right or wrong. */
import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";

import { PenprintError } from "../errors.ts";

/** What a key may open. */
export const scopes = ["predict", "feedback", "admin"] as const;

/** One of them. */
export type Scope = (typeof scopes)[number];

/** A key, without the key itself. */
export interface Key {
  /** Of whoever has it; stands for the client in limits. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** SHA-256. A key has 256 random bits, so nothing slower is needed. */
  readonly hash: Buffer;
}

/**
 * Makes a key.
 *
 * @returns the key itself, which is kept nowhere, and the line of the file of keys that lets it in
 */
export function makeKey(name: string, allowed: readonly Scope[]): { key: string; line: string } {
  const key = `pp_${randomBytes(32).toString("base64url")}`;
  return { key, line: `${name} ${allowed.join(",")} sha256:${hash("sha256", key)}` };
}

/** Whether a text can be the name of a key. */
export const isKeyName = (text: string): boolean => /^[\w.@-]{1,64}$/u.test(text);

/**
 * Reads a file of keys: lines of a name, scopes with commas between them, and a hash. Empty lines and those that
 * begin with # mean nothing.
 *
 * @throws KEYS_INVALID
 */
export async function readKeys(file: string): Promise<readonly Key[]> {
  const refuse = (line: number, problem: string): never => {
    throw new PenprintError("KEYS_INVALID", { file, line, problem });
  };
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    return refuse(0, `the file of keys cannot be read: ${reason}`);
  });
  const keys: Key[] = [];
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    if (/^\s*(?:#|$)/u.test(line)) continue;
    const [name = "", allowed = "", hashed = "", ...more] = line.trim().split(/\s+/u);
    const problem = (what: string): never => refuse(index + 1, what);
    if (!isKeyName(name)) problem("the name of the key may have letters, digits and . _ @ - only");
    if (keys.some((key) => key.name === name)) problem("there are two keys of this name");
    const wanted = allowed.split(",");
    if (!wanted.every(isScope)) problem(`the scopes are ${scopes.join(", ")}`);
    const digits = /^sha256:(?<digits>[0-9a-f]{64})$/iu.exec(hashed)?.groups!["digits"];
    if (digits === undefined || more.length > 0) problem("the hash is not sha256: and 64 hexadecimal digits");
    keys.push({ name, scopes: new Set(wanted as Scope[]), hash: Buffer.from(digits!, "hex") });
  }
  if (keys.length === 0) refuse(0, "it holds no key");
  return keys;
}

/** Whether a text names a scope. */
export const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

/**
 * The key that a request brought.
 *
 * @param authorization the header of that name
 * @returns null where there is none, or none that is known
 */
export function keyOf(authorization: string | undefined, keys: readonly Key[]): Key | null {
  const given = /^Bearer +(?<key>[\w.~+/=-]+) *$/iu.exec(authorization ?? "")?.groups!["key"];
  if (given === undefined) return null;
  const hashed = hash("sha256", given, "buffer");
  let found: Key | null = null;
  // All of them, so that the time says nothing of which one it was.
  for (const key of keys) if (timingSafeEqual(hashed, key.hash)) found = key;
  return found;
}
