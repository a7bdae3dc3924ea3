// Who waits and has not been seen yet: said once, rung again and again.

import type { Card } from "./protocol/board";

export class Alerts {
  #said = new Set<string>();
  #unseen = new Set<string>();
  #rungAt: number | null = null;

  /** Take what waits now; the answer is what has not been said yet. */
  update(waiting: readonly Card[]): Card[] {
    const now = new Set(waiting.map(({ reference }) => reference));
    // Who has left the queue and comes back is new again.
    for (const reference of this.#said) if (!now.has(reference)) this.#said.delete(reference);
    for (const reference of this.#unseen) if (!now.has(reference)) this.#unseen.delete(reference);
    const fresh = waiting.filter(({ reference }) => !this.#said.has(reference));
    for (const { reference } of fresh) {
      this.#said.add(reference);
      this.#unseen.add(reference);
      this.#rungAt = null;
    }
    return fresh;
  }

  /** Somebody has looked at a conversation, or at the whole queue. */
  see(reference?: string): void {
    if (reference === undefined) this.#unseen.clear();
    else this.#unseen.delete(reference);
  }

  get unseen(): readonly string[] {
    return [...this.#unseen];
  }

  /** Whether it is time to ring; asked at each tick, with the moment in milliseconds. A ring that is due counts as rung. */
  due(now: number, everySeconds: number): boolean {
    if (!this.#unseen.size) return false;
    if (this.#rungAt !== null && now - this.#rungAt < everySeconds * 1000) return false;
    this.#rungAt = now;
    return true;
  }

  clear(): void {
    this.#said.clear();
    this.#unseen.clear();
    this.#rungAt = null;
  }
}
