// The requests of docs/desk.md. Nothing here throws: whatever goes wrong is a Failure that says what to do about it.

import { failureOf, type Failure } from "../api";
import { fields, number, readList, text, texts } from "../data";
import { needed, Requests, type Answered } from "../requests";
import { readDetail, readNote, readReadyAnswer, type Detail, type Note, type ReadyAnswer } from "./protocol/conversation";
import { readCallback, readFound, readPage, readReading, type Callback, type Found, type Page, type Reading } from "./protocol/lists";
import { readSession, type Session } from "./protocol/session";

export type DeskFailure = Failure & { status: number; error: string };
export type DeskResult<Value> = Answered<Value, DeskFailure>;

/** Whom a conversation is forwarded to; a unit that is null is anybody. */
export type Recipient = { staff: number } | { unit: string | null };
export type Outcome = "not_reached" | "reached" | "done";

const DOWN: DeskFailure = { kind: "down", text: "", status: 0, error: "" };

/** What an answer that is no success asks of the desk. */
export function deskFailureOf(status: number, body: unknown, retryAfter: string | null): DeskFailure {
  const failure = failureOf(status, body, retryAfter);
  const error = text(fields(body)["error"]);
  // Not allowed to do this one thing: that is no end of everything.
  if (failure.kind === "barred") return { kind: "refused", text: failure.text, status, error };
  const asked = Number.parseInt(retryAfter ?? "", 10);
  // A login is locked for longer than a message would ever wait.
  if (failure.kind === "later" && asked > failure.seconds) return { ...failure, seconds: asked, status, error };
  return { ...failure, status, error };
}

interface Asked {
  body?: object;
  /** The session's token goes along, and its end is noticed; not so for the login. */
  open?: boolean;
}

export class DeskApi {
  #csrf = "";
  readonly #requests: Requests<DeskFailure>;

  constructor(
    origin: string,
    /** The session is over. */
    private readonly over: () => void,
  ) {
    this.#requests = new Requests(`${origin}/desk/api`, "same-origin", deskFailureOf, DOWN);
  }

  async texts(): Promise<DeskResult<unknown>> {
    return this.#ask("GET", "/texts", { open: true });
  }

  async login(name: string, password: string): Promise<DeskResult<Session>> {
    return this.#session(await this.#ask("POST", "/login", { body: { name, password }, open: true }));
  }

  async session(): Promise<DeskResult<Session>> {
    return this.#session(await this.#ask("GET", "/session", { open: true }));
  }

  async logout(): Promise<DeskResult<unknown>> {
    return this.#ask("POST", "/logout", { body: {} });
  }

  async status(away: string | null): Promise<DeskResult<Session>> {
    return this.#session(await this.#ask("POST", "/status", { body: { away } }));
  }

