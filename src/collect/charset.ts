/** Bytes of a page → text. */

/** A decoded page. */
export interface Decoded {
  readonly text: string;
  /** The encoding that was used, by its WHATWG name. */
  readonly charset: string;
  /** What the page says of itself, where that turned out wrong. */
  readonly wrong?: string;
}

/**
 * Decodes a page. What is tried, in order: a byte order mark, the charset of `Content-Type`, a `<meta>` or XML
 * declaration in the first 1,024 bytes, UTF-8, and at last windows-1252, in which all bytes mean something. A
 * charset that the bytes contradict is passed over and told as `wrong`.
 *
 * @param contentType the header's value, or "" where there is none
 * @see https://encoding.spec.whatwg.org/
 */
export function decodePage(bytes: Uint8Array, contentType = ""): Decoded {
  const marked = byteOrderMark(bytes);
  const declared = [
    marked,
    /charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1],
    charsetInside(bytes),
  ].filter((label) => label !== undefined);
  let wrong: string | undefined;
  for (const label of [...declared, "utf-8"]) {
    const text = decodeAs(bytes, label);
    if (text !== null) return { ...text, ...(wrong === undefined ? {} : { wrong }) };
    wrong ??= declared.includes(label) ? label : undefined;
  }
  const text = new TextDecoder("windows-1252").decode(bytes);
  return { text, charset: "windows-1252", ...(wrong === undefined ? {} : { wrong }) };
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return undefined;
}

function charsetInside(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const label =
    /<meta[^>]{0,200}?charset\s*=\s*["']?([^\s"'/>;]+)/i.exec(head)?.[1] ??
    /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']+)/i.exec(head)?.[1];
  // A declaration that can be read as ASCII is itself the proof that the page is not UTF-16.
  return label !== undefined && /^utf-?16/i.test(label) ? "utf-8" : label;
}

function decodeAs(bytes: Uint8Array, label: string): { text: string; charset: string } | null {
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    return { text: decoder.decode(bytes), charset: decoder.encoding };
  } catch {
    return null;
  }
}
