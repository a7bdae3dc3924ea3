// A tab's storage and a service, in memory.

import { vi } from "vitest";
import type { Wish } from "../src/callback";
import type { Begun, Handover, Receipt } from "../src/protocol";
import type { Api, Result } from "../src/api";
import type { Outgoing } from "../src/outbox";

export function storage() {
  const items: Record<string, string> = {};
  return {
    items,
    getItem: (key: string) => items[key] ?? null,
    setItem: (key: string, value: string) => void (items[key] = value),
    removeItem: (key: string) => void delete items[key],
  };
}

const ok = <Value>(value: Value): Result<Value> => ({ ok: true, value });
const encoder = new TextEncoder();

/** A service with one conversation; `trouble` is what the next requests meet. */
export class Service {
  begun = 0;
  said: Outgoing[] = [];
  trouble: Result<never>[] = [];
  streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  resumed: number[] = [];
  #entries: string[] = [];

  get api(): Api {
    return this as unknown as Api;
  }

  begin(): Promise<Result<Begun>> {
    return this.#meet(() => {
      this.begun += 1;
      return { token: "t", reference: "r", limit: 1000, idleSeconds: 1800, warningSeconds: 120 };
    });
  }

  say(_: string, item: Outgoing): Promise<Result<string>> {
    return this.#meet(() => {
      if (!this.said.some(({ id }) => id === item.id)) {
        this.said.push(item);
        this.entry({ kind: "citizen", text: item.text, client_id: item.id });
      }
      return item.text;
    });
  }

  /** Forms by their id, as they came. */
  asked: [string, Wish][] = [];
  typed: boolean[] = [];
  released = 0;
  rated: [number, string][] = [];

  callback(_: string, id: string, wish: Wish): Promise<Result<Receipt>> {
    return this.#meet(() => {
      this.asked.push([id, wish]);
      return { receipt: "7KQ2-MM4D", text: "Vi ringer." };
    });
  }

  release(): Promise<Result<Handover>> {
    return this.#meet(() => {
      this.released += 1;
      return { state: "robot", position: null, waitSeconds: null, sender: null };
    });
  }

  async type(_: string, typing: boolean): Promise<Result<null>> {
    this.typed.push(typing);
    return ok(null);
  }

  rate(_: string, stars: number, comment: string): Promise<Result<null>> {
    return this.#meet(() => {
      this.rated.push([stars, comment]);
      return null;
    });
  }

  extend = () => this.#meet(() => 1800);
  judge = () => this.#meet(() => null);
  erase = () => this.#meet(() => "gone");

  async listen(_: string, last: number): Promise<Result<ReadableStream<Uint8Array>>> {
    this.resumed.push(last);
    return ok(
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          this.streams.push(controller);
          for (const event of this.#entries.slice(last)) controller.enqueue(encoder.encode(event));
        },
      }),
    );
  }

  entry(data: object): void {
    const number = this.#entries.length + 1;
    const event = `id: ${number}\nevent: entry\ndata: ${JSON.stringify({ number, at: "", ...data })}\n\n`;
    this.#entries.push(event);
    this.send(event);
  }

  event(name: string, data: object): void {
    this.send(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  send(text: string): void {
    this.streams.at(-1)?.enqueue(encoder.encode(text));
  }

  cut(): void {
    this.streams.pop()?.error(new Error("cut"));
  }

  async #meet<Value>(value: () => Value): Promise<Result<Value>> {
    return this.trouble.shift() ?? ok(value());
  }
}

/** Let so much of the test's time pass, and everything happen that is due; streams hand on what they have in turns of the real event loop. */
export async function settle(ms = 0): Promise<void> {
  for (const step of [0, ...Array.from({ length: 10 }, () => ms / 10), 0]) {
    await vi.advanceTimersByTimeAsync(step);
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}