  async conversation(reference: string): Promise<DeskResult<Detail>> {
    return needed(await this.#ask("GET", path(reference)), readDetail, DOWN);
  }

  /** What takes no words: claim, return, take. The answer of a claim is the whole conversation. */
  async act(reference: string, what: "claim" | "return" | "take"): Promise<DeskResult<Detail | null>> {
    const result = await this.#ask("POST", `${path(reference)}/${what}`, { body: {} });
    return result.ok ? { ok: true, value: readDetail(result.value) } : result;
  }

  /** Say something to the citizen; the answer is the number of the entry that it became, null where that is not told. */
  async reply(reference: string, id: string, said: string): Promise<DeskResult<number | null>> {
    const result = await this.#ask("POST", `${path(reference)}/reply`, { body: { id, text: said } });
    return result.ok ? { ok: true, value: number(fields(result.value)["number"]) } : result;
  }

  async typing(reference: string, typing: boolean): Promise<DeskResult<unknown>> {
    return this.#ask("POST", `${path(reference)}/typing`, { body: { typing } });
  }

  async note(reference: string, said: string): Promise<DeskResult<Note | null>> {
    const result = await this.#ask("POST", `${path(reference)}/note`, { body: { text: said } });
    return result.ok ? { ok: true, value: readNote(result.value) } : result;
  }

  async forward(reference: string, to: Recipient, note: string): Promise<DeskResult<unknown>> {
    return this.#ask("POST", `${path(reference)}/forward`, { body: { to, note } });
  }

  async close(reference: string, reason: string, note: string): Promise<DeskResult<unknown>> {
    return this.#ask("POST", `${path(reference)}/close`, { body: { reason, note } });
  }

  /** The conversation as the citizen gets it, as text. */
  async export(reference: string): Promise<DeskResult<unknown>> {
    return this.#ask("GET", `${path(reference)}/export`);
  }

  async erase(reference: string): Promise<DeskResult<unknown>> {
    return this.#ask("DELETE", path(reference));
  }

  async answers(municipality: string): Promise<DeskResult<ReadyAnswer[]>> {
    const result = await this.#ask("GET", `/answers?${new URLSearchParams({ municipality })}`);
    return result.ok ? { ok: true, value: readList(fields(result.value)["answers"], readReadyAnswer) } : result;
  }

  async units(municipality: string): Promise<DeskResult<string[]>> {
    const result = await this.#ask("GET", `/units?${new URLSearchParams({ municipality })}`);
    return result.ok ? { ok: true, value: texts(fields(result.value)["units"]) } : result;
  }

  async callbacks(state: "open" | "done"): Promise<DeskResult<Callback[]>> {
    const result = await this.#ask("GET", `/callbacks?state=${state}`);
    return result.ok ? { ok: true, value: readList(fields(result.value)["callbacks"], readCallback) } : result;
  }

  async callback(receipt: string, outcome: Outcome, note: string): Promise<DeskResult<Callback>> {
    return needed(await this.#ask("POST", `/callbacks/${encodeURIComponent(receipt)}`, { body: { outcome, note } }), readCallback, DOWN);
  }

  async search(q: string, municipality: string, page: number): Promise<DeskResult<Page<Found>>> {
    const query = new URLSearchParams({ q, page: String(page), ...(municipality ? { municipality } : {}) });
    const result = await this.#ask("GET", `/search?${query}`);
    return result.ok ? { ok: true, value: readPage(result.value, "found", readFound) } : result;
  }

  async audit(page: number): Promise<DeskResult<Page<Reading>>> {
    const result = await this.#ask("GET", `/audit?page=${page}`);
    return result.ok ? { ok: true, value: readPage(result.value, "readings", readReading) } : result;
  }

  /** Open the stream of the board. */
  async board(signal: AbortSignal): Promise<DeskResult<ReadableStream<Uint8Array>>> {
    return this.#listen("/stream", 0, signal);
  }

  /** Open the stream of a conversation behind an entry. */
  async follow(reference: string, last: number, signal: AbortSignal): Promise<DeskResult<ReadableStream<Uint8Array>>> {
    return this.#listen(`${path(reference)}/stream`, last, signal);
  }

  #session(result: DeskResult<unknown>): DeskResult<Session> {
    const read = needed(result, readSession, DOWN);
    if (read.ok) this.#csrf = read.value.csrf;
    return read;
  }

  async #listen(where: string, last: number, signal: AbortSignal): Promise<DeskResult<ReadableStream<Uint8Array>>> {
    return this.#heeded(await this.#requests.listen(where, {}, last, signal), false);
  }

  async #ask(method: string, where: string, asked: Asked = {}): Promise<DeskResult<unknown>> {
    const result = await this.#once(method, where, asked);
    if (result.ok || result.failure.error !== "csrf" || asked.open) return result;
    // Another tab has begun a new session meanwhile: its token is for this one too.
    const session = await this.session();
    return session.ok ? this.#once(method, where, asked) : this.#heeded(session, false);
  }

  async #once(method: string, where: string, { body, open = false }: Asked): Promise<DeskResult<unknown>> {
    const headers: Record<string, string> = method !== "GET" && !open ? { "X-CSRF-Token": this.#csrf } : {};
    return this.#heeded(await this.#requests.ask(method, where, headers, body), open);
  }

  #heeded<Value>(result: DeskResult<Value>, open: boolean): DeskResult<Value> {
    if (!result.ok && result.failure.kind === "over" && !open) this.over();
    return result;
  }
}

function path(reference: string): string {
  return `/conversations/${encodeURIComponent(reference)}`;
}
