/** What an entry of the error catalogue is made of. */

/** The shape of every entry. */
export interface Entry {
  /** The HTTP status with which the service answers this failure. */
  readonly status: number;
  readonly message: (facts: never) => string;
  readonly remedy: string;
}

/** One entry; `F` are the facts that its message needs. */
export const entry = <F extends object>(
  status: number,
  message: (facts: F) => string,
  remedy: string,
): { readonly status: number; readonly message: (facts: F) => string; readonly remedy: string } => ({
  status,
  message,
  remedy,
});

/** `a, b, c`, with the number of those left out when there are more than `most`. */
export const list = (values: readonly string[], most = 8): string =>
  values.length <= most
    ? values.join(", ")
    : `${values.slice(0, most).join(", ")} and ${values.length - most} more`;

/** `file` alone, or `file, line n` where the line is known (0 says it is not). */
export const place = (f: { file: string; line: number }): string =>
  f.line > 0 ? `${f.file}, line ${f.line}` : f.file;
