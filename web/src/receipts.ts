// Receipts of call-backs. They are no entries: what was said about a call-back is not in the conversation.

import { fields, number, readList, text } from "./data";
import type { Receipt } from "./protocol";
import type { Store } from "./store";

export interface KeptReceipt {
  receipt: string;
  /** Number of the entry that it came after. */
  after: number;
  /** When it came, in milliseconds since 1970. */
  at: number;
}

/** Receipts as a tab has kept them; what is none is passed over. */
export function readReceipts(data: unknown): KeptReceipt[] {
  return readList(data, (one) => {
    const from = fields(one);
    const receipt = text(from["receipt"]);
    return receipt ? { receipt, after: number(from["after"]) ?? 0, at: number(from["at"]) ?? 0 } : null;
  });
}

/** The receipts that a tab keeps, and what the service said with them, which it does not keep. */
export class Receipts {
  readonly #words = new Map<string, string>();

  constructor(private readonly store: Store) {}

  get numbers(): readonly string[] {
    return this.store.kept.receipts.map(({ receipt }) => receipt);
  }

  /** Keep a receipt that came after an entry. */
  add({ receipt, text }: Receipt, after: number, at = Date.now()): void {
    const others = this.store.kept.receipts.filter((kept) => kept.receipt !== receipt);
    this.store.keep({ receipts: [...others, { receipt, after, at }] });
    this.#words.set(receipt, text);
  }

  /** What the service said with a receipt, empty where that is no longer known. */
  wordsOf(receipt: string): string {
    return this.#words.get(receipt) ?? "";
  }

  forgetWords(): void {
    this.#words.clear();
  }
}
