// Tells the other side that one writes: seldom enough not to be a burden, and that it has ended.

const AGAIN_MS = 3000;
const SILENCE_MS = 6000;

export class Typist {
  #toldAt: number | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;

  /** Tells it again while one goes on, after so many milliseconds. */
  constructor(
    private readonly tell: (typing: boolean) => void,
    private readonly againMs = AGAIN_MS,
  ) {}

  /** A letter was written. */
  wrote(now = Date.now()): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.rested(), SILENCE_MS);
    if (this.#toldAt !== null && now - this.#toldAt < this.againMs) return;
    this.#toldAt = now;
    this.tell(true);
  }

  /** Sent, left or fallen silent. */
  rested(): void {
    const told = this.#toldAt !== null;
    this.forget();
    if (told) this.tell(false);
  }

  /** There is nobody to tell any more. */
  forget(): void {
    clearTimeout(this.#silence);
    this.#toldAt = null;
  }
}
