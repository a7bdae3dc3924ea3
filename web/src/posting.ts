// What the citizen says, on its way to the service; what is unsent outlives a reload of the tab.

import { Delivery, type Post } from "./delivery";
import { Outbox, type Outgoing } from "./outbox";
import type { Store } from "./store";

export class Posting {
  #outbox: Outbox;
  #delivery: Delivery;
  /** Changes when all of it begins anew. */
  round = 0;

  constructor(
    private readonly store: Store,
    private readonly post: Post,
  ) {
    [this.#outbox, this.#delivery] = this.#new();
  }

  /** Begin anew, with what the tab keeps as unsent. */
  renew(): void {
    this.round += 1;
    [this.#outbox, this.#delivery] = this.#new();
  }

  get items(): readonly Outgoing[] {
    return this.#outbox.items;
  }

  /** Whether something is still to be sent. */
  get waits(): boolean {
    return this.#outbox.next() !== null;
  }

  add(text: string, button = ""): void {
    this.#outbox.add(text, button);
  }

  /** The service has it. */
  arrived(id: string): void {
    this.#outbox.remove(id);
  }

  /** Take a message away; the text of one that was typed is given back. */
  takeBack(id: string): string {
    const item = this.#outbox.get(id);
    this.#outbox.remove(id);
    return item && !item.button ? item.text : "";
  }

  /** Texts that were typed after a moment and have not reached the service. */
  unsentSince(moment: number): string[] {
    return this.#outbox.unsentSince(moment);
  }

  /** Send what there is to send, now. */
  kick(): void {
    void this.#delivery.kick();
  }

  stop(): void {
    this.#delivery.stop();
  }

  #new(): [Outbox, Delivery] {
    const outbox = new Outbox(this.store.kept.queue, (queue) => this.store.keep({ queue }));
    return [outbox, new Delivery(outbox, this.post)];
  }
}
