/** What the thread that trains is told, and what it says. */
import type { Warning } from "../../document.ts";
import type { ErrorCode } from "../../errors.ts";
import type { JsonValue } from "../../identifier.ts";

/** What it is told: first to read, then to train on what it has read. */
export type TrainingOrder =
  | {
      readonly kind: "read";
      readonly bytes: Uint8Array;
      readonly type: string;
      readonly name: string;
      /** How many bytes there may be, unpacked. */
      readonly limit: number;
    }
  | {
      readonly kind: "train";
      readonly recipe: string;
      /** What the model is called. */
      readonly name: string;
    };

/** What was read. */
export interface CorpusRead {
  readonly documents: number;
  readonly words: number;
  /** How many works are named. */
  readonly works: number;
  readonly authors: readonly {
    readonly author: string;
    readonly documents: number;
    readonly words: number;
  }[];
  /** How many files were passed over, because they are of no known kind. */
  readonly ignored_files: number;
  readonly warnings: readonly Warning[];
}

/** What it says. */
export type TrainingReport =
  | { readonly kind: "read"; readonly corpus: CorpusRead }
  | { readonly kind: "progress"; readonly step: string; readonly share: number }
  | {
      readonly kind: "trained";
      /** The one that was wanted, or chosen. */
      readonly recipe: string;
      readonly evaluation: JsonValue;
      readonly file: Uint8Array;
    }
  | { readonly kind: "refused"; readonly code: ErrorCode; readonly facts: unknown }
  | { readonly kind: "failed"; readonly error: unknown };
