// Sends what is in the outbox, oldest first and one at a time, until it is empty.

import type { Failure, Result } from "./api";
import { delay, Pause } from "./backoff";
import type { Outbox, Outgoing } from "./outbox";

export interface Post {
  /** Sends one message, and begins the conversation if need be. */
  send(item: Outgoing): Promise<Result<string>>;
  /** The line is there again, or is gone. */
  line(up: boolean): void;
  /** Too often: what the service says about it, empty once it is over. */
  busy(text: string): void;
  /** The conversation is over, or not to be had. */
  ended(failure: Failure): void;
}

export class Delivery {
  #running = false;
  #asked = false;
  #stopped = false;
  readonly #pause = new Pause();

  constructor(
    private readonly outbox: Outbox,
    private readonly post: Post,
  ) {}

  /** Send what there is to send, now. */
  async kick(): Promise<void> {
    this.#pause.wake();
    this.#asked = true;
    if (this.#running) return;
    this.#running = true;
    try {
      // Something may be said just when the last round has found nothing more.
      while (this.#asked) {
        this.#asked = false;
        await this.#run();
      }
    } finally {
      this.#running = false;
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#pause.wake();
  }

  // What wakes the line must not make it ask too early.
  async #until(moment: number): Promise<void> {
    for (let left = moment - Date.now(); left > 0 && !this.#stopped; left = moment - Date.now()) await this.#pause.wait(left);
  }

  async #run(): Promise<void> {
    let failures = 0;
    for (let item = this.outbox.next(); item && !this.#stopped; item = this.outbox.next()) {
      this.outbox.mark(item.id, "sending");
      const result = await this.post.send(item);
      if (this.#stopped) return;
      if (result.ok) {
        failures = 0;
        this.post.line(true);
        this.post.busy("");
        this.outbox.mark(item.id, "sent", { text: result.value });
        continue;
      }
      const { failure } = result;
      switch (failure.kind) {
        case "refused":
          failures = 0;
          this.post.line(true);
          this.outbox.mark(item.id, "refused", { reason: failure.text });
          break;
        case "over":
        case "barred":
          this.outbox.mark(item.id, "waiting");
          this.post.ended(failure);
          return;
        case "later":
          this.post.line(true);
          this.outbox.mark(item.id, "waiting");
          this.post.busy(failure.text);
          await this.#until(Date.now() + failure.seconds * 1000);
          break;
        case "down":
          failures += 1;
          this.outbox.mark(item.id, "waiting");
          this.post.line(false);
          await this.#pause.wait(delay(failures));
      }
    }
  }
}
