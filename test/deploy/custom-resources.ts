/** Schemas of resources that Kubernetes learns from others, as their own projects publish them: a module of Go's. */
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Ajv } from "ajv";
import { parse } from "yaml";

import { succeeds } from "./tool.ts";

/** JSON Schema, as far as it is touched here. */
type Schema = { [key: string]: unknown };

interface Definition {
  readonly spec: { readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: Schema } }[] };
}

/**
 * Reads the schema of a CustomResourceDefinition.
 *
 * @param module a module of Go's with its version
 * @param file the definition's path in it
 */
export async function customResource(module: string, file: string): Promise<Schema> {
  const { Dir } = JSON.parse(
    await succeeds("go", ["mod", "download", "-json", module], {
      cwd: tmpdir(),
      env: { GOFLAGS: "-mod=mod" },
    }),
  ) as { Dir: string };
  const { spec } = parse(await readFile(join(Dir, file), "utf8")) as Definition;
  return spec.versions[0]!.schema.openAPIV3Schema;
}

/** @returns what a resource has that its schema does not allow; fields that the schema does not know are problems */
export function problemsOf(schema: Schema, resource: unknown): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  const validate = ajv.compile(closed(schema));
  if (validate(resource)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message}: ${JSON.stringify(params)}`,
  );
}

/** The same schema without unknown fields, which Kubernetes would drop in silence. */
function closed(schema: unknown): Schema {
  if (Array.isArray(schema)) return schema.map(closed) as unknown as Schema;
  if (typeof schema !== "object" || schema === null) return schema as unknown as Schema;
  const copy: Schema = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  if (copy["x-kubernetes-int-or-string"] === true) delete copy["type"];
  const open =
    copy["additionalProperties"] !== undefined || copy["x-kubernetes-preserve-unknown-fields"] === true;
  if (typeof copy["properties"] === "object" && copy["type"] === "object" && !open)
    copy["additionalProperties"] = false;
  return copy;
}
