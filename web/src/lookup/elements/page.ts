import { html, nothing, type TemplateResult } from "lit";
import { AFTER_FOCUS_MS, Announcer } from "../../announcer";
import { deskStyled, sayOf, wrong } from "../../desk/elements/desk_part";
import "../../desk/elements/help";
import type { Help, KeyRow } from "../../desk/elements/help";
import "../../desk/elements/login";
import { browserStorage, Preferences } from "../../desk/preferences";
import { t as desk } from "../../desk/texts";
import { define, Part } from "../../elements/part";
import { Shortcuts } from "../../keys";
import appStyles from "../../styles/desk-app.css?inline";
import pageStyles from "../../styles/lookup-page.css?inline";
import { browseAddress, compareAddress, COVERAGE, placeOf, SEARCH } from "../addresses";
import { Trail } from "../history";
import { KEYS, type Command } from "../keys";
import { t } from "../texts";
import { Visit } from "../visit";
import "./finder";
import type { Finder } from "./finder";

// Marks an entry of the history that was loaded again because somebody is logged in after all.
const RELOADED = "reloaded";

/** The look-up page: who is logged in, the search, and the keys. */
export class LookupPage extends Part {
  static override styles = deskStyled(appStyles + pageStyles);

  static override properties = { problem: { state: true } };

  declare problem: string;
  readonly #announcer = new Announcer(() => this.find("#live"));
  readonly #preferences = new Preferences(browserStorage());
  readonly #shortcuts = new Shortcuts<Command>(KEYS);
  readonly #trail = new Trail(history, location);
  readonly #visit: Visit;
  #where = "";
  /** Whether what the address names has been opened. */
  #opened = false;

  constructor(origin: string) {
    super();
    this.problem = "";
    this.#visit = new Visit(origin, () => this.#changed(), () => this.#preferences.municipality);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("popstate", this.#popstate);
    addEventListener("online", this.#online);
    document.addEventListener("keydown", this.#keydown);
    void this.#visit.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.#popstate);
    removeEventListener("online", this.#online);
    document.removeEventListener("keydown", this.#keydown);
  }

  override render() {
    const { where, lineUp } = this.#visit;
    return html`${where === "in" ? this.#header() : nothing}
      ${where !== "starting" && !lineUp ? html`<p class="banner" id="line">${t("lookup.line.down")}</p>` : nothing}
      <main id="main" tabindex="-1">${this.#main()}</main>
      <div id="live" class="sr-only" role="log" aria-live="polite" aria-relevant="additions" aria-atomic="false"></div>
      ${where === "in"
        ? html`<vejviser-help .single=${singleKeys()} .always=${fieldKeys()} .preferences=${this.#preferences}></vejviser-help>`
        : nothing}`;
  }

  protected override updated(): void {
    const { where } = this.#visit;
    this.#title();
    if (where !== "starting") document.getElementById("shell")?.remove();
    if (where === "in" && this.#where !== "in") void this.find<Finder>("vejviser-finder")?.focusBox();
    // Nobody after this one hears what was looked up.
    if (where === "out" && this.#where === "in") this.#announcer.clear();
    this.#where = where;
  }

  #main(): TemplateResult | typeof nothing {
    const { where, ended, lookup } = this.#visit;
    if (where === "starting") return nothing;
    if (where === "out") {
      const notice = ended ? t("lookup.login.ended") : "";
      return html`<vejviser-login .heading=${t("lookup.login.heading")} .notice=${notice} .attempt=${this.#attempt}></vejviser-login>`;
    }
    if (placeOf(location).name === "written") return html`<p class="pad">${this.problem} <a href=${SEARCH}>${t("lookup.to_search")}</a></p>`;
    return html`${wrong(this.problem)}
      <vejviser-finder .lookup=${lookup} .say=${this.#say} @chosen=${this.#chosen} @kept=${() => this.#trail.keep()}></vejviser-finder>`;
  }

  #header(): TemplateResult {
    const { reads, sheet, told } = this.#visit.lookup;
    return html`<header>
      <a class="skip" href="#main" @click=${this.#skip}>${desk("skip")}</a>
      <h1><span class="product">${desk("product")}</span> ${t("lookup.page")}</h1>
      <nav aria-label=${t("lookup.nav.label")}>
        <ul>
          <li><a href=${browseAddress(reads, told)}>${t("lookup.nav.browse")}</a></li>
          <li><a href=${compareAddress(sheet?.topic ?? null, told)}>${t("lookup.nav.compare")}</a></li>
          <li><a href=${COVERAGE}>${t("lookup.nav.coverage")}</a></li>
          <li><a href="/desk">${t("lookup.nav.desk")}</a></li>
        </ul>
      </nav>
      <div class="tools" role="group" aria-label=${desk("header.tools")}>
        <button type="button" class="plain" id="shortcuts" aria-haspopup="dialog" @click=${() => this.#help?.show()}>
          ${desk("header.shortcuts")}
        </button>
        <button type="button" class="plain" id="logout" @click=${this.#logout}>${desk("header.logout")}</button>
      </div>
    </header>`;
  }

  get #help(): Help | null {
    return this.find<Help>("vejviser-help");
  }

  get #finder(): Finder | null {
    return this.find<Finder>("vejviser-finder");
  }

  readonly #say = (text: string): void => void setTimeout(() => this.#announcer.say(text), AFTER_FOCUS_MS);

  #changed(): void {
    if (this.#visit.where === "in") this.#arrive();
    this.requestUpdate();
  }

  // Where one was going before one had to log in.
  #arrive(): void {
    const { lookup } = this.#visit;
    if (this.#opened) return this.#trail.follow(lookup);
    this.#opened = true;
    const place = placeOf(location);
    if (place.name === "written") return this.#loadAgain();
    if (place.name === "answer") lookup.open(place.municipality, place.topic, place.told);
    else lookup.tell(place.told);
  }

  // The service writes this page itself, for who is logged in.
  #loadAgain(): void {
    if (history.state === RELOADED) return void (this.problem = t("lookup.missing"));
    history.replaceState(RELOADED, "");
    location.reload();
  }

