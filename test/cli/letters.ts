/** A small corpus of two people who write letters; every letter belongs to a bundle. */
export interface Letter {
  readonly author: string;
  readonly text: string;
  readonly id: string;
  readonly work: string;
}

const phrases = {
  Ann: [
    "My dear friend, the garden is in bloom",
    "I was so very glad of your kind note",
    "Do come to us in May",
  ],
  Bob: [
    "Sir: the engine has been mended",
    "The boiler was tested and found good",
    "Send coal, and do not delay",
  ],
} as const;

const subjects = ["today", "since Monday", "as you asked", "and all is well", "in spite of rain", "at last"];

/** Twelve letters of each. */
export const letters: readonly Letter[] = (["Ann", "Bob"] as const).flatMap((author) =>
  subjects.flatMap((subject, bundle) =>
    [0, 1].map((half) => ({
      author,
      text: [...phrases[author].slice(half), subject].join("; ") + ".",
      id: `${author}-${bundle}-${half}`,
      work: `${author}-${bundle}`,
    })),
  ),
);

/** Documents as JSON Lines. */
export function jsonLines(documents: readonly object[]): string {
  return documents.map((document) => `${JSON.stringify(document)}\n`).join("");
}

/** Documents as CSV, with one header for all. */
export function csv(documents: readonly Letter[], header = "author,text,id,work"): string {
  const rows = documents.map(({ author, text, id, work }) =>
    [author, text, id, work].map((field) => `"${field.replaceAll('"', '""')}"`).join(","),
  );
  return [header, ...rows, ""].join("\r\n");
}
