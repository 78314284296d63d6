/** The impostors of a case: their texts as profiles, and the trials that can be made of them. */
import type { Document } from "../document.ts";
import { PenprintError } from "../errors.ts";
import { createRandom, shuffle } from "../random.ts";
import type { AuthoredTrial } from "./calibration.ts";
import { contest, type ContestSettings, scoreOf } from "./contest.ts";
import { families, type Family } from "./feature-index.ts";
import type { VerifierOptions } from "./options.ts";
import { cutAll, worksByAuthor } from "./pieces.ts";
import { isEmpty, type Profile, ProfileSpace } from "./profiles.ts";
import { type CaseLengths, deal, trialsOf } from "./trials.ts";

/** One piece of an impostor's texts. */
export interface Impostor {
  readonly author: string;
  readonly profile: Profile;
}

/** No fewer impostors than this. */
const LEAST_IMPOSTORS = 5;

/** More pieces of one author add little to how others write. */
const PIECES_EACH = 2;

/** A trial needs no distribution, only its score, which fewer rounds give well enough. */
const TRIAL_ROUNDS = 60;

/** Impostors and the space in which they stand. */
export class Impostors {
  /** Where profiles stand. */
  readonly space: ProfileSpace;
  /** How the known author meets them. */
  readonly contests: ContestSettings;
  /** All that each author wrote, the works in random order. */
  readonly texts: ReadonlyMap<string, string>;
  readonly #works: ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly #pieces = new Map<number, readonly Impostor[]>();

  constructor(
    documents: readonly Document[],
    { distance, nearest, rounds, share, seed }: Required<VerifierOptions>,
  ) {
    const random = createRandom(seed);
    this.#works = worksByAuthor(documents);
    requireAuthors(this.#works.size);
    this.texts = new Map(
      [...this.#works].map(([author, works]) => [
        author,
        shuffle([...works], random)
          .flat()
          .join("\n"),
      ]),
    );
    this.space = new ProfileSpace(documents);
    const masksOf = (family: Family): Uint8Array[] =>
      Array.from({ length: rounds }, () =>
        Uint8Array.from({ length: this.space.size(family) }, () => (random.next() < share ? 1 : 0)),
      );
    this.contests = {
      distance,
      nearest,
      seed,
      masks: { characters: masksOf("characters"), words: masksOf("words") },
    };
  }

  /** Each author's text in pieces of one length. */
  pieces(piece: number): readonly Impostor[] {
    let impostors = this.#pieces.get(piece);
    if (impostors === undefined) {
      impostors = [...this.texts].flatMap(([author, text]) =>
        cutAll(text, piece, PIECES_EACH)
          .map((part) => ({ author, profile: this.space.profile(part) }))
          .filter(({ profile }) => !isEmpty(profile)),
      );
      this.#pieces.set(piece, impostors);
    }
    return impostors;
  }

  /** The score of each trial that is as long as the case. */
  trials(lengths: CaseLengths): AuthoredTrial[] {
    const random = createRandom(this.contests.seed);
    const impostors = this.pieces(lengths.piece);
    return trialsOf(deal(this.#works, lengths, this.space, random), random).flatMap(
      ({ questioned, known, same }) => {
        const others = impostors
          .filter(({ author }) => author !== questioned.author && author !== known.author)
          .map(({ profile }) => profile);
        if (others.length === 0) return [];
        const outcomes = families.map((family) =>
          contest(family, questioned.questioned, known.known, others, this.contests, {
            mostRounds: TRIAL_ROUNDS,
          }),
        );
        return [{ score: scoreOf(outcomes), same, questioned: questioned.author, known: known.author }];
      },
    );
  }
}

/** @throws IMPOSTORS_TOO_FEW */
export function requireAuthors(authors: number): void {
  if (authors < LEAST_IMPOSTORS) {
    throw new PenprintError("IMPOSTORS_TOO_FEW", { authors, needed: LEAST_IMPOSTORS });
  }
}
