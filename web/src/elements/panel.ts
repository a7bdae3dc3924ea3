import { html, nothing, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Conversation } from "../conversation";
import { save } from "../save";
import panelStyles from "../styles/panel.css?inline";
import { t } from "../texts";
import type { Shown } from "../timeline";
import { welcome } from "../welcome";
import { barredCard, idleCard, overCard, QUESTIONS, questionCard } from "./cards";
import "./composer";
import type { Composer } from "./composer";
import { closeIcon, downIcon, eraseIcon, leaveIcon, lineIcon, menuIcon, saveIcon } from "./icons";
import "./message";
import type { MessageActions } from "./message";
import { define, Part, styled } from "./part";

const NEAR_END_PX = 80;

/** The open chat: a dialog beside the page, which stays usable. */
export class Panel extends Part {
  static override styles = styled(panelStyles);

  static override properties = {
    conversation: { attribute: false },
    service: { attribute: false },
    reference: { attribute: false },
    draft: { attribute: false },
    banner: { attribute: false },
    /** Changes whenever the conversation does. */
    version: { attribute: false },
    write: { attribute: false },
    announce: { attribute: false },
    close: { attribute: false },
    greet: { attribute: false },
    goOn: { attribute: false },
    idleFailed: { attribute: false },
    question: { state: true },
    busy: { state: true },
    failed: { state: true },
    menu: { state: true },
    below: { state: true },
  };

  declare conversation: Conversation;
  declare service: string;
  declare reference: string;
  declare draft: string;
  declare banner: string;
  declare version: number;
  declare write: (text: string) => void;
  declare announce: (text: string) => void;
  declare close: () => void;
  /** Say what everybody is told before the first message. */
  declare greet: () => void;
  declare goOn: () => void;
  declare idleFailed: boolean;
  declare question: "erase" | "leave" | null;
  declare busy: string;
  declare failed: string;
  declare menu: boolean;
  /** Whether there is a new message that is out of sight. */
  declare below: boolean;

