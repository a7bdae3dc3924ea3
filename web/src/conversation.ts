// One tab's conversation: what has been said, what waits, how the line is, and what may be done. Knows no page.

import type { Api, Failure, Result } from "./api";
import { Delivery } from "./delivery";
import { Outbox, type Outgoing } from "./outbox";
import { fields, number, readEntry, type SpokenEntry } from "./protocol";
import type { Store } from "./store";
import { Stream } from "./stream";
import { Timeline, type Shown } from "./timeline";

/** How a conversation may end: idle, erased, left by the citizen, or gone without a reason that is known. */
export type OverReason = "idle" | "erased" | "left" | "gone";

export interface Over {
  reason: OverReason;
  /** The service's own words about it, empty where it said none. */
  text: string;
  /** Whether something unsent waits in the draft of the next conversation. */
  kept: boolean;
}

export interface Hooks {
  changed(): void;
  /** A message of the other side that has not been announced in this tab. */
  heard(entry: SpokenEntry): void;
}

// Unsent text that is older is not carried into a new conversation: somebody else may sit there.
const FRESH_MS = 5 * 60_000;
// How long after its end a conversation is closed here too when the service cannot be reached.
const GRACE_MS = 30_000;

export class Conversation {
  typing = false;
  over: Over | null = null;
  /** Why this page may not use the chat. */
  barred: string | null = null;
  /** What the service says when it is asked too often. */
  busy = "";
  /** When the conversation closes, in milliseconds since 1970. */
  expiresAt: number | null = null;

  #timeline = new Timeline();
  #outbox: Outbox;
  #delivery: Delivery;
  #stream: Stream | null = null;
  #streamUp = true;
  #postUp = true;
  #erasing = false;

