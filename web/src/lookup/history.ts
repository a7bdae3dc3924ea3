// The address follows the answer that is read, so that it can be sent, and one can go back to the one before.

import { answerAddress, SEARCH, type Place, placeOf } from "./addresses";
import type { Lookup } from "./lookup";

type Kept = Pick<History, "pushState" | "replaceState">;
type Where = Pick<Location, "pathname" | "search">;

export class Trail {
  /** Somebody has gone to the answer of this address: the next one is another step. */
  #kept = true;
  /** The address was there first, and what it names is being read; it may be written in another way than here. */
  #arriving = true;

  constructor(
    private readonly history: Kept,
    private readonly location: Where,
  ) {}

  /** Show the address of what is read; while one only types, a new one takes the place of the one before. */
  follow(lookup: Pick<Lookup, "stale" | "failure" | "sheet" | "told">): void {
    if (lookup.stale || lookup.failure) return;
    const { sheet } = lookup;
    // What was searched for and not found has no address.
    const address = sheet ? answerAddress(sheet, lookup.told) : SEARCH;
    const arriving = this.#arriving;
    this.#arriving = false;
    if (address === this.location.pathname + this.location.search) return;
    if (this.#kept && !arriving) this.history.pushState(null, "", address);
    else this.history.replaceState(null, "", address);
    this.#kept = arriving;
  }

  /** Somebody has gone to what is read. */
  keep(): void {
    this.#kept = true;
  }

  /** One has gone back, or forth: to where? */
  went(): Place {
    this.#kept = true;
    this.#arriving = true;
    return placeOf(this.location);
  }
}
