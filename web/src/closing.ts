// When a conversation in which nothing is written closes.

// How long after that it is closed here too when the service cannot be reached: the screen may stand in a library.
const GRACE_MS = 30_000;

export class Closing {
  /** In milliseconds since 1970, null where it is not known. */
  #at: number | null = null;

  get known(): boolean {
    return this.#at !== null;
  }

  /** So many seconds from now. */
  in(seconds: number): void {
    this.#at = Date.now() + seconds * 1000;
  }

  forget(): void {
    this.#at = null;
  }

  /** Seconds that are left, never less than 0; null where nobody knows. */
  left(now: number): number | null {
    return this.#at === null ? null : Math.max(0, Math.ceil((this.#at - now) / 1000));
  }

  /** Whether the time was up long enough ago not to wait for the service's word. */
  overdue(now: number): boolean {
    return this.#at !== null && now > this.#at + GRACE_MS;
  }
}
