// The requests of docs/desk.md. Nothing here throws: whatever goes wrong is a Failure that says what to do about it.

import { failureOf, type Failure } from "../api";
import { fields, number, readJson, text } from "../protocol";
import {
  readCallback,
  readDetail,
  readFound,
  readList,
  readNote,
  readPage,
  readReading,
  readReadyAnswer,
  readSession,
  type Callback,
  type Detail,
  type Found,
  type Note,
  type Page,
  type Reading,
  type ReadyAnswer,
  type Session,
} from "./protocol";

export type DeskFailure = Failure & { status: number; error: string };
export type DeskResult<Value> = { ok: true; value: Value } | { ok: false; failure: DeskFailure };

/** Whom a conversation is forwarded to; a unit that is null is anybody. */
export type Recipient = { staff: number } | { unit: string | null };
export type Outcome = "not_reached" | "reached" | "done";

const PATIENCE_MS = 20_000;
const DOWN: DeskFailure = { kind: "down", text: "", status: 0, error: "" };

// A page whose policy is "no-referrer" would send "Origin: null" even to its own service.
const MANNERS: RequestInit = {
  credentials: "same-origin",
  cache: "no-store",
  referrerPolicy: "same-origin",
  redirect: "error",
};

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

  constructor(
    private readonly origin: string,
    /** The session is over. */
    private readonly over: () => void,
  ) {}

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
    return needed(await this.#ask("GET", path(reference)), readDetail);
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
    return result.ok ? { ok: true, value: readList(fields(result.value)["units"], (unit) => text(unit) || null) } : result;
  }

  async callbacks(state: "open" | "done"): Promise<DeskResult<Callback[]>> {
    const result = await this.#ask("GET", `/callbacks?state=${state}`);
    return result.ok ? { ok: true, value: readList(fields(result.value)["callbacks"], readCallback) } : result;
  }

  async callback(receipt: string, outcome: Outcome, note: string): Promise<DeskResult<Callback>> {
    return needed(await this.#ask("POST", `/callbacks/${encodeURIComponent(receipt)}`, { body: { outcome, note } }), readCallback);
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
    const read = needed(result, readSession);
    if (read.ok) this.#csrf = read.value.csrf;
    return read;
  }

  async #listen(where: string, last: number, signal: AbortSignal): Promise<DeskResult<ReadableStream<Uint8Array>>> {
    const headers = { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": String(last) } : {}) };
    try {
      const response = await fetch(`${this.origin}/desk/api${where}`, { ...MANNERS, headers, signal });
      if (response.ok && response.body) return { ok: true, value: response.body };
      return this.#failed(await failed(response), false);
    } catch {
      return { ok: false, failure: DOWN };
    }
  }

  async #ask(method: string, where: string, asked: Asked = {}): Promise<DeskResult<unknown>> {
    const result = await this.#once(method, where, asked);
    if (result.ok || result.failure.error !== "csrf" || asked.open) return result;
    // Another tab has begun a new session meanwhile: its token is for this one too.
    const session = await this.session();
    return session.ok ? this.#once(method, where, asked) : this.#failed(session.failure, false);
  }

  async #once(method: string, where: string, { body, open = false }: Asked): Promise<DeskResult<unknown>> {
    const headers: Record<string, string> = {};
    if (body) headers["Content-Type"] = "application/json";
    if (method !== "GET" && !open) headers["X-CSRF-Token"] = this.#csrf;
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), PATIENCE_MS);
    try {
      const response = await fetch(`${this.origin}/desk/api${where}`, {
        ...MANNERS,
        method,
        headers,
        signal: impatience.signal,
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (!response.ok) return this.#failed(await failed(response), open);
      return { ok: true, value: readJson(await response.text()) };
    } catch {
      return { ok: false, failure: DOWN };
    } finally {
      clearTimeout(timer);
    }
  }

  #failed(failure: DeskFailure, open: boolean): { ok: false; failure: DeskFailure } {
    if (failure.kind === "over" && !open) this.over();
    return { ok: false, failure };
  }
}

function path(reference: string): string {
  return `/conversations/${encodeURIComponent(reference)}`;
}

/** An answer of which nothing can be made is as good as none. */
function needed<Value>(result: DeskResult<unknown>, read: (data: unknown) => Value | null): DeskResult<Value> {
  if (!result.ok) return result;
  const value = read(result.value);
  return value === null ? { ok: false, failure: DOWN } : { ok: true, value };
}

async function failed(response: Response): Promise<DeskFailure> {
  const body = await response.text().catch(() => "");
  return deskFailureOf(response.status, readJson(body), response.headers.get("Retry-After"));
}
