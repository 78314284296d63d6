/** Links to what the page shows. All of it stands behind the `#`, which browsers send to nobody. */

/** What a link carries. */
export interface Shared {
  /** Empty where the ranking decides. */
  readonly author: string;
  readonly against: string;
  /** Null where the link has none. */
  readonly text: string | null;
}

/** Longer texts are not taken out of links, in UTF-16 units: a short link can unpack to anything. */
const longest = 2_000_000;

/** The link, with its text packed. */
export async function linkTo({ author, against, text }: Shared, base: string): Promise<string> {
  const fields = new URLSearchParams();
  if (author !== "") fields.set("for", author);
  if (against !== "") fields.set("against", against);
  if (text !== null) fields.set("text", await packed(text));
  const address = new URL(base);
  address.hash = fields.toString();
  return address.href;
}

/** What stands behind the `#` of a link; null when it is nothing of ours. */
export async function sharedIn(hash: string): Promise<Shared | null> {
  const fields = new URLSearchParams(hash.replace(/^#/u, ""));
  if (!["for", "against", "text"].some((name) => fields.has(name))) return null;
  const text = fields.get("text");
  return {
    author: fields.get("for") ?? "",
    against: fields.get("against") ?? "",
    text: text === null ? null : await unpacked(text),
  };
}

/** Takes over what the page's own address carries, and takes it out of the address. */
export async function takeShared(): Promise<Shared | null> {
  const shared = await sharedIn(location.hash);
  // A text that is changed is no longer the one of the link.
  if (shared !== null) history.replaceState(null, "", location.pathname + location.search);
  return shared;
}

async function packed(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Null when it was not packed by us, or is too long. */
async function unpacked(letters: string): Promise<string | null> {
  try {
    const bytes = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
      letter.charCodeAt(0),
    );
    const stream = new Blob([bytes])
      .stream()
      .pipeThrough(new DecompressionStream("deflate-raw"))
      .pipeThrough(new TextDecoderStream("utf-8", { fatal: true }));
    const reader = stream.getReader();
    let text = "";
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      text += piece.value;
      if (text.length > longest) {
        await reader.cancel();
        return null;
      }
    }
    return text;
  } catch {
    return null;
  }
}
