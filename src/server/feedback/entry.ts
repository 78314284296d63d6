/** What is kept of a prediction that somebody put right, and what keeps it. */

/** Who really wrote a text. */
export interface FeedbackEntry {
  readonly prediction_id: string;
  /** When it came, in ISO 8601. */
  readonly received_at: string;
  /** The model's name and version; null where it is not known any more. */
  readonly model: string | null;
  readonly model_version: string;
  /** Whom the model had named; null for nobody, or where it is not known any more. */
  readonly predicted: string | null;
  /** Who it was. */
  readonly author: string;
  readonly note: string | null;
  /** Null where it was not to be kept. */
  readonly text: string | null;
}

/** Keeps feedback. What it says is kept survives the end of the process, however it ends. */
export interface FeedbackStore {
  /** What ids of predictions are signed with; the same for all who share the store. */
  readonly secret: Uint8Array;
  /**
   * Keeps an entry.
   *
   * @returns false when there is one on the same prediction already
   * @throws STORE_UNAVAILABLE
   */
  add(entry: FeedbackEntry): Promise<boolean>;
  /**
   * All entries, in the order in which they came.
   *
   * @throws STORE_UNAVAILABLE
   */
  entries(): AsyncIterable<FeedbackEntry>;
  close(): Promise<void>;
}
