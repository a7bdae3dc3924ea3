import { html, nothing, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { AFTER_FOCUS_MS } from "../announcer";
import type { Conversation, Over } from "../conversation";
import { partner } from "../person";
import type { Button } from "../protocol";
import { save } from "../save";
import panelStyles from "../styles/panel.css?inline";
import { t } from "../texts";
import type { Shown } from "../timeline";
import { welcome } from "../welcome";
import "./callback";
import { type Asked, barredCard, idleCard, overCard, QUESTIONS, questionCard } from "./cards";
import "./composer";
import type { Composer } from "./composer";
import { header, menu } from "./header";
import { downIcon, lineIcon } from "./icons";
import "./message";
import type { MessageActions } from "./message";
import { define, Part, styled } from "./part";
import { personBar, queueCard } from "./queue";
import "./rating";
import "./receipt";

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
    alive: { attribute: false },
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
  /** Hears that somebody writes or chooses in a field. */
  declare alive: () => void;
  declare announce: (text: string) => void;
  declare close: () => void;
  /** Say what everybody is told before the first message. */
  declare greet: () => void;
  declare goOn: () => void;
  declare idleFailed: boolean;
  declare question: Asked | null;
  declare busy: string;
  declare failed: string;
  declare menu: boolean;
  /** Whether there is a new message that is out of sight. */
  declare below: boolean;

  #atEnd = true;
  #stuck = false;
  readonly #resized = new ResizeObserver(() => {
    if (this.#stuck && !this.#low()) this.#toNewest();
  });
  #observed: Element | null = null;
  #keys: string[] = [];
  #wasOver: Over | null = null;
  #hadFocus = false;
  #wasTalk = 0;
  /** What opened the form for a call-back, and how far the messages were scrolled then. */
  #opener: HTMLElement | null = null;
  #scrolledTo = 0;

  constructor() {
    super();
    this.question = null;
    this.busy = "";
    this.failed = "";
    this.menu = false;
    this.below = false;
  }

  readonly #actions: MessageActions = {
    press: (button) => this.#press(button),
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
    const { conversation } = this;
    const { handover } = conversation;
    const actions = { toggleMenu: () => void (this.menu = !this.menu), close: () => this.close() };
    return html`<div class="panel" role="dialog" aria-labelledby="title" @keydown=${this.#keydown}>
      <div class="top">${header(conversation, this.menu, actions)} ${this.menu ? this.#menu() : nothing}</div>
      ${handover.state === "person" && !conversation.over ? personBar(handover, () => this.#ask("person")) : nothing}
      ${this.#log()} ${conversation.callback.open ? this.#form() : this.below ? this.#below() : nothing}
      <div class="foot">${this.#foot()}</div>
    </div>`;
  }

  #menu() {
    return menu(this.conversation, {
      person: () => this.#askForPerson(),
      save: () => {
        this.#shutMenu();
        this.#save();
      },
      leave: () => this.#ask("leave"),
      erase: () => this.#ask("erase"),
    });
  }

  #log() {
    const { conversation } = this;
    if (!conversation.readable) return nothing;
    const { shown, talk, rating } = conversation;
    const own = shown.filter(({ entry, outgoing }) => outgoing || entry?.kind === "citizen").at(-1)?.key;
    return html`<div class="log" role="region" aria-label=${t("panel.log_label")} tabindex="0" ?hidden=${conversation.callback.open}>
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
            ${one.receipt
              ? html`<vejviser-receipt
                  .receipt=${one.receipt}
                  .words=${conversation.wordsOf(one.receipt.receipt)}
                  .announce=${this.announce}
                ></vejviser-receipt>`
              : html`<vejviser-message .shown=${one} .newest=${one.key === own} .actions=${this.#actions}></vejviser-message>`}
          </li>`,
        )}
      </ol>
      ${conversation.typing
        ? html`<p class="typing">
            <span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
            ${t("typing", { sender: partner(conversation.handover) || t("name") })}
          </p>`
        : nothing}
      ${talk || rating.thanked
        ? html`<vejviser-rating
            .rating=${rating}
            .talk=${talk}
            .version=${this.version}
            .alive=${this.alive}
            .settled=${(given: boolean) => void (given ? this.#focusOnThanks() : this.focusOnField())}
            .announce=${this.announce}
          ></vejviser-rating>`
        : nothing}
    </div>`;
  }

  #form() {
    return html`<div class="form">
      <vejviser-callback
        .callback=${this.conversation.callback}
        .version=${this.version}
        .send=${() => this.#askForCall()}
        .back=${() => this.#shutForm()}
        .alive=${this.alive}
        .announce=${this.announce}
      ></vejviser-callback>
    </div>`;
  }

  #below() {
    return html`<div class="below">
      <button type="button" class="plain" @click=${this.#goBelow}>${downIcon}${t("panel.new_below")}</button>
    </div>`;
  }

  #foot() {
    const { conversation, banner } = this;
    const { over, barred, callback, handover } = conversation;
    const seconds = conversation.closesIn();
    const idle = seconds === null ? nothing : idleCard(seconds, over !== null, this.idleFailed, () => this.goOn());
    if (over) {
      const remove = () => conversation.leave();
      return html`${idle} ${overCard(over, { again: () => this.#again(), save: () => this.#save(), remove })}`;
    }
    const line = banner ? html`<p class="banner">${lineIcon}<span>${banner}</span></p>` : nothing;
    const state = { busy: this.busy, failed: this.failed };
    if (this.question) {
      const question = QUESTIONS[this.question](partner(handover));
      return html`${line} ${questionCard(question, state, () => void this.#confirmed(), () => this.#cancelled())}`;
    }
    if (barred !== null) return barredCard(barred);
    if (callback.open) return html`${line}${idle}`;
    return html`${line} ${idle} ${handover.state === "waiting" ? queueCard(handover, state, () => void this.#release()) : nothing}
      <vejviser-composer
        .draft=${this.draft}
        .limit=${conversation.limit}
        .to=${partner(handover)}
        .send=${(text: string) => conversation.say(text)}
        .write=${this.write}
        .rest=${() => conversation.rested()}
        .announce=${this.announce}
      ></vejviser-composer>`;
  }

  /** Where the focus belongs when the panel opens: where one writes, but first where it says what this is. */
  async focusFirst(): Promise<void> {
    await this.updateComplete;
    if (this.conversation.over) return this.focusOn("#over-heading");
    if (this.conversation.callback.open) return this.#focusOnForm();
    const touch = matchMedia("(pointer: coarse)").matches;
    if (this.conversation.shown.length === 0 || touch || this.conversation.barred !== null) return this.focusOn("#title");
    return this.focusOnField();
  }

  async focusOnField(): Promise<void> {
    await this.#upToDate();
    const composer = this.find<Composer>("vejviser-composer");
    if (composer) return composer.focusOn("textarea");
    await this.focusOn(this.conversation.over ? "#over-heading" : "#title");
  }

  // The conversation may have changed just now, and what is to have the focus come with it.
  #upToDate(): Promise<boolean> {
    this.requestUpdate();
    return this.updateComplete;
  }

  /** Scroll to the newest message. */
  toEnd(): void {
    requestAnimationFrame(() => {
      const scroller = this.#scroller();
      if (scroller) scroller.scrollTop = this.#low() ? this.#endOfLog(scroller) : scroller.scrollHeight;
    });
  }

  protected override willUpdate(): void {
    // A question about a person is settled when that person has gone.
    if (this.question === "person" && this.conversation.handover.state !== "person") {
      this.question = null;
      this.busy = "";
    }
    if (!this.question && this.conversation.handover.state !== "waiting") this.failed = "";
    if (!this.hasUpdated) return;
    this.#atEnd = this.#isAtEnd();
    this.#hadFocus = this.shadowRoot?.activeElement != null;
  }

  protected override firstUpdated(): void {
    if (this.conversation.shown.length) this.#toNewest();
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
    const { over, readable, barred, talk } = this.conversation;
    this.#follow(readable ? this.conversation.shown : []);
    if (talk && talk.number !== this.#wasTalk && this.#atEnd) this.#reveal(this.#keys.length - 1);
    this.#wasTalk = talk?.number ?? 0;
    const lost = this.#hadFocus && this.shadowRoot?.activeElement == null;
    if (over && over !== this.#wasOver) {
      this.menu = false;
      this.question = null;
      this.failed = "";
      this.below = false;
      // What had the focus is gone; without it, it is enough to hear about it.
      if (readable ? lost : this.#hadFocus) void this.focusOn("#over-heading");
    } else if (barred !== null && changed.has("version") && lost) {
      void this.focusOn("#barred-heading");
    } else if (lost) {
      this.#rescue();
    }
    this.#wasOver = over;
  }

  // What had the focus may go because the other side has done something. What the citizen has done moves the focus by itself.
  #rescue(): void {
    setTimeout(() => {
      const elsewhere = document.activeElement !== null && document.activeElement !== document.body;
      if (this.isConnected && !elsewhere) void this.focusOnField();
    });
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
    const own = added.some(({ entry, outgoing, receipt }) => outgoing || receipt || entry?.kind === "citizen");
    if (first) this.#toNewest();
    else if (own) this.toEnd();
    else if (this.#atEnd) this.#reveal(keys.indexOf(added[0]?.key ?? ""));
    else this.below = true;
  }

  // What is asked about a talk stands below the message that ended it, and is read from its beginning.
  #toNewest(): void {
    if (this.conversation.talk) this.#reveal(this.conversation.shown.length - 1);
    else this.toEnd();
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
    else if (this.conversation.callback.open) this.#shutForm();
    else this.close();
  }

  #shutMenu(): void {
    this.menu = false;
    void this.focusOn("#menu-button");
  }

  #ask(what: Asked): void {
    this.menu = false;
    this.failed = "";
    this.question = what;
    void this.focusOn("#question-heading");
  }

  #cancelled(): void {
    const back = this.question === "person" ? "#end-person" : "#menu-button";
    this.question = null;
    this.failed = "";
    void this.focusOn(back);
  }

  async #confirmed(): Promise<void> {
    if (this.busy) return;
    if (this.question === "leave") return this.conversation.leave();
    if (this.question === "person") return this.#release();
    const erased = await this.#try(t("erase.working"), t("erase.failed"), () => this.conversation.erase(t("erase.nothing")));
    if (erased) this.question = null;
  }

  /** Leave the queue, or end the talk with the person. The service announces what follows. */
  async #release(): Promise<void> {
    if (this.busy) return;
    const talks = this.conversation.handover.state === "person";
    const working = talks ? t("end_person.working") : t("queue.leaving");
    const failed = talks ? t("end_person.failed") : t("queue.failed");
    if (await this.#try(working, failed, () => this.conversation.release())) this.question = null;
  }

  async #try(working: string, failed: string, act: () => Promise<boolean>): Promise<boolean> {
    this.busy = working;
    this.failed = "";
    this.announce(working);
    const done = await act();
    this.busy = "";
    if (!done) {
      this.failed = failed;
      this.announce(failed);
    }
    return done;
  }

  #askForPerson(): void {
    this.menu = false;
    if (this.conversation.callback.open) this.#shutForm();
    this.conversation.say(t("ask_person"));
    void this.focusOnField();
  }

  #press({ id, title, does }: Button): void {
    if (does !== "callback") return this.conversation.press(id, title);
    this.#opener = deepest(this.shadowRoot);
    this.#scrolledTo = this.#scroller()?.scrollTop ?? 0;
    this.below = false;
    this.conversation.callback.show(true);
    void this.#focusOnForm();
  }

  async #focusOnForm(): Promise<void> {
    await this.#upToDate();
    const form = this.find<Part>("vejviser-callback");
    const scroller = this.find(".panel");
    if (scroller) scroller.scrollTop = 0;
    await form?.focusOn("#heading");
  }

  async #focusOnThanks(): Promise<void> {
    await this.#upToDate();
    await this.find<Part>("vejviser-rating")?.focusOn("#thanks");
  }

  /** Back to the messages as they stood; what was written in the form stays. */
  #shutForm(): void {
    this.conversation.callback.show(false);
    void this.#upToDate().then(() => {
      const scroller = this.#scroller();
      if (scroller) scroller.scrollTop = this.#scrolledTo;
      if (this.#opener?.isConnected) this.#opener.focus();
      else void this.focusOnField();
      this.#opener = null;
    });
    const kept = this.conversation.callback.begun ? t("callback.kept") : "";
    setTimeout(() => this.announce(kept), AFTER_FOCUS_MS);
  }

  async #askForCall(): Promise<boolean> {
    const given = await this.conversation.askForCall();
    if (!given) return false;
    const { receipt, text } = given;
    const said = [text, t("callback.receipt", { receipt })].filter(Boolean).join("\n");
    setTimeout(() => this.announce(said), AFTER_FOCUS_MS);
    await this.#upToDate();
    const notes = this.renderRoot.querySelectorAll<Part>("vejviser-receipt");
    await notes[notes.length - 1]?.focusOn("#receipt");
    return true;
  }

  #again(): void {
    this.conversation.restart();
    void this.focusOnField();
    this.greet();
  }

  #save(): void {
    const { entries, receipts } = this.conversation;
    if (entries.length === 0) return this.announce(t("save.nothing"));
    save(entries, this.reference, receipts, this.renderRoot);
    this.announce(t("save.done"));
  }
}

/** What has the focus, in whatever shadow. */
function deepest(root: ShadowRoot | null): HTMLElement | null {
  const active = root?.activeElement;
  if (!(active instanceof HTMLElement)) return null;
  return (active.shadowRoot && deepest(active.shadowRoot)) || active;
}

define("vejviser-panel", Panel);