  constructor(
    private readonly api: Api,
    private readonly store: Store,
    private readonly municipality: string | null,
    private readonly hooks: Hooks,
  ) {
    [this.#outbox, this.#delivery] = this.#post();
  }

  /** Go on where this tab was. */
  resume(): void {
    [this.#outbox, this.#delivery] = this.#post();
    this.#listen();
    void this.#delivery.kick();
  }

  /** Take up a conversation that another page of this tab has begun meanwhile. */
  reload(): void {
    this.#silence();
    this.#timeline = new Timeline();
    this.over = null;
    this.expiresAt = null;
    this.resume();
    this.hooks.changed();
  }

  get begun(): boolean {
    return this.store.kept.token !== "";
  }

  get limit(): number {
    return this.store.kept.limit;
  }

  get shown(): Shown[] {
    return this.#timeline.shown(this.#outbox.items);
  }

  get entries(): readonly SpokenEntry[] {
    return this.#timeline.entries;
  }

  get lineUp(): boolean {
    return this.#streamUp && this.#postUp;
  }

  /** Number of the last entry that came. */
  get last(): number {
    return this.#timeline.last;
  }

  get unread(): number {
    return this.#timeline.unread(this.store.kept.read);
  }

  /** Seconds until the conversation closes, once it is time to say so; else null. */
  closesIn(now = Date.now()): number | null {
    if (this.expiresAt === null || this.over) return null;
    const left = Math.ceil((this.expiresAt - now) / 1000);
    return left <= this.store.kept.warningSeconds ? Math.max(0, left) : null;
  }

  say(text: string): void {
    this.#outbox.add(text);
    this.#deliver();
  }

  press(id: string, title: string): void {
    this.#outbox.add(title, id);
    this.#deliver();
  }

  /** Take a refused message away; the text of one that was typed is given back. */
  takeBack(id: string): string {
    const item = this.#outbox.get(id);
    this.#outbox.remove(id);
    this.hooks.changed();
    return item && !item.button ? item.text : "";
  }

  /** Everything of the newest entry has been on a screen that somebody looks at. */
  read(): void {
    if (this.store.kept.read < this.#timeline.last) this.store.keep({ read: this.#timeline.last });
  }

  async judge(about: number, useful: boolean, comment = ""): Promise<Result<unknown>> {
    const before = this.#timeline.verdict(about);
    this.#timeline.judge(about, useful);
    this.hooks.changed();
    const result = await this.api.judge(this.store.kept.token, about, useful, comment);
    if (!result.ok) {
      this.#timeline.judge(about, before);
      this.#failed(result.failure);
      this.hooks.changed();
    }
    return result;
  }

  async extend(): Promise<boolean> {
    const result = await this.api.extend(this.store.kept.token);
    if (result.ok) {
      if (result.value !== null) this.#expire(result.value);
    } else {
      this.#failed(result.failure);
    }
    return result.ok;
  }

  /** Erase everything; false where it could not be done now. `nothing` is said where the service has nothing. */
  async erase(nothing: string): Promise<boolean> {
    const { token } = this.store.kept;
    if (!token) {
      this.#end("erased", nothing);
      return true;
    }
    this.#erasing = true;
    try {
      const result = await this.api.erase(token);
      if (result.ok) this.#end("erased", result.value);
      else this.#failed(result.failure);
      return result.ok || this.over !== null;
    } finally {
      this.#erasing = false;
    }
  }

  /** Forget the conversation in this tab; the service closes it when its time is up. */
  leave(): void {
    this.#end("left", "");
  }

  /** After an end: everything as at the start, but for a draft that was kept. */
  restart(): void {
    this.over = null;
    this.barred = null;
    [this.#outbox, this.#delivery] = this.#post();
    this.hooks.changed();
  }

  /** The network is back, or somebody looks at the page again. */
  hurry(): void {
    this.#stream?.hurry();
    void this.#delivery.kick();
    this.tick();
  }

  /** The browser says that the network is gone. */
  offline(): void {
    if (!this.begun && !this.#outbox.next()) return;
    this.#streamUp = false;
    this.#stream?.cut();
    this.hooks.changed();
  }

  /** Let go of the line while the page is put away. */
  pause(): void {
    this.#silence();
  }

  /** Close at the end of time even where nobody says so: the screen may stand in a library. */
  tick(now = Date.now()): void {
    if (this.expiresAt !== null && now > this.expiresAt + GRACE_MS) this.#end("idle", "");
  }

  #post(): [Outbox, Delivery] {
    const outbox = new Outbox(this.store.kept.queue, (queue) => this.store.keep({ queue }));
    const delivery = new Delivery(outbox, {
      send: (item) => this.#send(item),
      line: (up) => {
        this.#postUp = up;
        this.hooks.changed();
      },
      busy: (text) => {
        this.busy = text;
        this.hooks.changed();
      },
      ended: (failure) => this.#failed(failure),
    });
    return [outbox, delivery];
  }

  #deliver(): void {
    this.hooks.changed();
    void this.#delivery.kick();
  }

  async #send(item: Outgoing): Promise<Result<string>> {
    this.hooks.changed();
    if (!this.begun) {
      const delivery = this.#delivery;
      const result = await this.api.begin(this.municipality);
      if (!result.ok) return result;
      // It may have been left or erased while it began.
      if (delivery !== this.#delivery || this.over) return { ok: false, failure: { kind: "down", text: "" } };
      this.store.keep(result.value);
      this.#listen();
    }
    const result = await this.api.say(this.store.kept.token, item);
    if (result.ok && this.#arrived(item.id)) this.#outbox.remove(item.id);
    return result;
  }

  #arrived(id: string): boolean {
    return this.#timeline.entries.some((entry) => entry.kind === "citizen" && entry.clientId === id);
  }

  #listen(): void {
    const { token } = this.store.kept;
    if (!token) return;
    this.#stream?.stop();
    const stream: Stream = new Stream((last, signal) => this.api.listen(token, last, signal), {
      last: () => this.#timeline.last,
      event: (name, id, data) => {
        if (stream === this.#stream) this.#hear(name, id, data);
      },
      line: (up) => {
        this.#streamUp = up;
        // The service says it again where it still holds.
        this.typing = false;
        if (up) {
          this.busy = "";
          void this.#delivery.kick();
        }
        this.hooks.changed();
      },
      refused: (failure) => {
        if (failure.kind === "later") this.busy = failure.text;
        return this.#failed(failure);
      },
    });
    this.#stream = stream;
    void stream.run();
  }

  // Anything that is not known is passed over: a newer service may say more.
  #hear(name: string, id: number | null, data: unknown): void {
    if (name === "entry") this.#take(id, data);
    else if (name === "typing") this.typing = fields(data)["typing"] === true;
    else if (name === "session") {
      const seconds = number(fields(data)["expires_in"]);
      if (seconds !== null) this.#expire(seconds);
    } else if (name === "closed") {
      const { reason } = fields(data);
      // Who erases hears it in the answer to that.
      if (!(reason === "erased" && this.#erasing)) this.#end(reason === "idle" || reason === "erased" ? reason : "gone", "");
    }
    this.hooks.changed();
  }

  #take(id: number | null, data: unknown): void {
    const entry = readEntry(data);
    const at = entry?.number ?? id;
    if (at === null || !this.#timeline.add(at, entry)) return;
    if (entry?.kind === "citizen") this.#outbox.remove(entry.clientId);
    if (entry && entry.kind !== "citizen" && entry.kind !== "feedback" && at > this.store.kept.heard) this.hooks.heard(entry);
    if (at > this.store.kept.heard) this.store.keep({ heard: at });
  }

  #expire(seconds: number): void {
    this.expiresAt = Date.now() + seconds * 1000;
    this.hooks.changed();
  }

  /** Do what a failure asks for; true where trying again makes sense. */
  #failed(failure: Failure): boolean {
    if (failure.kind === "over") this.#end("gone", failure.text);
    else if (failure.kind === "barred") this.#bar(failure.text);
    else return true;
    return false;
  }

  #bar(text: string): void {
    this.#silence();
    this.barred = text;
    const unsent = this.#outbox.unsentSince(0);
    const draft = [this.store.kept.draft, ...unsent].filter(Boolean).join("\n");
    this.store.keep({ queue: [], draft, draftAt: Date.now() });
    [this.#outbox, this.#delivery] = this.#post();
    this.hooks.changed();
  }

  #end(reason: OverReason, text: string): void {
    if (this.over) return;
    const fresh = reason === "gone" ? Date.now() - FRESH_MS : Infinity;
    const { draft, draftAt } = this.store.kept;
    const unsent = [...this.#outbox.unsentSince(fresh), ...(draft && draftAt >= fresh ? [draft] : [])].join("\n");
    this.#silence();
    this.#timeline = new Timeline();
    this.typing = false;
    this.busy = "";
    this.expiresAt = null;
    this.#streamUp = this.#postUp = true;
    this.store.forget(unsent ? { draft: unsent, draftAt: Date.now() } : {});
    this.over = { reason, text, kept: unsent !== "" };
    [this.#outbox, this.#delivery] = this.#post();
    this.hooks.changed();
  }

  #silence(): void {
    this.#stream?.stop();
    this.#stream = null;
    this.#delivery.stop();
  }
}
