// What has been said, in order, and which of it is new.

import type { Outgoing } from "./outbox";
import type { Entry, SpokenEntry } from "./protocol";

export interface Shown {
  /** Stays the same when a message that waited arrives as an entry, so that its place on the screen does too. */
  key: string;
  entry: SpokenEntry | null;
  outgoing: Outgoing | null;
  /** Whether nothing has been said by the citizen since: its buttons are the ones to press. */
  current: boolean;
  /** The citizen's verdict, null where there is none. */
  useful: boolean | null;
}

export class Timeline {
  #entries: SpokenEntry[] = [];
  #verdicts = new Map<number, boolean>();
  /** Number of the last entry that came, of whatever kind. */
  last = 0;

  /** Take an entry; false where it was there before. */
  add(number: number, entry: Entry | null): boolean {
    if (number <= this.last) return false;
    this.last = number;
    if (entry?.kind === "feedback") this.#verdicts.set(entry.about, entry.useful);
    else if (entry) this.#entries = [...this.#entries, entry];
    return true;
  }

  /** Note a verdict before the service has confirmed it. */
  judge(number: number, useful: boolean | null): void {
    if (useful === null) this.#verdicts.delete(number);
    else this.#verdicts.set(number, useful);
  }

  verdict(number: number): boolean | null {
    return this.#verdicts.get(number) ?? null;
  }

  get entries(): readonly SpokenEntry[] {
    return this.#entries;
  }

  /** Entries and, after them, what waits to be sent. */
  shown(outgoing: readonly Outgoing[]): Shown[] {
    const arrived = new Set(this.#entries.map((entry) => (entry.kind === "citizen" ? entry.clientId : "")));
    const waiting = outgoing.filter(({ id }) => !arrived.has(id));
    const asked = waiting.length ? Infinity : lastNumber(this.#entries, (entry) => entry.kind === "citizen");
    return [
      ...this.#entries.map((entry) => ({
        key: entry.kind === "citizen" && entry.clientId ? entry.clientId : String(entry.number),
        entry,
        outgoing: null,
        current: entry.number > asked,
        useful: this.verdict(entry.number),
      })),
      ...waiting.map((item) => ({ key: item.id, entry: null, outgoing: item, current: false, useful: null })),
    ];
  }

  /** How many messages of the other side are newer than a number. */
  unread(after: number): number {
    return this.#entries.filter(({ kind, number }) => kind !== "citizen" && number > after).length;
  }
}

function lastNumber(entries: readonly SpokenEntry[], is: (entry: SpokenEntry) => boolean): number {
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at];
    if (entry && is(entry)) return entry.number;
  }
  return 0;
}
