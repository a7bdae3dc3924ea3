import { html, nothing, type TemplateResult } from "lit";
import { AFTER_FOCUS_MS, Announcer } from "../../announcer";
import { define } from "../../elements/part";
import { Shortcuts } from "../../keys";
import appStyles from "../../styles/desk-app.css?inline";
import { asking } from "../board";
import { Desk, type News } from "../desk";
import { browserStorage, Preferences } from "../preferences";
import { hashOf, QUEUE, routeOf, type Route } from "../routes";
import { KEYS, type Command } from "../shortcuts";
import { Sound } from "../sound";
import { t, word } from "../texts";
import "./audit";
import "./board";
import type { BoardView } from "./board";
import "./callbacks";
import "./conversation";
import type { ConversationView } from "./conversation";
import { deskStyled, DeskPart } from "./desk_part";
import { spoken } from "./entries";
import "./help";
import type { Help } from "./help";
import { fieldKeys, singleKeys } from "./help_rows";
import "./login";
import "./search";
import "./status";
import type { Status } from "./status";

const TICK_MS = 1000;

interface Headed extends HTMLElement {
  focusOn(selector: string): Promise<void>;
}

/** The whole page: who is logged in, where one is, and what is said, rung and shown in the title. */
export class DeskApp extends DeskPart {
  static override styles = deskStyled(appStyles);

  readonly #announcer = new Announcer(() => this.find("#live"));
  readonly #sound = new Sound();
  readonly #shortcuts = new Shortcuts<Command>(KEYS);
  readonly #preferences = new Preferences(browserStorage());
  #ticking: ReturnType<typeof setInterval> | undefined;
  #back: Route = QUEUE;
  #where = "";

