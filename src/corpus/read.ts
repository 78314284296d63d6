/**
 * Files → documents, as a stream: JSON Lines, CSV, TSV, text files and folders of them. Only one block of
 * bytes and its documents are in memory at a time.
 */
import { PenprintError } from "../errors.ts";
import { readBlocks } from "./bytes.ts";
import { utf8Blocks } from "./encoding.ts";
import { documentFrom, type ReadOptions, type SourcedDocument } from "./fields.ts";
import { parseLines } from "./json-lines.ts";
import { longestDocument } from "./limits.ts";
import { type LineBlock, lineBlocks } from "./line-blocks.ts";
import { findSources, type Source } from "./sources.ts";
import { readTable } from "./tables.ts";
import { textIn } from "./text-file.ts";

export type { ReadOptions, SourcedDocument } from "./fields.ts";

/**
 * Reads all documents of files and folders, in their order.
 *
 * @param paths files, folders, or `-` for JSON Lines on standard input
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE, FORMAT_UNKNOWN, ENCODING_BROKEN, NUL_BYTE, LINE_MALFORMED,
 *   ROW_MALFORMED, LINE_TOO_LONG, COLUMN_MISSING, FIELD_NOT_TEXT, TEXT_NOT_WELL_FORMED, DOCUMENT_EMPTY,
 *   FILE_NAME_WITHOUT_AUTHOR, and CORPUS_EMPTY when there was no document at all
 */
export async function* readDocuments(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<SourcedDocument, void> {
  for await (const batch of readBatches(paths, options)) {
    for (const document of batch) yield document;
  }
}

/**
 * The same documents, a block's at a time: waiting once a document costs more than parsing a short one.
 *
 * @throws as `readDocuments`
 */
export async function* readBatches(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<readonly SourcedDocument[], void> {
  let documents = 0;
  for await (const piece of readPieces(paths, options)) {
    const batch = "lines" in piece ? parseLines(piece.lines, piece.file, options) : piece.documents;
    documents += batch.length;
    yield batch;
  }
  if (documents === 0) throw new PenprintError("CORPUS_EMPTY", { sources: paths });
}

/** A part of a corpus: lines of JSON that are yet to be read, or documents. */
export type CorpusPiece =
  { readonly file: string; readonly lines: LineBlock } | { readonly documents: readonly SourcedDocument[] };

/**
 * The same documents, but those in JSON Lines as blocks of lines, for those who read them otherwise. A corpus without
 * documents has no pieces, or pieces without documents.
 *
 * @throws what `readDocuments` throws, but not what is wrong with single lines of JSON, nor CORPUS_EMPTY
 */
export async function* readPieces(
  paths: readonly string[],
  options: ReadOptions = {},
): AsyncGenerator<CorpusPiece, void> {
  for (const source of await findSources(paths)) yield* readSourcePieces(source, options);
}

/**
 * @param paths as for `readDocuments`
 * @returns the size of all files together, in bytes; what comes through a pipe counts as nothing
 * @throws FILE_NOT_FOUND, FILE_UNREADABLE, FORMAT_UNKNOWN
 */
export async function corpusBytes(paths: readonly string[]): Promise<number> {
  const sources = await findSources(paths);
  return sources.reduce((sum, source) => sum + source.size, 0);
}

/**
 * Whether all of a corpus can be read again after it was read: not so where standard input or a pipe is a part of it.
 *
 * @throws what {@link findSources} throws
 */
export async function canBeReadAgain(paths: readonly string[]): Promise<boolean> {
  return (await findSources(paths)).every(({ again }) => again);
}

/**
 * The pieces of one file.
 *
 * @throws as `readPieces`
 */
export async function* readSourcePieces(
  source: Source,
  options: ReadOptions = {},
): AsyncGenerator<CorpusPiece, void> {
  const { file, format } = source;
  if (format === "text") {
    yield { documents: await readTextDocument(source, options) };
    return;
  }
  const blocks = utf8Blocks(blocksOf(source, options.onBytes), file);
  if (format === "json-lines") {
    for await (const lines of lineBlocks(blocks, file, longestDocument)) yield { file, lines };
  } else {
    for await (const documents of readTable(blocks, file, format === "csv" ? "," : "\t", options)) {
      yield { documents };
    }
  }
}

/** The bytes of a source, wherever they are. */
async function* blocksOf(
  { path, bytes }: Source,
  onBytes?: (chunk: Uint8Array) => void,
): AsyncGenerator<Buffer, void> {
  if (bytes === undefined) {
    yield* readBlocks(path, onBytes);
    return;
  }
  onBytes?.(bytes);
  yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * The documents of one source.
 *
 * @throws what `readDocuments` throws of what is in a file
 */
export async function* readSource(
  source: Source,
  options: ReadOptions = {},
): AsyncGenerator<SourcedDocument, void> {
  for await (const piece of readSourcePieces(source, options)) {
    yield* "lines" in piece ? parseLines(piece.lines, piece.file, options) : piece.documents;
  }
}

async function readTextDocument(source: Source, options: ReadOptions): Promise<readonly SourcedDocument[]> {
  const { file, author, work } = source;
  if (author === null && options.authorRequired !== false)
    throw new PenprintError("FILE_NAME_WITHOUT_AUTHOR", { file });
  const text = await textIn(blocksOf(source, options.onBytes), file);
  // Nobody can name the columns of a text file, so none of them can be missing.
  const { workColumn: _work, idColumn: _id, ...rest } = options;
  const fields = { author: author ?? undefined, text, work, id: work };
  const document = documentFrom(fields, file, 0, rest, () => []);
  return document === null ? [] : [document];
}
