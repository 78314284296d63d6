/** What somebody sent to be trained on → files in memory. Nothing of it reaches a disk. */
import { unzipSync } from "fflate";

import { PenprintError } from "../../errors.ts";

/** The content types that are taken, with the ending of a file of that type. */
export const uploadTypes: ReadonlyMap<string, string> = new Map([
  ["application/zip", ".zip"],
  ["text/csv", ".csv"],
  ["text/tab-separated-values", ".tsv"],
  ["application/x-ndjson", ".jsonl"],
]);

/** More files than this are no corpus of texts that somebody drops on a page. */
const MOST_FILES = 20_000;

/**
 * The files that were sent, by their paths.
 *
 * @param type one of {@link uploadTypes}
 * @param name what it is called
 * @param limit how many bytes it may have when it is unpacked
 * @throws UPLOAD_UNREADABLE, UPLOAD_TOO_LARGE
 */
export function filesIn(
  bytes: Uint8Array,
  type: string,
  name: string,
  limit: number,
): Map<string, Uint8Array> {
  const ending = uploadTypes.get(type)!;
  if (ending !== ".zip") return new Map([[`${name}${ending}`, bytes]]);
  const file = `${name}.zip`;
  let size = 0;
  let count = 0;
  try {
    const unpacked = unzipSync(bytes, {
      // Before anything is unpacked. An archive that lies about a size is unpacked no farther than it says.
      filter: ({ name: path, originalSize }) => {
        if (path.endsWith("/")) return false;
        size += originalSize;
        count++;
        if (size > limit) throw new PenprintError("UPLOAD_TOO_LARGE", { limit });
        if (count > MOST_FILES) {
          const reason = `it holds more than ${MOST_FILES} files`;
          throw new PenprintError("UPLOAD_UNREADABLE", { file, reason });
        }
        return true;
      },
    });
    return new Map(Object.entries(unpacked).map(([path, content]) => [tamed(path), content]));
  } catch (error) {
    if (error instanceof PenprintError) throw error;
    const reason = "it is no zip archive, or a broken one";
    throw new PenprintError("UPLOAD_UNREADABLE", { file, reason }, { cause: error });
  }
}

/** A path in an archive as one below a folder: names that lead out of it are taken for names. */
function tamed(path: string): string {
  return path
    .replaceAll("\\", "/")
    .split("/")
    .filter((step) => step !== "" && step !== ".")
    .map((step) => (step === ".." ? "_" : step))
    .join("/");
}
