// How far the messages of the panel are scrolled: new ones come into sight, unless somebody reads further up.

import type { Conversation } from "../conversation";
import type { Shown } from "../timeline";
import type { Part } from "./part";

const NEAR_END_PX = 80;

export class Scrolling {
  #atEnd = true;
  #stuck = false;
  readonly #resized = new ResizeObserver(() => {
    if (this.#stuck && !this.#low()) this.#toNewest();
  });
  #observed: Element | null = null;
  #keys: string[] = [];
  #wasTalk = 0;

  /** `below` hears whether there is a new message that is out of sight. */
  constructor(
    private readonly panel: Part & { conversation: Conversation },
    private readonly below: (there: boolean) => void,
  ) {}

  /** The panel is there for the first time. */
  begin(): void {
    if (this.panel.conversation.shown.length) this.#toNewest();
    this.panel.shadowRoot?.addEventListener("scroll", () => this.#scrolled(), { capture: true, passive: true });
  }

  /** The panel is about to change. */
  note(): void {
    this.#atEnd = this.#isAtEnd();
  }

  /** The panel has changed. */
  follow(): void {
    this.#watch();
    const { readable, shown, talk } = this.panel.conversation;
    this.#follow(readable ? shown : []);
    if (talk && talk.number !== this.#wasTalk && this.#atEnd) this.#reveal(this.#keys.length - 1);
    this.#wasTalk = talk?.number ?? 0;
  }

  /** Scroll to the newest message. */
  toEnd(): void {
    requestAnimationFrame(() => {
      const scroller = this.#scroller();
      if (scroller) scroller.scrollTop = this.#low() ? this.#endOfLog(scroller) : scroller.scrollHeight;
    });
  }

  /** How far the messages are scrolled, in pixels. */
  get position(): number {
    return this.#scroller()?.scrollTop ?? 0;
  }

  set position(top: number) {
    const scroller = this.#scroller();
    if (scroller) scroller.scrollTop = top;
  }

  // Where a warning or a growing field takes room from the messages, the newest stays in sight.
  #watch(): void {
    const log = this.panel.find(".log");
    if (log === this.#observed) return;
    this.#resized.disconnect();
    this.#observed = log;
    this.#stuck = this.panel.conversation.shown.length > 0;
    if (log) this.#resized.observe(log);
  }

  // New messages come into sight where the reader is at the end already; who reads further up is only told.
  #follow(shown: readonly Shown[]): void {
    const keys = shown.map(({ key }) => key);
    const before = new Set(this.#keys);
    const first = this.#keys.length === 0;
    this.#keys = keys;
    const added = shown.filter(({ key }) => !before.has(key));
    if (!added.length) {
      if (this.#atEnd && !this.#low() && (this.panel.conversation.typing || shown.at(-1)?.outgoing)) this.toEnd();
      return;
    }
    const own = added.some(({ entry, outgoing, receipt }) => outgoing || receipt || entry?.kind === "citizen");
    if (first) this.#toNewest();
    else if (own) this.toEnd();
    else if (this.#atEnd) this.#reveal(keys.indexOf(added[0]?.key ?? ""));
    else this.below(true);
  }

  // What is asked about a talk stands below the message that ended it, and is read from its beginning.
  #toNewest(): void {
    const { talk, shown } = this.panel.conversation;
    if (talk) this.#reveal(shown.length - 1);
    else this.toEnd();
  }

  // The beginning of a new message matters more than its end.
  #reveal(index: number): void {
    requestAnimationFrame(() => {
      const scroller = this.#scroller();
      const item = this.panel.renderRoot.querySelectorAll<HTMLElement>(".log > ol > li")[index];
      if (!scroller || !item) return;
      const top = item.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
      const head = this.#low() ? (this.panel.find(".top")?.offsetHeight ?? 0) : 0;
      const end = this.#low() ? this.#endOfLog(scroller) : scroller.scrollHeight - scroller.clientHeight;
      scroller.scrollTop = Math.min(top - head - 8, end);
    });
  }

  #scrolled(): void {
    this.#stuck = this.#isAtEnd();
    if (this.#stuck) this.below(false);
  }

  #isAtEnd(): boolean {
    const scroller = this.#scroller();
    if (!scroller) return true;
    if (this.#low()) return scroller.scrollTop >= this.#endOfLog(scroller) - NEAR_END_PX;
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  }

  // Where everything scrolls as one page, the end of what was said is above the field.
  #endOfLog(scroller: HTMLElement): number {
    const foot = this.panel.find(".foot");
    if (!foot) return scroller.scrollHeight;
    const end = foot.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    return Math.max(0, end - scroller.clientHeight);
  }

  #low(): boolean {
    return this.#scroller()?.classList.contains("panel") ?? false;
  }

  #scroller(): HTMLElement | null {
    const log = this.panel.find(".log");
    if (!log) return this.panel.find(".panel");
    return getComputedStyle(log).overflowY === "visible" ? this.panel.find(".panel") : log;
  }
}
