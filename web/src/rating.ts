// How it was to talk with a person: asked once after each talk.

import type { Failure, Result } from "./api";
import type { SpokenEntry } from "./protocol";
import type { Store } from "./store";

/** Longest comment that the service takes, in characters. */
export const LONGEST_COMMENT = 500;

/** A talk with a person that is over. */
export interface Talk {
  /** Number of the entry that ended it. */
  number: number;
  /** Who the person was, empty where nobody said so. */
  name: string;
}

/** The last talk with a person that has ended; one that ended in the queue, with no word about it, is none. */
export function endedTalk(entries: readonly SpokenEntry[]): Talk | null {
  let person: string | null = null;
  let ended: Talk | null = null;
  for (const entry of entries) {
    if (entry.kind !== "handover") continue;
    if (entry.state === "person") {
      person = entry.name;
      ended = null;
    } else {
      if (person !== null && entry.state !== "waiting") ended = { number: entry.number, name: person };
      person = null;
    }
  }
  return ended;
}

export class Rating {
  /** What is chosen, 0 for nothing. */
  stars = 0;
  comment = "";
  sending = false;
  /** Whether it was given just now. */
  thanked = false;

  constructor(
    private readonly store: Store,
    private readonly rate: (stars: number, comment: string) => Promise<Result<unknown>>,
    private readonly changed: () => void,
  ) {}

  /** The talk that is to be asked about, null where there is none or it was asked about before. */
  due(entries: readonly SpokenEntry[], rated: number): Talk | null {
    const talk = endedTalk(entries);
    return talk && talk.number > Math.max(rated, this.store.kept.rated) ? talk : null;
  }

  /** Give it to the service; the failure where it did not arrive. */
  async send(talk: Talk): Promise<Failure | null> {
    if (this.sending) return null;
    this.sending = true;
    this.changed();
    const result = await this.rate(this.stars, this.comment.trim());
    this.sending = false;
    if (result.ok) this.#done(talk, true);
    else this.changed();
    return result.ok ? null : result.failure;
  }

  skip(talk: Talk): void {
    this.#done(talk, false);
  }

  /** Something else is going on now. */
  moveOn(): void {
    this.thanked = false;
  }

  /** Nothing that was written stays. */
  forget(): void {
    this.stars = 0;
    this.comment = "";
    this.thanked = false;
  }

  #done(talk: Talk, thanked: boolean): void {
    this.store.keep({ rated: talk.number });
    this.forget();
    this.thanked = thanked;
    this.changed();
  }
}
