// Tells the citizen of a conversation that somebody writes to them.

import { Typist } from "../typist";

const AGAIN_MS = 4000;

export class Typing {
  #reference = "";
  readonly #typist = new Typist((typing) => this.tell(this.#reference, typing), AGAIN_MS);

  constructor(private readonly tell: (reference: string, typing: boolean) => void) {}

  /** Something was written, or taken away again. */
  wrote(reference: string, text: string): void {
    if (reference !== this.#reference) this.rest();
    if (!text.trim()) return this.rest();
    this.#reference = reference;
    this.#typist.wrote();
  }

  /** It is sent, or given up. What is sent says by itself that the writing has ended. */
  rest(sent = false): void {
    if (sent) this.#typist.forget();
    else this.#typist.rested();
  }
}
