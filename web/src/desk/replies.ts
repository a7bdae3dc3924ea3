// Replies that are on their way to the service: sent again with the same id until it has acknowledged them.

import type { Result } from "../api";
import { Delivery } from "../delivery";
import { Outbox, type Outgoing } from "../outbox";
import type { DeskApi } from "./api";
import type { DeskEntry } from "./protocol/conversation";

export interface ReplyHooks {
  changed(): void;
  /** The line is there again, or is gone. */
  line(up: boolean): void;
}

interface Box {
  outbox: Outbox;
  delivery: Delivery;
}

export class Replies {
  readonly #boxes = new Map<string, Box>();
  /** Numbers of the entries that replies became, by their ids. */
  readonly #numbers = new Map<string, number>();

  constructor(
    private readonly api: Pick<DeskApi, "reply">,
    private readonly hooks: ReplyHooks,
  ) {}

  say(reference: string, text: string): void {
    const { outbox, delivery } = this.#box(reference);
    outbox.add(text);
    void delivery.kick();
  }

  /** What has not come back among the entries yet. */
  of(reference: string, entries: readonly DeskEntry[] = []): readonly Outgoing[] {
    return (this.#boxes.get(reference)?.outbox.items ?? []).filter((item) => !this.#stands(item, entries));
  }

  /** What was acknowledged and stands among the entries need not be shown twice. */
  arrived(reference: string, entries: readonly DeskEntry[]): void {
    const box = this.#boxes.get(reference);
    if (!box) return;
    for (const item of box.outbox.items) if (item.state === "sent" && this.#stands(item, entries)) box.outbox.remove(item.id);
  }

  /** Take a refused reply out, and give its text back. */
  takeBack(reference: string, id: string): string {
    const { outbox } = this.#box(reference);
    const text = outbox.get(id)?.text ?? "";
    outbox.remove(id);
    return text;
  }

  /** Try again, at once: the line is back, or somebody has logged in. */
  resume(): void {
    for (const { delivery } of this.#boxes.values()) void delivery.kick();
  }

  get unsent(): boolean {
    return [...this.#boxes.values()].some(({ outbox }) => outbox.items.some(({ state }) => state !== "sent"));
  }

  clear(): void {
    for (const { delivery } of this.#boxes.values()) delivery.stop();
    this.#boxes.clear();
    this.#numbers.clear();
  }

  #box(reference: string): Box {
    const there = this.#boxes.get(reference);
    if (there) return there;
    const outbox = new Outbox([], () => this.hooks.changed());
    const delivery = new Delivery(outbox, {
      send: (item) => this.#send(reference, item),
      line: (up) => this.hooks.line(up),
      busy: () => undefined,
      // The session is over; the reply waits for the next one.
      ended: () => undefined,
    });
    const made = { outbox, delivery };
    this.#boxes.set(reference, made);
    return made;
  }

  async #send(reference: string, { id, text }: Outgoing): Promise<Result<string>> {
    const result = await this.api.reply(reference, id, text);
    if (!result.ok) return result;
    if (result.value !== null) this.#numbers.set(id, result.value);
    return { ok: true, value: text };
  }

  // An entry names the reply that it was, or the acknowledgement named the entry.
  #stands({ id }: Outgoing, entries: readonly DeskEntry[]): boolean {
    const known = this.#numbers.get(id);
    return entries.some((entry) => entry.kind === "person" && (entry.clientId === id || entry.number === known));
  }
}
