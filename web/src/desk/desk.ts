// The desk: who sits there, what waits, what is open, what is being written. Knows no page; elements show it.

import { Pause } from "../backoff";
import { fields } from "../data";
import { persist } from "../persisting";
import { Stream } from "../stream";
import { Alerts } from "./alerts";
import { DeskApi, type DeskFailure, type DeskResult, type Recipient } from "./api";
import { answeredSince, cardOf, EMPTY_BOARD } from "./board";
import { OpenConversation, type Happened } from "./conversation";
import { Drafts } from "./drafts";
import { readBoard, type Board, type Card } from "./protocol/board";
import type { Detail, ReadyAnswer } from "./protocol/conversation";
import type { Me, Session, Settings } from "./protocol/session";
import { Replies } from "./replies";
import { QUEUE, hashOf, type Route } from "./routes";
import { Typing } from "./typing";
import { useTexts } from "./texts";

/** `starting`: nothing is known yet. `out`: somebody has to log in. */
export type Where = "starting" | "out" | "in";
/** What happened that one has to hear about. */
export type News =
  | { kind: "waiting"; card: Card }
  /** Several at once, as at the beginning of the day. */
  | { kind: "queue"; count: number }
  | { kind: "wrote"; card: Card }
  | { kind: "happened"; happened: Happened }
  | { kind: "ring" }
  | { kind: "line"; up: boolean };

export interface DeskHooks {
  news(news: News): void;
  /** Another place is shown. */
  went(route: Route, replaced: boolean): void;
}

// A line that is back at once was never worth a word.
const DOWN_MS = 1500;

export class Desk {
  where: Where = "starting";
  /** The session was there and has ended by itself. */
  ended = false;
  lineUp = true;
  /** How often the line has come back: what was read before may have failed, or be old. */
  returns = 0;
  board: Board = EMPTY_BOARD;
  /** Whether the board has come since the login. */
  boardThere = false;
  route: Route = QUEUE;
  open: OpenConversation | null = null;
  readonly drafts = new Drafts();
  readonly alerts = new Alerts();
  readonly replies: Replies;
  readonly typing: Typing;

  readonly api: DeskApi;
  #session: Session | null = null;
  #brought: Detail | null = null;
  #lastId: number | null = null;
  #stream: Stream | null = null;
  #followers = new Set<() => void>();
  #parts = new Map<string, boolean>();
  #downTimer: ReturnType<typeof setTimeout> | undefined;
  #answers = new Map<string, ReadyAnswer[]>();
  readonly #pause = new Pause();

