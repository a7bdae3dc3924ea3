// The requests of docs/desk.md. Nothing here throws: whatever goes wrong is a Failure that says what to do about it.

import { fields, number, readList, texts } from "../data";
import { needed } from "../requests";
import { readDetail, readNote, readReadyAnswer, type Detail, type Note, type ReadyAnswer } from "./protocol/conversation";
import { readCallback, readFound, readPage, readReading, type Callback, type Found, type Page, type Reading } from "./protocol/lists";
import { readSession, type Session } from "./protocol/session";
import { DOWN, SessionLine, type Asked, type DeskResult } from "./session_line";

export type { DeskFailure, DeskResult } from "./session_line";

/** Whom a conversation is forwarded to; a unit that is null is anybody. */
export type Recipient = { staff: number } | { unit: string | null };
export type Outcome = "not_reached" | "reached" | "done";

const BASE = "/desk/api";

export class DeskApi extends SessionLine {
  async status(away: string | null): Promise<DeskResult<Session>> {
    return needed(await this.#ask("POST", "/status", { body: { away } }), readSession, DOWN);
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

  async #listen(where: string, last: number, signal: AbortSignal): Promise<DeskResult<ReadableStream<Uint8Array>>> {
    return this.listen(`${BASE}${where}`, last, signal);
  }

  async #ask(method: string, where: string, asked: Asked = {}): Promise<DeskResult<unknown>> {
    return this.ask(method, `${BASE}${where}`, asked);
  }
}

function path(reference: string): string {
  return `/conversations/${encodeURIComponent(reference)}`;
}
