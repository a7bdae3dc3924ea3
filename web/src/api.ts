// The requests of docs/channel.md. Nothing here throws: whatever goes wrong is a Failure that says what to do about it.

import type { Wish } from "./callback";
import { fields, number, text } from "./data";
import type { Outgoing } from "./outbox";
import { type Begun, type Handover, readBegun, readHandover, readReceipt, type Receipt } from "./protocol";
import { type Answered, needed, Requests } from "./requests";

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

export type Result<Value> = Answered<Value, Failure>;

const DOWN: Failure = { kind: "down", text: "" };
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
  // No cookie goes along.
  readonly #requests: Requests<Failure>;

  constructor(origin: string) {
    this.#requests = new Requests(`${origin}/chat`, "omit", failureOf, DOWN);
  }

  /** Begin a conversation. */
  async begin(municipality: string | null): Promise<Result<Begun>> {
    return needed(await this.#ask("POST", "/conversations", "", municipality ? { municipality } : {}), readBegun, DOWN);
  }

  /** Say or press something; the answer is the text as it was stored. */
  async say(token: string, item: Outgoing): Promise<Result<string>> {
    const said = item.button ? { button: item.button } : { text: item.text };
    const result = await this.#ask("POST", "/messages", token, { id: item.id, ...said });
    return result.ok ? { ok: true, value: text(fields(result.value)["text"]) || item.text } : result;
  }

  /** Let the time begin anew; the answer is the seconds that are left. */
  async extend(token: string): Promise<Result<number | null>> {
    const result = await this.#ask("POST", "/extend", token, {});
    return result.ok ? { ok: true, value: number(fields(result.value)["expires_in"]) } : result;
  }

  async judge(token: string, about: number, useful: boolean, comment = ""): Promise<Result<unknown>> {
    return this.#ask("POST", "/feedback", token, { number: about, useful, ...(comment ? { comment } : {}) });
  }

  /** Leave the queue, or end the talk with the person; the answer is who has the conversation now. */
  async release(token: string): Promise<Result<Handover | null>> {
    const result = await this.#ask("DELETE", "/person", token);
    return result.ok ? { ok: true, value: readHandover(result.value) } : result;
  }

  /** Ask to be called. */
  async callback(token: string, id: string, wish: Wish): Promise<Result<Receipt>> {
    return needed(await this.#ask("POST", "/callback", token, { id, ...wish }), readReceipt, DOWN);
  }

  async type(token: string, typing: boolean): Promise<Result<unknown>> {
    return this.#ask("POST", "/typing", token, { typing });
  }

  async rate(token: string, stars: number, comment: string): Promise<Result<unknown>> {
    return this.#ask("POST", "/rating", token, { stars, ...(comment ? { comment } : {}) });
  }

  /** Erase everything; the answer is the service's own words about it. */
  async erase(token: string): Promise<Result<string>> {
    const result = await this.#ask("DELETE", "/conversation", token);
    return result.ok ? { ok: true, value: text(fields(result.value)["text"]) } : result;
  }

  /** Open the stream behind an entry. */
  async listen(token: string, last: number, signal: AbortSignal): Promise<Result<ReadableStream<Uint8Array>>> {
    return this.#requests.listen("/stream", headersOf(token), last, signal);
  }

  #ask(method: string, path: string, token: string, body?: object): Promise<Result<unknown>> {
    return this.#requests.ask(method, path, headersOf(token), body);
  }
}

function headersOf(token: string): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}
