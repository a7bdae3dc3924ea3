// Requests of somebody who is logged in at the desk: its page and the look-up page have one session. Nothing here throws: whatever
// goes wrong is a Failure that says what to do about it.

import { failureOf, type Failure } from "../api";
import { fields, text } from "../data";
import { needed, Requests, type Answered } from "../requests";
import { readSession, type Session } from "./protocol/session";

export type DeskFailure = Failure & { status: number; error: string };
export type DeskResult<Value> = Answered<Value, DeskFailure>;

export const DOWN: DeskFailure = { kind: "down", text: "", status: 0, error: "" };

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

export interface Asked {
  body?: object;
  /** The session's token goes along, and its end is noticed; not so for the login. */
  open?: boolean;
  /** Gives the request up. */
  signal?: AbortSignal;
}

export class SessionLine {
  #csrf = "";
  readonly #requests: Requests<DeskFailure>;

  constructor(
    origin: string,
    /** The session is over. */
    private readonly over: () => void,
  ) {
    this.#requests = new Requests(origin, "same-origin", deskFailureOf, DOWN);
  }

  /** The desk's wording; the login's words are among it. */
  async texts(): Promise<DeskResult<unknown>> {
    return this.ask("GET", "/desk/api/texts", { open: true });
  }

  async login(name: string, password: string): Promise<DeskResult<Session>> {
    return this.#session(await this.ask("POST", "/desk/api/login", { body: { name, password }, open: true }));
  }

  async session(): Promise<DeskResult<Session>> {
    return this.#session(await this.ask("GET", "/desk/api/session", { open: true }));
  }

  async logout(): Promise<DeskResult<unknown>> {
    return this.ask("POST", "/desk/api/logout", { body: {} });
  }

  async ask(method: string, where: string, asked: Asked = {}): Promise<DeskResult<unknown>> {
    const result = await this.#once(method, where, asked);
    if (result.ok || result.failure.error !== "csrf" || asked.open) return result;
    // Another tab has begun a new session meanwhile: its token is for this one too.
    const session = await this.session();
    return session.ok ? this.#once(method, where, asked) : this.#heeded(session, false);
  }

  /** Open a stream behind an entry. */
  async listen(where: string, last: number, signal: AbortSignal): Promise<DeskResult<ReadableStream<Uint8Array>>> {
    return this.#heeded(await this.#requests.listen(where, {}, last, signal), false);
  }

  #session(result: DeskResult<unknown>): DeskResult<Session> {
    const read = needed(result, readSession, DOWN);
    if (read.ok) this.#csrf = read.value.csrf;
    return read;
  }

  async #once(method: string, where: string, { body, open = false, signal }: Asked): Promise<DeskResult<unknown>> {
    const headers: Record<string, string> = method !== "GET" && !open ? { "X-CSRF-Token": this.#csrf } : {};
    return this.#heeded(await this.#requests.ask(method, where, headers, body, signal), open);
  }

  #heeded<Value>(result: DeskResult<Value>, open: boolean): DeskResult<Value> {
    if (!result.ok && result.failure.kind === "over" && !open) this.over();
    return result;
  }
}