  constructor(
    origin: string,
    private readonly hooks: DeskHooks,
  ) {
    this.api = new DeskApi(origin, () => this.#over());
    this.replies = new Replies(this.api, {
      changed: () => this.#replied(),
      line: (up) => this.#line("replies", up),
    });
    this.typing = new Typing((reference, typing) => void this.api.typing(reference, typing));
  }

  /** Hear of every change; the answer ends it. */
  follow(changed: () => void): () => void {
    this.#followers.add(changed);
    return () => this.#followers.delete(changed);
  }

  changed(): void {
    for (const follower of this.#followers) follower();
  }

  get me(): Me | null {
    return this.#session?.me ?? null;
  }

  get settings(): Settings {
    return this.#session?.settings ?? { lateSeconds: Infinity, alertSeconds: Infinity, limit: Infinity };
  }

  get supervises(): boolean {
    return this.me?.role === "supervisor" || this.me?.role === "administrator";
  }

  municipality(slug: string): string {
    return this.me?.municipalities.find((one) => one.slug === slug)?.name ?? slug;
  }

  /** Whether leaving the page would lose something that was typed. */
  get holdsWords(): boolean {
    return this.drafts.any || this.replies.unsent;
  }

  /** Fetch the wording and find out who sits here. */
  async start(route: Route): Promise<void> {
    this.route = route;
    const texts = await this.#until(() => this.api.texts());
    useTexts(texts.ok ? texts.value : null);
    this.changed();
    const session = await this.#until(() => this.api.session());
    if (session.ok) this.#begin(session.value);
    else this.where = "out";
    this.changed();
  }

  /** The answer is why it failed, null where it did not. */
  async login(name: string, password: string): Promise<DeskFailure | null> {
    const result = await this.api.login(name, password);
    if (!result.ok) return result.failure;
    this.#begin(result.value);
    return null;
  }

  async logout(): Promise<DeskFailure | null> {
    const result = await this.api.logout();
    if (!result.ok && result.failure.kind !== "over") return result.failure;
    this.#leave();
    this.ended = false;
    this.#forget();
    this.route = QUEUE;
    this.changed();
    this.hooks.went(QUEUE, true);
    return null;
  }

  async setAway(reason: string | null): Promise<DeskFailure | null> {
    const result = await this.api.status(reason);
    if (!result.ok) return result.failure;
    this.#session = result.value;
    this.changed();
    return null;
  }

  /** Show another place. */
  go(route: Route, replaced = false): void {
    if (hashOf(route) === hashOf(this.route)) return;
    this.typing.rest();
    this.route = route;
    this.#show();
    this.changed();
    this.hooks.went(route, replaced);
  }

  async claim(reference: string): Promise<DeskFailure | null> {
    const result = await this.api.act(reference, "claim");
    if (!result.ok) {
      if (this.open?.reference === reference) void this.open.load();
      return result.failure;
    }
    this.alerts.see(reference);
    // The claim has brought all of it: reading it once more would be one more line in the audit log.
    this.#brought = result.value;
    if (result.value && this.open?.reference === reference) this.open.take(result.value);
    this.go({ name: "conversation", reference });
    this.#brought = null;
    return null;
  }

  async take(reference: string): Promise<DeskFailure | null> {
    return this.#act(reference, await this.api.act(reference, "take"), false);
  }

  async giveBack(reference: string): Promise<DeskFailure | null> {
    this.typing.rest();
    return this.#act(reference, await this.api.act(reference, "return"), true);
  }

  async forward(reference: string, to: Recipient, note: string): Promise<DeskFailure | null> {
    this.typing.rest();
    return this.#act(reference, await this.api.forward(reference, to, note), true);
  }

  async close(reference: string, reason: string, note: string): Promise<DeskFailure | null> {
    this.typing.rest();
    return this.#act(reference, await this.api.close(reference, reason, note), true);
  }

  async erase(reference: string): Promise<DeskFailure | null> {
    return this.#act(reference, await this.api.erase(reference), true);
  }

  async note(reference: string, text: string): Promise<DeskFailure | null> {
    const result = await this.api.note(reference, text);
    if (!result.ok) return result.failure;
    if (result.value && this.open?.reference === reference) this.open.add(result.value);
    return null;
  }

  /** The ready-made answers of a municipality, fetched once. */
  async answers(municipality: string): Promise<ReadyAnswer[] | null> {
    const there = this.#answers.get(municipality);
    if (there) return there;
    const result = await this.api.answers(municipality);
    if (result.ok) this.#answers.set(municipality, result.value);
    return result.ok ? result.value : null;
  }

  /** Called every second: rings while somebody waits whom nobody has seen. Who is away is left in peace. */
  tick(now: number): void {
    if (this.where !== "in" || this.me?.away != null) return;
    if (this.alerts.due(now, this.settings.alertSeconds)) this.hooks.news({ kind: "ring" });
  }

  seen(reference?: string): void {
    this.alerts.see(reference);
    this.changed();
  }

  /** The network is back. */
  hurry(): void {
    this.#pause.wake();
    this.#stream?.hurry();
    this.open?.hurry();
    this.replies.resume();
  }

  /** The network says that it is gone. */
  cut(): void {
    this.#stream?.cut();
    this.open?.cut();
  }

  #act(reference: string, result: DeskResult<unknown>, leave: boolean): DeskFailure | null {
    if (!result.ok) return result.failure;
    if (this.open?.reference === reference) {
      if (leave) this.go(QUEUE);
      else void this.open.load();
    }
    return null;
  }

  #begin(session: Session): void {
    // What one person has typed and may read is nobody else's.
    if (this.#lastId !== null && this.#lastId !== session.me.id) this.#forget();
    this.#lastId = session.me.id;
    this.#session = session;
    this.where = "in";
    this.ended = false;
    this.#listen();
    this.#show();
    this.replies.resume();
    this.changed();
  }

  #over(): void {
    if (this.where !== "in") return;
    this.#leave();
    this.ended = true;
    this.changed();
  }

