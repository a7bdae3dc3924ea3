// Says things to screen readers. The list of messages itself is not live: it is filled anew on a reload, its messages change
// their state, and an answer has folded parts, buttons and tools that nobody wants to hear at once. So each message is put,
// once, as a line of its own into a region that is there from the start and that nobody sees.

const CLEAR_MS = 20_000;
/** A screen reader drops what is said while the focus moves; so much later it does not. */
export const AFTER_FOCUS_MS = 400;

export class Announcer {
  #waiting: string[] = [];

  constructor(private readonly region: () => HTMLElement | null) {
    // A page in the background is not read out.
    document.addEventListener("visibilitychange", () => this.#flush());
  }

  say(text: string): void {
    if (!text) return;
    this.#waiting.push(text);
    this.#flush();
  }

  /** Take back what was said: after an end nothing of a conversation stays on the page. */
  clear(): void {
    this.#waiting = [];
    this.region()?.replaceChildren();
  }

  #flush(): void {
    const region = this.region();
    if (document.hidden || !region) return;
    for (const text of this.#waiting.splice(0)) {
      const line = document.createElement("p");
      line.textContent = text;
      region.append(line);
      // Later, so that a reader who walks through the page does not meet everything twice.
      setTimeout(() => line.remove(), CLEAR_MS);
    }
  }
}
