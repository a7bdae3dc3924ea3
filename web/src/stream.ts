// Keeps the stream of a conversation open: what is cut is taken up again behind the last entry that came.

import { createParser } from "eventsource-parser";
import type { Failure, Result } from "./api";
import { delay, Pause } from "./backoff";
import { readJson } from "./data";

export interface Listener {
  /** Number of the last entry that came. */
  last(): number;
  event(name: string, id: number | null, data: unknown): void;
  /** The line is there again, or is gone. */
  line(up: boolean): void;
  /** The service refuses; true lets the stream try again. */
  refused(failure: Failure): boolean;
}

export type Open = (last: number, signal: AbortSignal) => Promise<Result<ReadableStream<Uint8Array>>>;

// The service says something every 15 seconds; silence three times as long is a dead line.
const SILENCE_MS = 45_000;
// A connection that holds no longer than this has not helped.
const SHORT_MS = 5_000;

export class Stream {
  #stopped = false;
  #abort: AbortController | null = null;
  readonly #pause = new Pause();

  constructor(
    private readonly open: Open,
    private readonly listener: Listener,
  ) {}

  async run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      const began = Date.now();
      const abort = new AbortController();
      this.#abort = abort;
      const result = await this.open(this.listener.last(), abort.signal);
      if (this.#stopped) return;
      let wait: number | null = null;
      if (result.ok) {
        this.listener.line(true);
        await this.#read(result.value, abort);
        if (this.#stopped) return;
        failures = Date.now() - began < SHORT_MS ? failures + 1 : 1;
        // One end is what proxies do now and then; the second in a row is trouble.
        if (failures > 1) this.listener.line(false);
      } else {
        if (!this.listener.refused(result.failure)) return;
        failures += 1;
        this.listener.line(false);
        if (result.failure.kind === "later") wait = result.failure.seconds * 1000;
      }
      await this.#pause.wait(wait ?? delay(failures));
    }
  }

  /** Try at once, if it is waiting. */
  hurry(): void {
    this.#pause.wake();
  }

  /** The network says that it is gone: what is open is not worth waiting for. */
  cut(): void {
    this.#abort?.abort();
  }

  stop(): void {
    this.#stopped = true;
    this.#abort?.abort();
    this.#pause.wake();
  }

  async #read(body: ReadableStream<Uint8Array>, abort: AbortController): Promise<void> {
    const parser = createParser({
      onEvent: ({ event, id, data }) => {
        if (this.#stopped) return;
        const at = id ? Number.parseInt(id, 10) : Number.NaN;
        this.listener.event(event ?? "message", Number.isNaN(at) ? null : at, readJson(data));
      },
    });
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      for (;;) {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(), SILENCE_MS);
        const { done, value } = await reader.read();
        if (done || this.#stopped) break;
        parser.feed(decoder.decode(value, { stream: true }));
      }
    } catch {
      // Cut; the next round goes on from there.
    } finally {
      clearTimeout(timer);
      reader.cancel().catch(() => undefined);
    }
  }
}
