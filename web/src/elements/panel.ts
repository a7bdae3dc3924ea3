import { html, nothing, type PropertyValues } from "lit";
import { AFTER_FOCUS_MS } from "../announcer";
import type { Conversation } from "../conversation";
import type { Over } from "../over";
import { partner } from "../person";
import type { Button } from "../protocol";
import { save } from "../save";
import panelStyles from "../styles/panel.css?inline";
import { t } from "../texts";
import { Asking } from "./asking";
import "./callback";
import { type Asked, barredCard, idleCard, overCard, QUESTIONS, questionCard } from "./cards";
import "./composer";
import type { Composer } from "./composer";
import { header, menu } from "./header";
import { downIcon, lineIcon } from "./icons";
import { log, type LogActions } from "./log";
import { define, Part, styled } from "./part";
import { personBar, queueCard } from "./queue";
import { Scrolling } from "./scrolling";

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
  declare menu: boolean;
  /** Whether there is a new message that is out of sight. */
  declare below: boolean;

  readonly #asking = new Asking(this);
  readonly #scrolling = new Scrolling(this, (there) => void (this.below = there));
  #wasOver: Over | null = null;
  #hadFocus = false;
  /** What opened the form for a call-back, and how far the messages were scrolled then. */
  #opener: HTMLElement | null = null;
  #scrolledTo = 0;

  constructor() {
    super();
    this.menu = false;
    this.below = false;
  }

  readonly #actions: LogActions = {
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
    alive: () => this.alive(),
    settled: (given) => void (given ? this.#focusOnThanks() : this.focusOnField()),
  };

  override render() {
    const { conversation } = this;
    const { handover } = conversation;
    const actions = { toggleMenu: () => void (this.menu = !this.menu), close: () => this.close() };
    return html`<div class="panel" role="dialog" aria-labelledby="title" @keydown=${this.#keydown}>
      <div class="top">${header(conversation, this.menu, actions)} ${this.menu ? this.#menu() : nothing}</div>
      ${handover.state === "person" && !conversation.over ? personBar(handover, () => this.#ask("person")) : nothing}
      ${conversation.readable ? log(conversation, this.service, this.version, this.#actions) : nothing}
      ${conversation.callback.open ? this.#form() : this.below ? this.#below() : nothing}
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
    const asking = this.#asking;
    if (asking.question) {
      const question = QUESTIONS[asking.question](partner(handover));
      return html`${line} ${questionCard(question, asking, () => void asking.confirm(), () => this.#cancelled())}`;
    }
    if (barred !== null) return barredCard(barred);
    if (callback.open) return html`${line}${idle}`;
    return html`${line} ${idle} ${handover.state === "waiting" ? queueCard(handover, asking, () => void asking.release()) : nothing}
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
    this.#scrolling.toEnd();
  }

  protected override willUpdate(): void {
    this.#asking.settle();
    if (!this.hasUpdated) return;
    this.#scrolling.note();
    this.#hadFocus = this.shadowRoot?.activeElement != null;
  }

  protected override firstUpdated(): void {
    this.#scrolling.begin();
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#scrolling.follow();
    const { over, readable, barred } = this.conversation;
    const lost = this.#hadFocus && this.shadowRoot?.activeElement == null;
    if (over && over !== this.#wasOver) {
      this.menu = false;
      this.#asking.ask(null);
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

  #goBelow(): void {
    this.below = false;
    this.toEnd();
    this.find(".log")?.focus();
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (this.#asking.question) this.#cancelled();
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
    this.#asking.ask(what);
    void this.focusOn("#question-heading");
  }

  #cancelled(): void {
    const back = this.#asking.question === "person" ? "#end-person" : "#menu-button";
    this.#asking.ask(null);
    void this.focusOn(back);
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
    this.#scrolledTo = this.#scrolling.position;
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
      this.#scrolling.position = this.#scrolledTo;
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
