// One tab's conversation: what has been said, what waits, how the line is, and what may be done. Knows no page.

import type { Api, Failure, Result } from "./api";
import { Callback } from "./callback";
import { Closing } from "./closing";
import { Listening } from "./listening";
import type { Outgoing } from "./outbox";
import { isTold, type Over, type OverReason } from "./over";
import { WITH_ROBOT } from "./person";
import { Posting } from "./posting";
import { type Entry, type Handover, isSpoken, type Receipt, type SpokenEntry } from "./protocol";
import { Rating, type Talk } from "./rating";
import { Receipts } from "./receipts";
import type { Store } from "./store";
import { Timeline, type Shown } from "./timeline";
import { Typist } from "./typist";

export interface Hooks {
  changed(): void;
  /** A message of the other side that has not been announced in this tab. */
  heard(entry: SpokenEntry): void;
}

// Unsent text that is older is not carried into a new conversation: somebody else may sit there.
const FRESH_MS = 5 * 60_000;

export class Conversation {
  typing = false;
  over: Over | null = null;
  /** Why this page may not use the chat. */
  barred: string | null = null;
  /** What the service says when it is asked too often. */
  busy = "";
  /** Who has the conversation. */
  handover: Handover = WITH_ROBOT;
  readonly callback: Callback;
  readonly rating: Rating;

  readonly #typist: Typist;
  /** Whether a message has met an end that the stream has not told of. */
  #doubted = false;
  readonly #receipts: Receipts;
  #timeline = new Timeline();
  readonly #closing = new Closing();
  readonly #posting: Posting;
  readonly #listening: Listening;
  #streamUp = true;
  #postUp = true;
  #erasing = false;