  #leave(): void {
    this.where = "out";
    this.#session = null;
    this.#stream?.stop();
    this.#stream = null;
    this.open?.stop();
    this.open = null;
    this.board = EMPTY_BOARD;
    this.boardThere = false;
    this.#parts.clear();
    this.#showLine();
  }

  #forget(): void {
    this.#lastId = null;
    this.drafts.clear();
    this.replies.clear();
    this.#answers.clear();
    this.alerts.clear();
  }

  #listen(): void {
    this.#stream?.stop();
    this.#stream = new Stream((_, signal) => this.api.board(signal), {
      last: () => 0,
      event: (name, _, data) => this.#event(name, data),
      line: (up) => this.#line("board", up),
      refused: ({ kind }) => kind !== "over",
    });
    void this.#stream.run();
  }

  #event(name: string, data: unknown): void {
    if (name === "session" && fields(data)["over"] === true) return this.#over();
    if (name !== "board") return;
    const before = this.boardThere ? this.board : null;
    this.board = readBoard(data);
    this.boardThere = true;
    const open = this.open?.reference ?? "";
    const fresh = this.alerts.update(this.board.waiting);
    if (before || fresh.length === 1) for (const card of fresh) this.hooks.news({ kind: "waiting", card });
    else if (fresh.length) this.hooks.news({ kind: "queue", count: fresh.length });
    if (before) for (const card of answeredSince(before, this.board, open)) this.hooks.news({ kind: "wrote", card });
    if (open) this.alerts.see(open);
    const card = cardOf(this.board, open);
    if (card) this.open?.update(card);
    // A page in the background ticks seldom.
    this.tick(Date.now());
    this.changed();
  }

  #show(): void {
    const reference = this.route.name === "conversation" ? this.route.reference : "";
    if (this.where !== "in" || this.open?.reference === reference) return;
    this.open?.stop();
    this.#parts.delete("open");
    this.#showLine();
    this.open = reference ? this.#opened(reference) : null;
  }

  #opened(reference: string): OpenConversation {
    this.alerts.see(reference);
    const opened = new OpenConversation(reference, this.api, {
      changed: () => this.#replied(),
      line: (up) => this.#line("open", up),
      heard: (happened) => this.hooks.news({ kind: "happened", happened }),
    });
    if (this.#brought?.card.reference === reference) opened.take(this.#brought);
    else void opened.load();
    return opened;
  }

  // An entry may come before the acknowledgement of the reply that it was, or after it.
  #replied(): void {
    if (this.open?.detail) this.replies.arrived(this.open.reference, this.open.detail.entries);
    this.changed();
  }

  #line(part: string, up: boolean): void {
    this.#parts.set(part, up);
    this.#showLine();
  }

  #showLine(): void {
    const up = ![...this.#parts.values()].includes(false);
    if (up) {
      clearTimeout(this.#downTimer);
      this.#downTimer = undefined;
      this.#sayLine(true);
    } else this.#downTimer ??= setTimeout(() => this.#sayLine(false), DOWN_MS);
  }

  #sayLine(up: boolean): void {
    if (up === this.lineUp) return;
    this.lineUp = up;
    if (up) this.returns += 1;
    this.hooks.news({ kind: "line", up });
    this.changed();
  }

  #until<Value>(ask: () => Promise<DeskResult<Value>>): Promise<DeskResult<Value>> {
    return persist(ask, { pause: this.#pause, line: (up) => this.#line("start", up) });
  }
}
