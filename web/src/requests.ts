// How a page asks the service, whichever of its contracts it speaks: nothing here throws, and nothing waits for ever.

import type { Failure } from "./api";
import { readJson } from "./data";

export type Answered<Value, Trouble> = { ok: true; value: Value } | { ok: false; failure: Trouble };

// No answer is kept. A page whose policy is "no-referrer" would send "Origin: null" even to its own service.
const MANNERS: RequestInit = { cache: "no-store", referrerPolicy: "same-origin", redirect: "error" };
const PATIENCE_MS = 20_000;

export class Requests<Trouble extends Failure> {
  /** `judge` says what an answer that is no success asks of the page, `down` what none at all does. */
  constructor(
    private readonly base: string,
    private readonly credentials: RequestCredentials,
    private readonly judge: (status: number, body: unknown, retryAfter: string | null) => Trouble,
    private readonly down: Trouble,
  ) {}

  /** Ask for something, and read the answer to its end; what is given up by `signal` counts as no answer. */
  async ask(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: object,
    signal?: AbortSignal,
  ): Promise<Answered<unknown, Trouble>> {
    const impatience = new AbortController();
    const giveUp = () => impatience.abort();
    signal?.addEventListener("abort", giveUp);
    const timer = setTimeout(() => impatience.abort(), PATIENCE_MS);
    const content: RequestInit = body
      ? { headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) }
      : { headers };
    try {
      const response = await this.#fetch(path, { method, signal: impatience.signal, ...content });
      if (!response.ok) return { ok: false, failure: await this.#failed(response) };
      return { ok: true, value: readJson(await response.text()) };
    } catch {
      return { ok: false, failure: this.down };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
    }
  }

  /** Open a stream behind an entry, 0 for its beginning. */
  async listen(
    path: string,
    headers: Record<string, string>,
    last: number,
    signal: AbortSignal,
  ): Promise<Answered<ReadableStream<Uint8Array>, Trouble>> {
    const resumed: Record<string, string> = last ? { "Last-Event-ID": String(last) } : {};
    try {
      const response = await this.#fetch(path, { headers: { Accept: "text/event-stream", ...headers, ...resumed }, signal });
      if (response.ok && response.body) return { ok: true, value: response.body };
      return { ok: false, failure: await this.#failed(response) };
    } catch {
      return { ok: false, failure: this.down };
    }
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    return fetch(this.base + path, { ...MANNERS, credentials: this.credentials, ...init });
  }

  async #failed(response: Response): Promise<Trouble> {
    const body = await response.text().catch(() => "");
    return this.judge(response.status, readJson(body), response.headers.get("Retry-After"));
  }
}

/** An answer of which nothing can be made is as good as none. */
export function needed<Value, Trouble>(
  answer: Answered<unknown, Trouble>,
  read: (data: unknown) => Value | null,
  down: Trouble,
): Answered<Value, Trouble> {
  if (!answer.ok) return answer;
  const value = read(answer.value);
  return value === null ? { ok: false, failure: down } : { ok: true, value };
}

/** Whether trying again makes sense. */
export function passes({ kind }: Failure): boolean {
  return kind === "down" || kind === "later";
}
