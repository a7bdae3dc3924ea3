// Receipts of call-backs. They are no entries: what was said about a call-back is not in the conversation.

import { fields, number, text } from "./protocol";

export interface KeptReceipt {
  receipt: string;
  /** Number of the entry that it came after. */
  after: number;
  /** When it came, in milliseconds since 1970. */
  at: number;
}

/** Receipts as a tab has kept them; what is none is passed over. */
export function readReceipts(data: unknown): KeptReceipt[] {
  return (Array.isArray(data) ? data : []).flatMap((one) => {
    const from = fields(one);
    const receipt = text(from["receipt"]);
    return receipt ? [{ receipt, after: number(from["after"]) ?? 0, at: number(from["at"]) ?? 0 }] : [];
  });
}
