// Tells the citizen that somebody writes: not at every key, and no longer once the fingers rest.

const AGAIN_MS = 4000;
const REST_MS = 6000;

export class Typing {
  #reference = "";
  #saidAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (reference: string, typing: boolean) => void) {}

  /** Something was written, or taken away again. */
  wrote(reference: string, text: string): void {
    if (reference !== this.#reference) this.rest();
    if (!text.trim()) return this.rest();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.rest(), REST_MS);
    if (this.#reference && Date.now() - this.#saidAt < AGAIN_MS) return;
    this.#reference = reference;
    this.#saidAt = Date.now();
    this.tell(reference, true);
  }

  /** It is sent, or given up. What is sent says by itself that the writing has ended. */
  rest(sent = false): void {
    clearTimeout(this.#timer);
    if (this.#reference && !sent) this.tell(this.#reference, false);
    this.#reference = "";
  }
}