  constructor(
    private readonly api: Api,
    private readonly store: Store,
    private readonly municipality: string | null,
    private readonly hooks: Hooks,
  ) {
    const changed = () => this.hooks.changed();
    this.#receipts = new Receipts(store);
    this.#posting = this.#post();
    this.#listening = this.#hearing();
    this.callback = new Callback((id, wish) => this.#heeded(this.api.callback(this.store.kept.token, id, wish)), changed);
    this.rating = new Rating(store, (stars, comment) => this.api.rate(this.store.kept.token, stars, comment), changed);
    this.#typist = new Typist((typing) => void this.api.type(this.store.kept.token, typing));
  }

  /** Go on where this tab was. */
  resume(): void {
    if (this.over) return;
    this.#posting.renew();
    this.#listen();
    this.#posting.kick();
  }

  /** Take up a conversation that another page of this tab has begun meanwhile. */
  reload(): void {
    this.#silence();
    this.#timeline = new Timeline();
    this.over = null;
    this.#closing.forget();
    this.#alone();
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
    return this.#timeline.shown(this.#posting.items, this.store.kept.receipts);
  }

  /** What the service said with a receipt; it is not kept over a reload. */
  wordsOf(receipt: string): string {
    return this.#receipts.wordsOf(receipt);
  }

  /** Whether what was said can be read: it cannot be after most ends. */
  get readable(): boolean {
    return this.over === null || this.over.reason === "person";
  }

  /** The talk with a person that the citizen is to be asked about, null where there is none. */
  get talk(): Talk | null {
    const still = this.handover.state === "waiting" || this.handover.state === "person";
    return still && !this.over ? null : this.rating.due(this.#timeline.entries, this.#timeline.rated);
  }

  get entries(): readonly SpokenEntry[] {
    return this.#timeline.entries;
  }

  /** Numbers of the call-backs that were asked for. */
  get receipts(): readonly string[] {
    return this.#receipts.numbers;
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
    const left = this.readable ? this.#closing.left(now) : null;
    return left !== null && left <= this.store.kept.warningSeconds ? left : null;
  }

  say(text: string): void {
    this.#posting.add(text);
    this.#deliver();
  }

  press(id: string, title: string): void {
    this.#posting.add(title, id);
    this.#deliver();
  }

  /** Take a refused message away; the text of one that was typed is given back. */
  takeBack(id: string): string {
    const text = this.#posting.takeBack(id);
    this.hooks.changed();
    return text;
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

  /** The draft has changed: the person may know that one writes. */
  wrote(draft: string): void {
    if (this.handover.state !== "person" || this.over) return;
    if (draft.trim()) this.#typist.wrote();
    else this.#typist.rested();
  }

  /** The field was left. */
  rested(): void {
    this.#typist.rested();
  }

  /** Leave the queue, or end the talk with the person; false where it could not be done now. */
  async release(): Promise<boolean> {
    const result = await this.#heeded(this.api.release(this.store.kept.token));
    if (result.ok && result.value) this.#have(result.value);
    return result.ok || this.over !== null;
  }

  /** Send the form for a call-back; the receipt, or null where the form has to stay. */
  async askForCall(): Promise<Receipt | null> {
    const given = await this.callback.send();
    if (!given) return null;
    this.#receipts.add(given, this.#timeline.last);
    this.hooks.changed();
    return given;
  }

  async extend(): Promise<boolean> {
    if (this.over) {
      // The service has closed it already; it is only still on the screen.
      this.#expire(this.store.kept.idleSeconds);
      return true;
    }
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
    const { token } = this.store.kept;
    const wanted = this.handover.state === "waiting" || this.handover.state === "person";
    // Nobody is to wait for somebody who has gone.
    if (wanted && !this.over) void this.api.release(token);
    this.#end("left", "");
  }

  /** After an end: everything as at the start, but for a draft that was kept. */
  restart(): void {
    if (this.over?.reason === "person") {
      const { draft } = this.store.kept;
      this.#empty(draft ? { draft, draftAt: Date.now() } : {});
    }
    this.over = null;
    this.barred = null;
    this.#posting.renew();
    this.hooks.changed();
  }

  /** The network is back, or somebody looks at the page again. */
  hurry(): void {
    this.#listening.hurry();
    this.#posting.kick();
    this.tick();
  }

  /** The browser says that the network is gone. */
  offline(): void {
    if (this.over || (!this.begun && !this.#posting.waits)) return;
    this.#streamUp = false;
    this.#listening.cut();
    this.hooks.changed();
  }

  /** Let go of the line while the page is put away. */
  pause(): void {
    this.#typist.rested();
    this.#silence();
  }

  /** Close at the end of time even where nobody says so: the screen may stand in a library. */
  tick(now = Date.now()): void {
    if (this.#closing.overdue(now)) this.#end("idle", "");
  }

  #post(): Posting {
    return new Posting(this.store, {
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
  }

  #deliver(): void {
    this.#typist.rested();
    this.rating.moveOn();
    this.hooks.changed();
    this.#posting.kick();
  }

  async #send(item: Outgoing): Promise<Result<string>> {
    this.hooks.changed();
    if (!this.begun) {
      const { round } = this.#posting;
      const result = await this.api.begin(this.municipality);
      if (!result.ok) return result;
      // It may have been left or erased while it began.
      if (round !== this.#posting.round || this.over) return { ok: false, failure: { kind: "down", text: "" } };
      this.store.keep(result.value);
      this.#listen();
    }
    const result = await this.api.say(this.store.kept.token, item);
    if (result.ok && this.#arrived(item.id)) this.#posting.arrived(item.id);
    return result;
  }

  #arrived(id: string): boolean {
    return this.#timeline.entries.some((entry) => entry.kind === "citizen" && entry.clientId === id);
  }

  #listen(): void {
    const { token } = this.store.kept;
    if (token) this.#listening.begin(token);
  }

  #hearing(): Listening {
    return new Listening(this.api, {
      last: () => this.#timeline.last,
      entry: (at, entry) => this.#take(at, entry),
      typing: (typing) => {
        this.typing = typing;
        this.hooks.changed();
      },
      handover: (handover) => this.#have(handover),
      expires: (seconds) => this.#expire(seconds),
      closed: (reason) => {
        // Who erases hears it in the answer to that.
        if (!(reason === "erased" && this.#erasing)) this.#end(isTold(reason) ? reason : "gone", "");
      },
      line: (up) => {
        this.#streamUp = up;
        // The service says it again where it still holds.
        this.typing = false;
        if (up) {
          this.busy = "";
          // A doubt is settled by what comes over the stream, not by another try.
          if (!this.#doubted) this.#posting.kick();
        }
        this.hooks.changed();
      },
      refused: (failure) => {
        if (failure.kind === "later") this.busy = failure.text;
        return this.#settled(failure);
      },
    });
  }

  #take(at: number, entry: Entry | null): void {
    if (!this.#timeline.add(at, entry)) return;
    if (entry?.kind === "citizen") this.#posting.arrived(entry.clientId);
    if (entry && isSpoken(entry) && entry.kind !== "citizen" && at > this.store.kept.heard) this.hooks.heard(entry);
    if (at > this.store.kept.heard) this.store.keep({ heard: at });
    this.hooks.changed();
  }

  #expire(seconds: number): void {
    this.#closing.in(seconds);
    this.hooks.changed();
  }

  #have(handover: Handover): void {
    if (handover.state !== "person") this.#typist.forget();
    // The person who wrote is gone.
    if (this.handover.state === "person" && handover.state !== "person") this.typing = false;
    this.handover = handover;
    this.hooks.changed();
  }

  async #heeded<Value>(asked: Promise<Result<Value>>): Promise<Result<Value>> {
    const { token } = this.store.kept;
    const result = await asked;
    // Of another conversation nothing follows for this one.
    if (!result.ok && token === this.store.kept.token) this.#failed(result.failure);
    return result;
  }

  /** Do what the failure of a request asks for. */
  #failed(failure: Failure): void {
    const { state } = this.handover;
    if (failure.kind !== "over" || this.#doubted || (state !== "person" && state !== "closed")) {
      this.#settled(failure);
      return;
    }
    // A person may have ended it just now. Then it is to stay readable; only the stream says so.
    this.#doubted = true;
    this.#listen();
  }

  /** Do what a failure asks for, for good; true where trying again makes sense. */
  #settled(failure: Failure): boolean {
    if (failure.kind === "over") this.#end("gone", failure.text);
    else if (failure.kind === "barred") this.#bar(failure.text);
    else return true;
    return false;
  }

  #bar(text: string): void {
    this.#silence();
    this.barred = text;
    const unsent = this.#posting.unsentSince(0);
    const draft = [this.store.kept.draft, ...unsent].filter(Boolean).join("\n");
    this.store.keep({ queue: [], draft, draftAt: Date.now() });
    this.#posting.renew();
    this.hooks.changed();
  }

  #end(reason: OverReason, text: string): void {
    if (!this.readable || (this.over && reason === "person")) return;
    const kept = this.#unsent(reason);
    const draft = kept ? { draft: kept, draftAt: Date.now() } : {};
    if (reason === "person") {
      this.#silence();
      this.#alone();
      this.store.keep({ queue: [], draft: kept, draftAt: Date.now() });
      // Without a time that is known, it stays as long as an idle conversation does.
      if (!this.#closing.known) this.#closing.in(this.store.kept.idleSeconds);
    } else {
      this.#empty(draft);
    }
    this.over = { reason, text, kept: kept !== "" };
    this.#posting.renew();
    this.hooks.changed();
  }

  /** What was written lately and did not reach the service; only an end that met the citizen while writing gives it back. */
  #unsent(reason: OverReason): string {
    const fresh = reason === "gone" || reason === "person" ? Date.now() - FRESH_MS : Infinity;
    const { draft, draftAt } = this.store.kept;
    return [...this.#posting.unsentSince(fresh), ...(draft && draftAt >= fresh ? [draft] : [])].join("\n");
  }

  /** Nothing of the conversation stays. */
  #empty(but: { draft?: string; draftAt?: number }): void {
    this.#silence();
    this.#timeline = new Timeline();
    this.#closing.forget();
    this.#receipts.forgetWords();
    this.#alone();
    this.store.forget(but);
  }

  /** Nobody is at the other end. */
  #alone(): void {
    this.#typist.forget();
    this.callback.reset();
    this.rating.forget();
    this.handover = WITH_ROBOT;
    this.#doubted = false;
    this.typing = false;
    this.busy = "";
    this.#streamUp = this.#postUp = true;
  }

  #silence(): void {
    this.#listening.end();
    this.#posting.stop();
  }
}
