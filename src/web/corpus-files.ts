/** Files and folders that were dropped or chosen, as they are sent to be trained on. */
import { zipSync } from "fflate";

/** A file with its path below what was dropped. */
export interface Dropped {
  readonly path: string;
  readonly file: File;
}

/** What is sent. */
export interface Packed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  /** As the service lets a corpus be called. */
  readonly name: string;
}

/** Kinds of files that are sent as they are. */
const types: ReadonlyMap<string, string> = new Map([
  [".zip", "application/zip"],
  [".csv", "text/csv"],
  [".tsv", "text/tab-separated-values"],
  [".jsonl", "application/x-ndjson"],
  [".ndjson", "application/x-ndjson"],
]);

/**
 * One file as it is, where it is of a kind that is sent so; all else as a zip archive.
 *
 * @param dropped at least one
 */
export async function packed(dropped: readonly Dropped[]): Promise<Packed> {
  const [first] = dropped;
  const type = types.get(endingOf(first!.path));
  const name = nameOf(dropped);
  if (dropped.length === 1 && type !== undefined) return { bytes: await bytesOf(first!), type, name };
  const files: Record<string, Uint8Array> = Object.create(null) as Record<string, Uint8Array>;
  for (const each of dropped) files[each.path] = await bytesOf(each);
  return { bytes: zipSync(files, { level: 1 }), type: "application/zip", name };
}

/** All files in what was dropped, those in folders included. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<Dropped[]> {
  // Before anything is waited for: what was dropped is forgotten then.
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return Array.from(files, (file) => ({ path: file.name, file }));
  return (await Promise.all(entries.map(filesBelow))).flat();
}

async function filesBelow(entry: FileSystemEntry): Promise<Dropped[]> {
  const path = entry.fullPath.replace(/^\//u, "");
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: Dropped[] = [];
  for (;;) {
    // A hundred at a time, as browsers have it.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return found;
    for (const each of entries) found.push(...(await filesBelow(each)));
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const bytesOf = async ({ file }: Dropped): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await file.arrayBuffer());

const endingOf = (path: string): string => path.slice(path.lastIndexOf(".")).toLowerCase();

/** The folder's name, or the only file's. */
function nameOf(dropped: readonly Dropped[]): string {
  const [first = ""] = dropped[0]!.path.split("/");
  const whole =
    dropped.length === 1 ? first.replace(/\.\w+$/u, "") : dropped[0]!.path.includes("/") ? first : "";
  const plain = whole
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z0-9_. -]+/gu, "")
    .replace(/^[^A-Za-z0-9_]+/u, "")
    .slice(0, 64);
  return plain === "" ? "trained" : plain;
}
