// The requests of docs/channel.md. Nothing here throws: whatever goes wrong is a Failure that says what to do about it.

import type { Wish } from "./callback";
import type { Outgoing } from "./outbox";
import {
  type Begun,
  fields,
  type Handover,
  number,
  readBegun,
  readHandover,
  readJson,
  readReceipt,
  type Receipt,
  text,
} from "./protocol";

export type Failure =
  /** Sending it again will not help; `field` is what has to be put right, where the service names it. */
  | { kind: "refused"; text: string; field?: string }
  /** The conversation is over. */
  | { kind: "over"; text: string }
  /** This page may not use the chat. */
  | { kind: "barred"; text: string }
  /** Too often: again after some seconds. */
  | { kind: "later"; text: string; seconds: number }
  /** No connection, or a service that is not well. */
  | { kind: "down"; text: string };

export type Result<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

const PATIENCE_MS = 20_000;
const LATER_SECONDS = 5;
const MOST_LATER_SECONDS = 300;

/** What an answer that is no success asks of a client. */
export function failureOf(status: number, body: unknown, retryAfter: string | null): Failure {
  const said = text(fields(body)["text"]);
  if (status === 401) return { kind: "over", text: said };
  if (status === 403) return { kind: "barred", text: said };
  if (status === 429) {
    const asked = Number.parseInt(retryAfter ?? "", 10);
    const seconds = Number.isNaN(asked) ? LATER_SECONDS : Math.min(Math.max(asked, 1), MOST_LATER_SECONDS);
    return { kind: "later", text: said, seconds };
  }
  if (status >= 400 && status < 500) {
    const field = text(fields(body)["field"]);
    return { kind: "refused", text: said, ...(field ? { field } : {}) };
  }
  return { kind: "down", text: said };
}

export class Api {
  constructor(private readonly origin: string) {}

  /** Begin a conversation. */
  async begin(municipality: string | null): Promise<Result<Begun>> {
    const result = await this.#ask("POST", "/chat/conversations", "", municipality ? { municipality } : {});
    if (!result.ok) return result;
    const begun = readBegun(result.value);
    return begun ? { ok: true, value: begun } : { ok: false, failure: { kind: "down", text: "" } };
  }

  /** Say or press something; the answer is the text as it was stored. */
  async say(token: string, item: Outgoing): Promise<Result<string>> {
    const said = item.button ? { button: item.button } : { text: item.text };
    const result = await this.#ask("POST", "/chat/messages", token, { id: item.id, ...said });
    return result.ok ? { ok: true, value: text(fields(result.value)["text"]) || item.text } : result;
  }

  /** Let the time begin anew; the answer is the seconds that are left. */
  async extend(token: string): Promise<Result<number | null>> {
    const result = await this.#ask("POST", "/chat/extend", token, {});
    return result.ok ? { ok: true, value: number(fields(result.value)["expires_in"]) } : result;
  }

  async judge(token: string, about: number, useful: boolean, comment = ""): Promise<Result<unknown>> {
    return this.#ask("POST", "/chat/feedback", token, { number: about, useful, ...(comment ? { comment } : {}) });
  }

  /** Leave the queue, or end the talk with the person; the answer is who has the conversation now. */
  async release(token: string): Promise<Result<Handover | null>> {
    const result = await this.#ask("DELETE", "/chat/person", token);
    return result.ok ? { ok: true, value: readHandover(result.value) } : result;
  }

  /** Ask to be called. */
  async callback(token: string, id: string, wish: Wish): Promise<Result<Receipt>> {
    const result = await this.#ask("POST", "/chat/callback", token, { id, ...wish });
    if (!result.ok) return result;
    const receipt = readReceipt(result.value);
    return receipt ? { ok: true, value: receipt } : { ok: false, failure: { kind: "down", text: "" } };
  }

  async type(token: string, typing: boolean): Promise<Result<unknown>> {
    return this.#ask("POST", "/chat/typing", token, { typing });
  }

  async rate(token: string, stars: number, comment: string): Promise<Result<unknown>> {
    return this.#ask("POST", "/chat/rating", token, { stars, ...(comment ? { comment } : {}) });
  }

  /** Erase everything; the answer is the service's own words about it. */
  async erase(token: string): Promise<Result<string>> {
    const result = await this.#ask("DELETE", "/chat/conversation", token);
    return result.ok ? { ok: true, value: text(fields(result.value)["text"]) } : result;
  }

  /** Open the stream behind an entry. */
  async listen(token: string, last: number, signal: AbortSignal): Promise<Result<ReadableStream<Uint8Array>>> {
    const resumed: Record<string, string> = last ? { "Last-Event-ID": String(last) } : {};
    const headers = { Accept: "text/event-stream", Authorization: `Bearer ${token}`, ...resumed };
    try {
      const response = await fetch(`${this.origin}/chat/stream`, { ...MANNERS, headers, signal });
      if (response.ok && response.body) return { ok: true, value: response.body };
      return { ok: false, failure: await failed(response) };
    } catch {
      return { ok: false, failure: { kind: "down", text: "" } };
    }
  }

  async #ask(method: string, path: string, token: string, body?: object): Promise<Result<unknown>> {
    const headers: Record<string, string> = {};
    if (token) headers["Authorization"] = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), PATIENCE_MS);
    try {
      const response = await fetch(this.origin + path, {
        ...MANNERS,
        method,
        headers,
        signal: impatience.signal,
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (!response.ok) return { ok: false, failure: await failed(response) };
      return { ok: true, value: readJson(await response.text()) };
    } catch {
      return { ok: false, failure: { kind: "down", text: "" } };
    } finally {
      clearTimeout(timer);
    }
  }
}

// No cookie goes along. A page whose policy is "no-referrer" would send "Origin: null" even to its own service.
const MANNERS: RequestInit = { credentials: "omit", cache: "no-store", referrerPolicy: "same-origin", redirect: "error" };

async function failed(response: Response): Promise<Failure> {
  const body = await response.text().catch(() => "");
  return failureOf(response.status, readJson(body), response.headers.get("Retry-After"));
}
