import { html, nothing } from "lit";
import { AFTER_FOCUS_MS, Announcer } from "../announcer";
import type { Api } from "../api";
import { TitleMark } from "../attention";
import { shade } from "../color";
import type { Config } from "../config";
import { Conversation } from "../conversation";
import { duration } from "../dates";
import type { Over } from "../over";
import { nameOf, partner, PlaceNews } from "../person";
import { spoken } from "../plain";
import type { SpokenEntry } from "../protocol";
import { Store, tabStorage } from "../store";
import widgetStyles from "../styles/widget.css?inline";
import { t } from "../texts";
import { welcome } from "../welcome";
import { idleCard, overText } from "./cards";
import { chatIcon } from "./icons";
import "./panel";
import type { Panel } from "./panel";
import { define, Part, styled } from "./part";

const TICK_MS = 1000;
// A reply that comes at once needs no word about who writes it.
const TYPING_MS = 1500;
// A line that is back at once was never worth a word.
const DOWN_MS = 1500;
const LAST_CALL_SECONDS = 30;
const STILL_HERE_MS = 30_000;
const COVERING = "(max-width: 32em), (max-height: 30em)";

/** The whole widget: the launcher, the panel, and what is said to screen readers and in the page's title. */
export class Widget extends Part {
  static override styles = styled(widgetStyles);

  static override properties = {
    open: { state: true },
    version: { state: true },
    banner: { state: true },
    idleFailed: { state: true },
  };

  declare open: boolean;
  declare version: number;
  /** What is said about the line, empty while it holds. */
  declare banner: string;
  declare idleFailed: boolean;

  readonly #config: Config;
  readonly #store: Store;
  readonly #conversation: Conversation;
  readonly #announcer = new Announcer(() => this.find("#live"));
  readonly #title = new TitleMark();
  readonly #place = new PlaceNews((text) => this.#announce(text));
  #ticking: ReturnType<typeof setInterval> | undefined;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #downTimer: ReturnType<typeof setTimeout> | undefined;
  #warned: "no" | "first" | "last" = "no";
  #extendedAt = 0;
  #over: Over | null = null;
  #askedAbout = 0;