  #atEnd = true;
  #stuck = false;
  readonly #resized = new ResizeObserver(() => {
    if (this.#stuck && !this.#low()) this.toEnd();
  });
  #observed: Element | null = null;
  #keys: string[] = [];
  #wasOver = false;
  #hadFocus = false;

  constructor() {
    super();
    this.question = null;
    this.busy = "";
    this.failed = "";
    this.menu = false;
    this.below = false;
  }

  readonly #actions: MessageActions = {
    press: ({ id, title }) => this.conversation.press(id, title),
    amend: (id) => {
      const text = this.conversation.takeBack(id);
      this.write([text, this.draft].filter(Boolean).join("\n"));
      void this.focusOnField();
    },
    drop: (id) => {
      this.conversation.takeBack(id);
      void this.focusOnField();
    },
    judge: async (about, useful, comment) => (await this.conversation.judge(about, useful, comment)).ok,
    announce: (text) => this.announce(text),
  };

  override render() {
    return html`<div class="panel" role="dialog" aria-labelledby="title" @keydown=${this.#keydown}>
      <div class="top">${this.#header()} ${this.menu ? this.#menu() : nothing}</div>
      ${this.#log()} ${this.below ? this.#below() : nothing}
      <div class="foot">${this.#foot()}</div>
    </div>`;
  }

  #header() {
    const menu = html`<button
      type="button"
      class="plain"
      id="menu-button"
      aria-expanded=${this.menu ? "true" : "false"}
      @click=${() => (this.menu = !this.menu)}
    >
      ${menuIcon}${t("panel.menu")}
    </button>`;
    return html`<header>
      <h2 id="title" tabindex="-1">${t("panel.title")} <span>${t("panel.subtitle")}</span></h2>
      ${this.conversation.over ? nothing : menu}
      <button type="button" class="plain" id="close" aria-label=${t("panel.close_label")} @click=${() => this.close()}>
        ${closeIcon}<span aria-hidden="true">${t("panel.close")}</span>
      </button>
    </header>`;
  }

  #menu() {
    return html`<div class="menu" role="group" aria-label=${t("menu.label")}>
      <button type="button" class="plain" id="save" @click=${this.#save}>${saveIcon}${t("menu.save")}</button>
      <button type="button" class="plain" id="leave" @click=${() => this.#ask("leave")}>${leaveIcon}${t("menu.leave")}</button>
      <button type="button" class="plain" id="erase" @click=${() => this.#ask("erase")}>${eraseIcon}${t("menu.erase")}</button>
    </div>`;
  }

  #log() {
    const { conversation } = this;
    if (conversation.over) return nothing;
    const shown = conversation.shown;
    const own = shown.filter(({ entry, outgoing }) => outgoing || entry?.kind === "citizen").at(-1)?.key;
    return html`<div class="log" role="region" aria-label=${t("panel.log_label")} tabindex="0">
      <section class="welcome" aria-labelledby="welcome">
        <h3 id="welcome">${t("welcome.heading")}</h3>
        <ul>
          ${welcome(this.service).map((line) => html`<li>${line}</li>`)}
        </ul>
      </section>
      <ol>
        ${repeat(
          shown,
          ({ key }) => key,
          (one) => html`<li>
            <vejviser-message .shown=${one} .newest=${one.key === own} .actions=${this.#actions}></vejviser-message>
          </li>`,
        )}
      </ol>
      ${conversation.typing
        ? html`<p class="typing">
            <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
            ${t("typing", { sender: t("name") })}
          </p>`
        : nothing}
    </div>`;
  }

  #below() {
    return html`<div class="below">
      <button type="button" class="plain" @click=${this.#goBelow}>${downIcon}${t("panel.new_below")}</button>
    </div>`;
  }

  #foot() {
    const { conversation, banner } = this;
    if (conversation.over) return overCard(conversation.over, () => this.#again());
    const line = banner ? html`<p class="banner">${lineIcon}<span>${banner}</span></p>` : nothing;
    if (this.question) {
      const state = { busy: this.busy, failed: this.failed };
      return html`${line}
      ${questionCard(QUESTIONS[this.question](), state, () => void this.#confirmed(), () => this.#cancelled())}`;
    }
    if (conversation.barred !== null) return barredCard(conversation.barred);
    const seconds = conversation.closesIn();
    return html`${line}
      ${seconds === null ? nothing : idleCard(seconds, this.idleFailed, () => this.goOn())}
      <vejviser-composer
        .draft=${this.draft}
        .limit=${conversation.limit}
        .send=${(text: string) => conversation.say(text)}
        .write=${this.write}
        .announce=${this.announce}
      ></vejviser-composer>`;
  }

  /** Where the focus belongs when the panel opens: where one writes, but first where it says what this is. */
  async focusFirst(): Promise<void> {
    await this.updateComplete;
    if (this.conversation.over) return this.focusOn("#over-heading");
    const touch = matchMedia("(pointer: coarse)").matches;
    if (this.conversation.shown.length === 0 || touch || this.conversation.barred !== null) return this.focusOn("#title");
    return this.focusOnField();
  }

  async focusOnField(): Promise<void> {
    // The conversation may have changed just now, and the field come with it.
    this.requestUpdate();
    await this.updateComplete;
    const composer = this.find<Composer>("vejviser-composer");
    await (composer ? composer.focusOn("textarea") : this.focusOn("#title"));
  }

  /** Scroll to the newest message. */
  toEnd(): void {
    requestAnimationFrame(() => {
      const scroller = this.#scroller();
      if (scroller) scroller.scrollTop = this.#low() ? this.#endOfLog(scroller) : scroller.scrollHeight;
    });
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) return;
    this.#atEnd = this.#isAtEnd();
    this.#hadFocus = this.shadowRoot?.activeElement != null;
  }

  protected override firstUpdated(): void {
    if (this.conversation.shown.length) this.toEnd();
    this.shadowRoot?.addEventListener("scroll", () => this.#scrolled(), { capture: true, passive: true });
  }

  // Where a warning or a growing field takes room from the messages, the newest stays in sight.
  #watch(): void {
    const log = this.find(".log");
    if (log === this.#observed) return;
    this.#resized.disconnect();
    this.#observed = log;
    this.#stuck = this.conversation.shown.length > 0;
    if (log) this.#resized.observe(log);
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#watch();
    this.#follow(this.conversation.over ? [] : this.conversation.shown);
    const over = this.conversation.over;
    if (over && !this.#wasOver) {
      this.menu = false;
      this.question = null;
      this.below = false;
      // What had the focus is gone; without it, it is enough to hear about it.
      if (this.#hadFocus) void this.focusOn("#over-heading");
    }
    this.#wasOver = over !== null;
    if (changed.has("version") && this.conversation.barred !== null && this.#hadFocus && !this.shadowRoot?.activeElement) {
      void this.focusOn("#barred-heading");
    }
  }

  // New messages come into sight where the reader is at the end already; who reads further up is only told.
  #follow(shown: readonly Shown[]): void {
    const keys = shown.map(({ key }) => key);
    const before = new Set(this.#keys);
    const first = this.#keys.length === 0;
    this.#keys = keys;
    const added = shown.filter(({ key }) => !before.has(key));
    if (!added.length) {
      if (this.#atEnd && !this.#low() && (this.conversation.typing || shown.at(-1)?.outgoing)) this.toEnd();
      return;
    }
    const own = added.some(({ entry, outgoing }) => outgoing || entry?.kind === "citizen");
    if (first || own) this.toEnd();
    else if (this.#atEnd) this.#reveal(keys.indexOf(added[0]?.key ?? ""));
    else this.below = true;
  }

  // The beginning of a new message matters more than its end.
  #reveal(index: number): void {
    requestAnimationFrame(() => {
      const scroller = this.#scroller();
      const item = this.renderRoot.querySelectorAll<HTMLElement>(".log > ol > li")[index];
      if (!scroller || !item) return;
      const top = item.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
      const head = this.#low() ? (this.find(".top")?.offsetHeight ?? 0) : 0;
      const end = this.#low() ? this.#endOfLog(scroller) : scroller.scrollHeight - scroller.clientHeight;
      scroller.scrollTop = Math.min(top - head - 8, end);
    });
  }

  #goBelow(): void {
    this.below = false;
    this.toEnd();
    this.find(".log")?.focus();
  }

  #scrolled(): void {
    this.#stuck = this.#isAtEnd();
    if (this.#stuck) this.below = false;
  }

  #isAtEnd(): boolean {
    const scroller = this.#scroller();
    if (!scroller) return true;
    if (this.#low()) return scroller.scrollTop >= this.#endOfLog(scroller) - NEAR_END_PX;
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
  }

  // Where everything scrolls as one page, the end of what was said is above the field.
  #endOfLog(scroller: HTMLElement): number {
    const foot = this.find(".foot");
    if (!foot) return scroller.scrollHeight;
    const end = foot.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
    return Math.max(0, end - scroller.clientHeight);
  }

  #low(): boolean {
    return this.#scroller()?.classList.contains("panel") ?? false;
  }

  #scroller(): HTMLElement | null {
    const log = this.find(".log");
    if (!log) return this.find(".panel");
    return getComputedStyle(log).overflowY === "visible" ? this.find(".panel") : log;
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (this.question) this.#cancelled();
    else if (this.menu) this.#shutMenu();
    else this.close();
  }

  #shutMenu(): void {
    this.menu = false;
    void this.focusOn("#menu-button");
  }

  #ask(what: "erase" | "leave"): void {
    this.menu = false;
    this.failed = "";
    this.question = what;
    void this.focusOn("#question-heading");
  }

  #cancelled(): void {
    this.question = null;
    void this.focusOn("#menu-button");
  }

  async #confirmed(): Promise<void> {
    if (this.busy) return;
    if (this.question === "leave") return this.conversation.leave();
    this.busy = t("erase.working");
    this.failed = "";
    this.announce(this.busy);
    const done = await this.conversation.erase(t("erase.nothing"));
    this.busy = "";
    if (done) return;
    this.failed = t("erase.failed");
    this.announce(this.failed);
  }

  #again(): void {
    this.conversation.restart();
    void this.focusOnField();
    this.greet();
  }

  #save(): void {
    this.#shutMenu();
    if (this.conversation.entries.length === 0) return this.announce(t("save.nothing"));
    save(this.conversation.entries, this.reference, this.renderRoot);
    this.announce(t("save.done"));
  }
}

define("vejviser-panel", Panel);
