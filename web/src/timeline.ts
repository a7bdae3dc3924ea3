// What has been said, in order, and which of it is new.

import type { Outgoing } from "./outbox";
import { type Entry, isSpoken, type SpokenEntry } from "./protocol";
import type { KeptReceipt } from "./receipts";

export interface Shown {
  /** Stays the same when a message that waited arrives as an entry, so that its place on the screen does too. */
  key: string;
  entry: SpokenEntry | null;
  outgoing: Outgoing | null;
  /** The receipt of a call-back, which is no entry of the conversation. */
  receipt: KeptReceipt | null;
  /** Whether nothing has been said by the citizen since: its buttons are the ones to press. */
  current: boolean;
  /** The citizen's verdict, null where there is none. */
  useful: boolean | null;
}

const NONE = { entry: null, outgoing: null, receipt: null, current: false, useful: null };

export class Timeline {
  #entries: SpokenEntry[] = [];
  #verdicts = new Map<number, boolean>();
  /** Number of the last entry that came, of whatever kind. */
  last = 0;
  /** Number of the last rating of a talk with a person. */
  rated = 0;

  /** Take an entry; false where it was there before. */
  add(number: number, entry: Entry | null): boolean {
    if (number <= this.last) return false;
    this.last = number;
    if (entry?.kind === "feedback") this.#verdicts.set(entry.about, entry.useful);
    else if (entry?.kind === "rating") this.rated = number;
    else if (entry && isSpoken(entry)) this.#entries = [...this.#entries, entry];
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

  /** Entries, with each receipt behind the entry that it came after, and then what waits to be sent. */
  shown(outgoing: readonly Outgoing[], receipts: readonly KeptReceipt[] = []): Shown[] {
    const arrived = new Set(this.#entries.map((entry) => (entry.kind === "citizen" ? entry.clientId : "")));
    const waiting = outgoing.filter(({ id }) => !arrived.has(id));
    const asked = waiting.length ? Infinity : lastNumber(this.#entries, (entry) => entry.kind === "citizen");
    const said = this.#entries.map((entry): [number, Shown] => [
      entry.number,
      {
        ...NONE,
        key: entry.kind === "citizen" && entry.clientId ? entry.clientId : String(entry.number),
        entry,
        current: entry.number > asked,
        useful: this.verdict(entry.number),
      },
    ]);
    const given = receipts.map((receipt): [number, Shown] => [receipt.after, { ...NONE, key: receipt.receipt, receipt }]);
    return [
      // Sorting is stable: a receipt stays behind the entry of its number.
      ...[...said, ...given].sort(([one], [other]) => one - other).map(([, shown]) => shown),
      ...waiting.map((item) => ({ ...NONE, key: item.id, outgoing: item })),
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