  constructor(config: Config, api: Api) {
    super();
    this.#config = config;
    this.#store = new Store(`vejviser.${config.municipality ?? ""}`, tabStorage());
    this.#conversation = new Conversation(api, this.#store, config.municipality, {
      changed: () => this.#changed(),
      heard: (entry) => this.#heard(entry),
    });
    this.open = this.#store.kept.open;
    this.version = 0;
    this.banner = "";
    this.idleFailed = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.lang = "da";
    this.#paint();
    addEventListener("online", this.#online);
    addEventListener("offline", this.#offline);
    addEventListener("pagehide", this.#pagehide);
    addEventListener("pageshow", this.#pageshow);
    document.addEventListener("visibilitychange", this.#visible);
    document.addEventListener("focusin", this.#focusElsewhere);
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    this.#conversation.resume();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("online", this.#online);
    removeEventListener("offline", this.#offline);
    removeEventListener("pagehide", this.#pagehide);
    removeEventListener("pageshow", this.#pageshow);
    document.removeEventListener("visibilitychange", this.#visible);
    document.removeEventListener("focusin", this.#focusElsewhere);
    clearInterval(this.#ticking);
    this.#conversation.pause();
    this.#title.show("");
    this.#place.stop();
  }

  override render() {
    return html`<section aria-label=${t("landmark")}>
      ${this.open ? this.#panel() : this.#launcher()}
      <div id="live" class="sr-only" role="log" aria-live="polite" aria-relevant="additions" aria-atomic="false"></div>
    </section>`;
  }

  #panel() {
    return html`<vejviser-panel
      .conversation=${this.#conversation}
      .service=${this.#config.service}
      .reference=${this.#store.kept.reference}
      .draft=${this.#store.kept.draft}
      .banner=${this.banner}
      .version=${this.version}
      .idleFailed=${this.idleFailed}
      .write=${this.#write}
      .alive=${this.#alive}
      .announce=${this.#announce}
      .close=${this.#close}
      .greet=${this.#greet}
      .goOn=${this.#goOn}
    ></vejviser-panel>`;
  }

  #launcher() {
    const { unread } = this.#conversation;
    const seconds = this.#conversation.closesIn();
    const over = this.#conversation.over !== null;
    return html`<div class="corner">
      ${seconds === null
        ? nothing
        : html`<div class="bubble">${idleCard(seconds, over, this.idleFailed, this.#goOn)}</div>`}
      <button type="button" class="primary launcher" aria-haspopup="dialog" aria-expanded="false" @click=${this.#opened}>
        ${chatIcon}<span>${t("launcher.open")}</span>
        ${unread
          ? html`<span class="badge" aria-hidden="true">${unread}</span
              ><span class="sr-only">${t("launcher.unread", { count: unread })}</span>`
          : nothing}
      </button>
    </div>`;
  }

  // The colour comes as a style sheet, not as a style attribute, which a strict policy forbids.
  #paint(): void {
    const { color } = this.#config;
    const root = this.renderRoot;
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`:host { --accent: ${color}; --accent-dark: ${shade(color)}; }`);
      if (root instanceof ShadowRoot) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    } catch {
      this.style.setProperty("--accent", color);
      this.style.setProperty("--accent-dark", shade(color));
    }
  }

  get #view(): Panel | null {
    return this.find<Panel>("vejviser-panel");
  }

  readonly #announce = (text: string): void => this.#announcer.say(text);

  readonly #write = (draft: string): void => {
    this.#store.keep({ draft, draftAt: Date.now() });
    this.#conversation.wrote(draft);
    if (draft) this.#alive();
    this.#changed();
  };

  // Who writes, in whatever field, is still there.
  readonly #alive = (): void => {
    if (this.#conversation.closesIn() === null || Date.now() - this.#extendedAt <= STILL_HERE_MS) return;
    this.#extendedAt = Date.now();
    void this.#extend();
  };

  readonly #opened = (): void => {
    this.#setOpen(true);
    const first = this.#conversation.shown.length === 0 && !this.#conversation.over && this.#conversation.barred === null;
    void this.updateComplete.then(() => this.#view?.focusFirst());
    if (first) this.#greet();
  };

  readonly #greet = (): void => {
    const text = [t("welcome.heading"), ...welcome(this.#config.service)].join("\n");
    setTimeout(() => this.#announce(text), AFTER_FOCUS_MS);
  };

  readonly #close = (): void => {
    this.#setOpen(false);
    void this.focusOn(".launcher");
  };

  #setOpen(open: boolean): void {
    this.open = open;
    this.#store.keep({ open });
    this.#changed();
  }

  readonly #goOn = (): void => {
    void this.#extend().then((done) => {
      this.idleFailed = !done;
      const extended = this.#conversation.over ? t("idle.shown_kept") : t("idle.extended");
      this.#announce(done ? extended : t("idle.failed"));
      // The button that was pressed is gone.
      if (done) void (this.open ? this.#view?.focusOnField() : this.focusOn(".launcher"));
    });
  };

  #extend(): Promise<boolean> {
    return this.#conversation.extend();
  }

  readonly #online = (): void => this.#conversation.hurry();
  readonly #offline = (): void => this.#conversation.offline();
  readonly #pagehide = (): void => this.#conversation.pause();

  readonly #pageshow = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    if (this.#store.changedElsewhere()) this.#conversation.reload();
    else this.#conversation.resume();
  };

  readonly #visible = (): void => {
    if (!document.hidden) this.#conversation.hurry();
    this.#changed();
  };

  // A panel that covers the screen must not hide what has the focus: who tabs on into the page gets to see it.
  readonly #focusElsewhere = (event: FocusEvent): void => {
    const outside = event.target instanceof Node && event.target !== this && event.target !== document.body;
    if (this.open && outside && matchMedia(COVERING).matches) this.#setOpen(false);
  };

  #changed(): void {
    this.version += 1;
    if (this.open && !document.hidden) this.#conversation.read();
    const unread = this.#conversation.unread;
    this.#title.show(unread ? t("title_mark", { count: unread }) : "");
    this.#sayTyping();
    this.#sayLine();
    if (this.#conversation.closesIn() === null) this.#warned = "no";
    this.#sayOver();
    if (this.open) this.#place.hear(this.#conversation.handover);
    this.#sayRating();
  }

  #sayOver(): void {
    const { over, readable } = this.#conversation;
    if (over && over !== this.#over) {
      if (!readable) this.#announcer.clear();
      this.#announce(overText(over));
    }
    this.#over = over;
  }

  #sayRating(): void {
    const { talk } = this.#conversation;
    if (!talk || talk.number === this.#askedAbout || !this.open) return;
    this.#askedAbout = talk.number;
    this.#announce(t("rating.announce", { name: nameOf(talk.name) }));
  }

  #heard(entry: SpokenEntry): void {
    this.#announce(this.open ? spoken(entry) : t("announce.unseen"));
  }

  #sayTyping(): void {
    if (!this.#conversation.typing) {
      clearTimeout(this.#typingTimer);
      this.#typingTimer = undefined;
    } else if (this.#typingTimer === undefined && this.open) {
      this.#typingTimer = setTimeout(() => this.#announce(t("typing", { sender: this.#writer() })), TYPING_MS);
    }
  }

  #writer(): string {
    return partner(this.#conversation.handover) || t("name");
  }

  #sayLine(): void {
    const { lineUp, busy } = this.#conversation;
    if (lineUp) {
      clearTimeout(this.#downTimer);
      this.#downTimer = undefined;
      const was = this.banner;
      this.banner = busy;
      if (busy && was !== busy) this.#announce(busy);
      else if (was === t("line.down")) this.#announce(t("line.up"));
    } else if (this.#downTimer === undefined) {
      this.#downTimer = setTimeout(() => {
        this.banner = t("line.down");
        this.#announce(this.banner);
      }, DOWN_MS);
    }
  }

  #tick(): void {
    this.#conversation.tick();
    const seconds = this.#conversation.closesIn();
    if (seconds === null) return;
    this.version += 1;
    if (this.#warned === "no") {
      this.#warned = "first";
      this.idleFailed = false;
      this.#warn(seconds);
    } else if (this.#warned === "first" && seconds === LAST_CALL_SECONDS) {
      this.#warned = "last";
      this.#warn(seconds);
    }
  }

  #warn(seconds: number): void {
    const time = duration(seconds);
    this.#announce(this.#conversation.over ? t("idle.shown_announce", { time }) : t("idle.announce", { time }));
  }
}

define("vejviser-chat", Widget);
