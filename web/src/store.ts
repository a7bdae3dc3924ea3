// What outlives a reload of the tab: the key, numbers, what is not sent yet and what is being written. What was said is never
// kept here; the service has it. Session storage ends with the tab, so nothing is left on a library's computer.

import { fields, number, readJson, readList, text } from "./data";
import type { Outgoing } from "./outbox";
import { DEFAULT_IDLE_SECONDS, DEFAULT_LIMIT } from "./protocol";
import { type KeptReceipt, readReceipts } from "./receipts";

export interface Kept {
  token: string;
  reference: string;
  limit: number;
  idleSeconds: number;
  warningSeconds: number;
  /** Number of the last entry that was announced. */
  heard: number;
  /** Number of the last entry that was on the screen of an open, visible panel. */
  read: number;
  /** Number of the entry that ended the last talk with a person about which the citizen was asked. */
  rated: number;
  /** Receipts of call-backs; who is called, and where, is never kept. */
  receipts: readonly KeptReceipt[];
  queue: Outgoing[];
  draft: string;
  /** When the draft was last touched, in milliseconds since 1970. */
  draftAt: number;
  open: boolean;
}

const NOTHING: Kept = {
  token: "",
  reference: "",
  limit: DEFAULT_LIMIT,
  idleSeconds: DEFAULT_IDLE_SECONDS,
  warningSeconds: 0,
  heard: 0,
  read: 0,
  rated: 0,
  receipts: [],
  queue: [],
  draft: "",
  draftAt: 0,
  open: false,
};

export class Store {
  kept: Kept;

  constructor(
    private readonly name: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null,
  ) {
    this.kept = this.#read();
  }

  /** Keep something; a storage that refuses (full, blocked) only costs the memory over a reload. */
  keep(changes: Partial<Kept>): void {
    this.kept = { ...this.kept, ...changes };
    try {
      this.storage?.setItem(this.name, JSON.stringify(this.kept));
    } catch {
      // The conversation goes on in this page.
    }
  }

  /** Forget everything but whether the panel is open, and what is given. */
  forget(but: Partial<Kept> = {}): void {
    const open = this.kept.open;
    this.kept = NOTHING;
    try {
      this.storage?.removeItem(this.name);
    } catch {
      // There is nothing to remove then.
    }
    this.keep({ open, ...but });
  }

  /** Whether another page of this tab has changed the conversation meanwhile; takes over what it kept. */
  changedElsewhere(): boolean {
    if (!this.storage) return false;
    const now = this.#read();
    if (now.token === this.kept.token) return false;
    this.kept = now;
    return true;
  }

  #read(): Kept {
    let raw: string | null = null;
    try {
      raw = this.storage?.getItem(this.name) ?? null;
    } catch {
      // Blocked by the browser.
    }
    const from = fields(readJson(raw ?? ""));
    return {
      token: text(from["token"]),
      reference: text(from["reference"]),
      limit: number(from["limit"]) ?? DEFAULT_LIMIT,
      idleSeconds: number(from["idleSeconds"]) ?? DEFAULT_IDLE_SECONDS,
      warningSeconds: number(from["warningSeconds"]) ?? 0,
      heard: number(from["heard"]) ?? 0,
      read: number(from["read"]) ?? 0,
      rated: number(from["rated"]) ?? 0,
      receipts: readReceipts(from["receipts"]),
      queue: readList(from["queue"], outgoing),
      draft: text(from["draft"]),
      draftAt: number(from["draftAt"]) ?? 0,
      open: from["open"] === true,
    };
  }
}

function outgoing(data: unknown): Outgoing | null {
  const from = fields(data);
  const id = text(from["id"]);
  if (!id) return null;
  const refused = from["state"] === "refused";
  return {
    id,
    text: text(from["text"]),
    button: text(from["button"]),
    at: number(from["at"]) ?? 0,
    state: refused ? "refused" : "waiting",
    reason: refused ? text(from["reason"]) : "",
  };
}

/** The tab's storage, null where the browser does not let anybody use it. */
export function tabStorage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
