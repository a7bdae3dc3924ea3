// What the citizen has said and the service has not acknowledged.

import { newId } from "./ids";

export type OutgoingState = "waiting" | "sending" | "sent" | "refused";

export interface Outgoing {
  /** The message's own id: sent again with it, it is still one message. */
  id: string;
  text: string;
  /** Id of the button that was pressed, else empty. */
  button: string;
  /** When it was said, in milliseconds since 1970. */
  at: number;
  state: OutgoingState;
  /** Why it was refused. */
  reason: string;
}

export class Outbox {
  constructor(
    public items: readonly Outgoing[],
    private readonly save: (unsent: Outgoing[]) => void,
  ) {}

  add(text: string, button = "", at = Date.now()): Outgoing {
    const made: Outgoing = { id: newId(), text, button, at, state: "waiting", reason: "" };
    this.#set([...this.items, made]);
    return made;
  }

  /** The oldest message that is still to be sent. */
  next(): Outgoing | null {
    return this.items.find(({ state }) => state === "waiting" || state === "sending") ?? null;
  }

  get(id: string): Outgoing | null {
    return this.items.find((item) => item.id === id) ?? null;
  }

  /** Note what has become of a message; one that has left meanwhile stays away. */
  mark(id: string, state: OutgoingState, changes: { reason?: string; text?: string } = {}): void {
    this.#set(this.items.map((item) => (item.id === id ? { ...item, ...changes, state } : item)));
  }

  remove(id: string): void {
    if (this.get(id)) this.#set(this.items.filter((item) => item.id !== id));
  }

  /** Texts that were typed after a moment and have not reached the service. */
  unsentSince(moment: number): string[] {
    return this.items.filter(({ at, state, button }) => at >= moment && state !== "sent" && !button).map(({ text }) => text);
  }

  #set(items: readonly Outgoing[]): void {
    this.items = items;
    this.save(items.filter(({ state }) => state !== "sent"));
  }
}