  #title(): void {
    const { where, lookup } = this.#visit;
    if (where === "starting") return;
    const page = where === "out" ? desk("login.page") : (lookup.sheet?.answer.title ?? t("lookup.page"));
    const title = page === t("lookup.page") ? t("lookup.shell.title") : t("lookup.title", { page });
    if (title !== document.title) document.title = title;
  }

  readonly #attempt = async (name: string, password: string) => {
    // Somebody has logged in: however often it was loaded before, it may be there now.
    if (history.state === RELOADED) history.replaceState(null, "");
    return this.#visit.login(name, password);
  };

  readonly #logout = async (): Promise<void> => {
    const failure = await this.#visit.logout();
    this.problem = failure ? sayOf(failure) : "";
    if (failure) return;
    // The next one begins at the beginning.
    history.replaceState(null, "", SEARCH);
  };

  readonly #chosen = (event: CustomEvent<string>): void => {
    this.#preferences.municipality = event.detail;
  };

  readonly #skip = (event: Event): void => {
    event.preventDefault();
    this.find("#main")?.focus();
  };

  readonly #popstate = (): void => {
    const place = this.#trail.went();
    if (this.#visit.where !== "in") return void (this.#opened = false);
    const { lookup } = this.#visit;
    if (place.name === "answer") lookup.open(place.municipality, place.topic, place.told);
    else lookup.empty();
  };

  readonly #online = (): void => this.#visit.hurry();

  readonly #keydown = (event: KeyboardEvent): void => {
    if (this.#visit.where !== "in" || !this.#preferences.shortcuts) return;
    const command = this.#shortcuts.take(event, Date.now());
    if (command) this.#do(command);
  };

  #do(command: Command): void {
    const { reads, told } = this.#visit.lookup;
    switch (command) {
      case "help":
        return this.#help?.show();
      case "search":
        return void this.#finder?.focusBox();
      case "copy":
        return void this.#finder?.copyAnswer();
      case "anew":
        return void this.#finder?.anew();
      case "compare":
        return void this.#finder?.compare();
      case "browse":
        return location.assign(browseAddress(reads, told));
      case "coverage":
        return location.assign(COVERAGE);
      default:
        this.#finder?.chooseNumber(Number(command));
    }
  }
}

function singleKeys(): KeyRow[] {
  return [
    [KEYS.search, t("lookup.keys.search")],
    [t("lookup.keys.digits"), t("lookup.keys.choose")],
    [KEYS.copy, t("lookup.keys.copy")],
    [KEYS.compare, t("lookup.keys.compare")],
    [KEYS.browse, t("lookup.keys.browse")],
    [KEYS.coverage, t("lookup.keys.coverage")],
    [KEYS.anew, t("lookup.keys.anew")],
    [KEYS.help, t("lookup.keys.help")],
  ];
}

function fieldKeys(): KeyRow[] {
  return [
    [t("lookup.keys.arrows"), t("lookup.keys.arrows_do")],
    [desk("shortcuts.enter"), t("lookup.keys.enter_does")],
    [desk("shortcuts.escape"), t("lookup.keys.escape_does")],
    [t("lookup.keys.alt_digits"), t("lookup.keys.choose")],
  ];
}

define("vejviser-lookup", LookupPage);