  constructor(origin: string) {
    super();
    this.desk = new Desk(origin, { news: (news) => this.#news(news), went: (route, replaced) => this.#went(route, replaced) });
    this.say = (text) => void setTimeout(() => this.#announcer.say(text), AFTER_FOCUS_MS);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.#hashchange);
    addEventListener("online", this.#online);
    addEventListener("offline", this.#offline);
    addEventListener("beforeunload", this.#beforeunload);
    document.addEventListener("visibilitychange", this.#online);
    document.addEventListener("keydown", this.#keydown);
    document.addEventListener("pointerdown", this.#unlock);
    this.#ticking = setInterval(() => this.desk.tick(Date.now()), TICK_MS);
    void this.desk.start(routeOf(location.hash));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#hashchange);
    removeEventListener("online", this.#online);
    removeEventListener("offline", this.#offline);
    removeEventListener("beforeunload", this.#beforeunload);
    document.removeEventListener("visibilitychange", this.#online);
    document.removeEventListener("keydown", this.#keydown);
    document.removeEventListener("pointerdown", this.#unlock);
    clearInterval(this.#ticking);
  }

  override render() {
    const { where, lineUp } = this.desk;
    return html`${where === "in" ? this.#header() : nothing}
      ${where !== "starting" && !lineUp ? html`<p class="banner" id="line">${t("line.down")}</p>` : nothing}
      <main id="main" tabindex="-1" class=${this.#layout()}>${this.#main()}</main>
      <div id="live" class="sr-only" role="log" aria-live="polite" aria-relevant="additions" aria-atomic="false"></div>
      ${where === "in"
        ? html`<vejviser-help
              .single=${singleKeys(this.desk.supervises)}
              .always=${fieldKeys()}
              .preferences=${this.#preferences}
            ></vejviser-help>
            <vejviser-status .desk=${this.desk} .say=${this.say}></vejviser-status>`
        : nothing}`;
  }

  protected override updated(): void {
    const { where, route } = this.desk;
    this.#title();
    if (where !== "starting") document.getElementById("shell")?.remove();
    // Nobody after this one hears what citizens have written.
    if (where === "out" && this.#where === "in") this.#announcer.clear();
    if (this.#where === "out" && where === "in") void this.#focusOnPlace(route);
    this.#where = where;
  }

  #layout(): string {
    const { where, route } = this.desk;
    if (where !== "in") return "alone";
    return route.name === "queue" ? "both" : route.name === "conversation" ? "both reading" : "alone";
  }

  #main(): TemplateResult | typeof nothing {
    const { desk, say } = this;
    if (desk.where === "out") {
      return html`<vejviser-login .heading=${t("login.heading")} .notice=${this.#ended()} .attempt=${this.#attempt}></vejviser-login>`;
    }
    if (desk.where === "starting") return nothing;
    const { route } = desk;
    switch (route.name) {
      case "queue":
      case "conversation":
        return html`<vejviser-board .desk=${desk} .say=${say} @claimed=${this.#claimed}></vejviser-board>
          ${route.name === "conversation"
            ? html`<vejviser-conversation
                .desk=${desk}
                .say=${say}
                .reference=${route.reference}
                .back=${this.#back}
              ></vejviser-conversation>`
            : html`<p class="choose">${t("board.choose")}</p>`}`;
      case "callbacks":
        return html`<vejviser-callbacks .desk=${desk} .say=${say} .state=${route.state}></vejviser-callbacks>`;
      case "search":
        return html`<vejviser-search .desk=${desk} .say=${say} .asked=${route}></vejviser-search>`;
      case "audit":
        return html`<vejviser-audit .desk=${desk} .say=${say} .page=${route.page}></vejviser-audit>`;
    }
  }

  #ended(): string {
    const { ended, holdsWords } = this.desk;
    return ended ? [t("login.ended"), holdsWords ? t("login.kept") : ""].filter(Boolean).join(" ") : "";
  }

  readonly #attempt = (name: string, password: string) => this.desk.login(name, password);

  #header(): TemplateResult {
    const { board, me, alerts, supervises } = this.desk;
    const { sound } = this.#preferences;
    const unseen = alerts.unseen.length;
    return html`<header>
      <a class="skip" href="#main" @click=${this.#skip}>${t("skip")}</a>
      <h1><span class="product">${t("product")}</span> ${t("name")}</h1>
      <nav aria-label=${t("header.nav")}>
        <ul>
          ${this.#link(QUEUE, t("header.queue"), board.waiting.length, t("header.waiting", { count: board.waiting.length }))}
          ${this.#link(
            { name: "callbacks", state: "open" },
            t("header.callbacks"),
            board.openCallbacks,
            t("header.open_callbacks", { count: board.openCallbacks }),
          )}
          ${this.#link({ name: "search", q: "", municipality: "", page: 1 }, t("header.search"))}
          ${supervises ? this.#link({ name: "audit", page: 1 }, t("header.audit")) : nothing}
        </ul>
      </nav>
      <div class="tools" role="group" aria-label=${t("header.tools")}>
        <p class="sr-only">${t("header.who", { name: me?.shownName ?? "" })}</p>
        <button type="button" class=${me?.away == null ? "plain" : "plain away"} id="status" @click=${() => this.#status?.show("away")}>
          ${me?.away == null ? t("header.there") : t("header.is_away", { reason: me.away })}
        </button>
        <button type="button" class="plain" id="sound" @click=${() => this.#toggleSound()}>
          ${sound ? t("header.sound_on") : t("header.sound_off")}
        </button>
        <button type="button" class="plain" id="shortcuts" aria-haspopup="dialog" @click=${() => this.#help?.show()}>
          ${t("header.shortcuts")}
        </button>
        <button type="button" class="plain" id="logout" @click=${() => this.#logout()}>${t("header.logout")}</button>
      </div>
      ${unseen
        ? html`<div class="alarm">
            <p><strong>${t("alarm.unseen", { count: unseen })}</strong> ${sound && !this.#sound.ready ? t("alarm.silent") : nothing}</p>
            <button type="button" id="seen" @click=${() => this.#seen()}>${t("alarm.seen")}</button>
          </div>`
        : nothing}
    </header>`;
  }

  #link(route: Route, text: string, count = 0, counted = ""): TemplateResult {
    const here = this.desk.route.name === "conversation" ? this.#back.name : this.desk.route.name;
    return html`<li>
      <a href=${hashOf(route)} aria-current=${here === route.name ? "page" : nothing}
        >${text}${count
          ? html` <span class="count" aria-hidden="true">${count}</span><span class="sr-only">, ${counted}</span>`
          : nothing}</a
      >
    </li>`;
  }

  get #board(): BoardView | null {
    return this.find<BoardView>("vejviser-board");
  }

  get #conversation(): ConversationView | null {
    return this.find<ConversationView>("vejviser-conversation");
  }

  get #help(): Help | null {
    return this.find<Help>("vejviser-help");
  }

  get #status(): Status | null {
    return this.find<Status>("vejviser-status");
  }

  #title(): void {
    const { where, route, board } = this.desk;
    if (where === "starting") return;
    const page = where === "out" ? t("login.page") : pageName(route);
    const count = where === "in" ? asking(board) : 0;
    const title = `${count ? `(${count}) ` : ""}${t("title", { page })}`;
    if (title !== document.title) document.title = title;
  }

  #news(news: News): void {
    switch (news.kind) {
      case "waiting": {
        const said = { municipality: this.desk.municipality(news.card.municipality), why: word("why", news.card.why) };
        return this.#announcer.say(news.card.urgent ? t("announce.urgent", said) : t("announce.waiting", said));
      }
      case "queue":
        return this.#announcer.say(t("alarm.unseen", { count: news.count }));
      case "wrote":
        this.#announcer.say(t("announce.wrote", { reference: news.card.reference }));
        return this.#ring();
      case "happened":
        if (news.happened.kind === "note" && news.happened.note.by === this.desk.me?.shownName) return;
        return this.#announcer.say(spoken(news.happened));
      case "ring":
        return this.#ring();
      case "line":
        if (this.desk.where !== "starting") this.#announcer.say(news.up ? t("line.up") : t("line.down"));
        return;
    }
  }

  #ring(): void {
    if (this.#preferences.sound && this.desk.me?.away == null) this.#sound.ring();
  }

  #went(route: Route, replaced: boolean): void {
    const address = hashOf(route);
    if (address !== location.hash) {
      if (replaced) history.replaceState(null, "", address);
      else history.pushState(null, "", address);
    }
    if (route.name !== "conversation") this.#back = route;
    void this.#focusOnPlace(route);
  }

  async #focusOnPlace(route: Route): Promise<void> {
    await this.updateComplete;
    if (this.desk.where !== "in") return;
    const place = { queue: "board", conversation: "conversation", callbacks: "callbacks", search: "search", audit: "audit" }[route.name];
    await this.find<Headed>(`vejviser-${place}`)?.focusOn("#heading");
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.find("#main")?.focus();
  }

  #seen(): void {
    this.desk.seen();
    this.say(t("announce.seen"));
    void this.#board?.focusOn("#heading");
  }

  #toggleSound(): void {
    this.#preferences.sound = !this.#preferences.sound;
    this.say(this.#preferences.sound ? t("announce.sound_on") : t("announce.sound_off"));
    this.requestUpdate();
  }

  #logout(): void {
    if (this.desk.holdsWords) void this.#status?.show("logout");
    else void this.desk.logout();
  }

  readonly #claimed = (): void => {
    this.say(t("announce.claimed"));
    void this.updateComplete.then(() => this.#conversation?.focusReply());
  };

  readonly #hashchange = (): void => {
    const route = routeOf(location.hash);
    if (this.desk.where === "in") this.desk.go(route);
    else this.desk.route = route;
  };

  readonly #online = (): void => {
    if (!document.hidden) this.desk.hurry();
  };

  readonly #offline = (): void => this.desk.cut();

  readonly #unlock = (): void => {
    if (!this.#sound.ready) void this.#sound.unlock().then(() => this.requestUpdate());
  };

  readonly #beforeunload = (event: BeforeUnloadEvent): void => {
    if (this.desk.holdsWords) event.preventDefault();
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    this.#unlock();
    if (this.desk.where !== "in" || !this.#preferences.shortcuts) return;
    const command = this.#shortcuts.take(event, Date.now());
    if (command) this.#do(command);
  };

  #do(command: Command): void {
    switch (command) {
      case "help":
        return this.#help?.show();
      case "next":
        return this.#board?.step(1);
      case "previous":
        return this.#board?.step(-1);
      case "claim":
        return this.#claimNext();
      case "reply":
        return void this.#conversation?.focusReply();
      case "note":
      case "forward":
      case "return":
      case "close":
        return this.#conversation?.ask(command);
      case "seen":
        return this.#seen();
      case "sound":
        return this.#toggleSound();
      case "lookup":
        return void this.#conversation?.lookUp();
      case "queue":
        return this.desk.go(QUEUE);
      case "callbacks":
        return this.desk.go({ name: "callbacks", state: "open" });
      case "search":
        return this.desk.go({ name: "search", q: "", municipality: "", page: 1 });
      case "audit":
        if (this.desk.supervises) this.desk.go({ name: "audit", page: 1 });
    }
  }

  // The one that has the focus, the one that is open, or the one that has waited longest.
  #claimNext(): void {
    const { waiting } = this.desk.board;
    const focused = this.#board?.focused ?? "";
    const chosen = waiting.find(({ reference }) => reference === focused);
    if (chosen) return void this.#board?.claim(chosen.reference);
    if (this.#conversation?.may("claim")) return void this.#conversation.claim();
    const first = this.desk.route.name === "queue" ? waiting[0] : undefined;
    if (first) void this.#board?.claim(first.reference);
  }
}

function pageName(route: Route): string {
  switch (route.name) {
    case "queue":
      return t("header.queue");
    case "conversation":
      return t("conversation.heading", { reference: route.reference });
    case "callbacks":
      return t("header.callbacks");
    case "search":
      return t("header.search");
    case "audit":
      return t("header.audit");
  }
}

define("vejviser-desk", DeskApp);
