import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { copy } from "../../copy";
import { deskStyled, sayOf, wrong } from "../../desk/elements/desk_part";
import { prose } from "../../desk/elements/text";
import { define } from "../../elements/part";
import finderStyles from "../../styles/lookup.css?inline";
import sheetStyles from "../../styles/lookup-sheet.css?inline";
import { answerAddress, compareAddress } from "../addresses";
import type { Sheet } from "../protocol";
import { t } from "../texts";
import "./citizen";
import type { Citizen } from "./citizen";
import { LookupPart } from "./lookup_part";
import { sheetView } from "./sheet";

const QUIET_MS = 700;
const MOST_CHARACTERS = 1000;
const PAGE_LEVEL = 2;
const BESIDE_LEVEL = 4;

/** What is done with an answer beside a conversation; `run` is null where it cannot be done now. */
export interface Use {
  label: string;
  run: ((sheet: Sheet) => void) | null;
}

/**
 * The search box and what it finds: by itself on a page, or beside a conversation.
 *
 * Events: `chosen` (a municipality), `kept` (an answer was gone to), `left` (Escape in the empty box).
 */
export class Finder extends LookupPart {
  static override styles = deskStyled(finderStyles + sheetStyles);

  static override properties = {
    ...LookupPart.properties,
    use: { attribute: false },
    problem: { state: true },
    done: { state: true },
  };

  /** Set beside a conversation, null on the page. */
  declare use: Use | null;
  /** What did not work. */
  declare problem: string;
  /** What did. */
  declare done: string;
  // Where there is little room, the answer goes before the choices; beside a conversation these are known already.
  readonly #roomy = matchMedia("(min-width: 40em)").matches;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #said: readonly Sheet[] | null = null;

  constructor() {
    super();
    this.use = null;
    this.problem = "";
    this.done = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    const { lookup } = this;
    return html`${this.#form()} ${this.#notes()} ${wrong(this.problem)}
      ${this.done ? html`<p class="done" id="done"><span aria-hidden="true">✓</span> ${this.done}</p>` : nothing}
      <div id="results" tabindex="-1">${lookup.sheets.length ? this.#found() : this.#nothing()}</div>`;
  }

  focusBox(): Promise<void> {
    return this.focusOn("#q");
  }

  /**
   * Go to the answer that the words lead to. The box is left at once, so that a key that follows is no letter in it; where
   * there is no answer, one comes back to it. Who has gone elsewhere meanwhile is not fetched back.
   */
  async keep(): Promise<void> {
    const { lookup } = this;
    const left = lookup.stale;
    if (left) this.find("#results")?.focus();
    while (!(await lookup.settled())) {
      if (!this.#waits) return;
      if (!lookup.lineUp) return this.focusBox();
    }
    if (left && !this.#waits) return;
    if (!lookup.sheet) return this.focusBox();
    this.dispatchEvent(new CustomEvent("kept"));
    await this.focusOn("#answer");
  }

  /** Copy the answer as text with its source. */
  async copyAnswer(): Promise<void> {
    const sheet = await this.#current();
    if (sheet) await this.#copied(sheet.text, t("lookup.answer.copied"));
  }

  async copyLink(): Promise<void> {
    const sheet = await this.#current();
    if (sheet) await this.#copied(location.origin + answerAddress(sheet, this.lookup.told), t("lookup.answer.link_copied"));
  }

  /** Go on to the comparison of the topic that is read; without one, to the form that asks for it. */
  async compare(): Promise<void> {
    const sheet = (await this.lookup.settled()) ? this.lookup.sheet : null;
    location.assign(compareAddress(sheet?.topic ?? null, this.lookup.told));
  }

  /** The next citizen. */
  async anew(): Promise<void> {
    this.find<Citizen>("vejviser-citizen")?.clear();
    this.lookup.anew();
    this.say(t("lookup.citizen.anew_done"));
    await this.focusBox();
  }

  /** Choose the municipality with a number; whether there is one. */
  chooseNumber(number: number): boolean {
    const one = this.lookup.catalogue?.municipalities[number - 1];
    if (one) this.#choose(one.slug);
    return one !== undefined;
  }

  protected override willUpdate(): void {
    super.willUpdate();
    this.#sayLater();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    // Who walks on the list keeps it in sight; who walks from the box reads the answer.
    if (this.#focused === "answers") this.find("[role=option][aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  /** Somebody has left the box for an answer that is not there yet, and has gone nowhere else. */
  get #waits(): boolean {
    return this.#focused === "results";
  }

  get #focused(): string {
    return (this.renderRoot as ShadowRoot).activeElement?.id ?? "";
  }

  #form(): TemplateResult {
    const { words, sheets, chosen } = this.lookup;
    const many = sheets.length > 0;
    return html`<form role="search" @submit=${(event: Event) => event.preventDefault()}>
      <label for="q">${t("lookup.search.label")}</label>
      <input
        id="q"
        role="combobox"
        autocomplete="off"
        enterkeyhint="search"
        maxlength=${MOST_CHARACTERS}
        aria-describedby="hint"
        aria-autocomplete="list"
        aria-expanded=${many ? "true" : "false"}
        aria-controls=${many ? "answers" : nothing}
        aria-activedescendant=${many ? optionId(chosen) : nothing}
        .value=${words}
        @input=${this.#typed}
        @keydown=${this.#keydown}
      />
      <p id="hint" class=${this.use ? "sr-only" : "quiet"}>${t("lookup.search.hint")}</p>
      ${this.use || !this.#roomy
        ? html`<details id="citizen"><summary>${this.#counting()}</summary><div class="folded">${this.#citizen()}</div></details>`
        : this.#citizen()}
    </form>`;
  }

  #citizen(): TemplateResult {
    return html`<vejviser-citizen
      .lookup=${this.lookup}
      .say=${this.say}
      @chosen=${(event: CustomEvent<string>) => this.#choose(event.detail)}
      @anew=${() => this.anew()}
    ></vejviser-citizen>`;
  }

  // What is folded has to be in sight all the same.
  #counting(): string {
    const { municipality, told } = this.lookup;
    const pension = told.pension && (told.pension === "yes" ? t("lookup.citizen.affirmed") : t("lookup.citizen.denied"));
    return [
      this.lookup.nameOf(municipality),
      told.age && `${t("lookup.citizen.age")}: ${told.age}`,
      pension && `${t("lookup.citizen.pension")}: ${pension}`,
    ]
      .filter(Boolean)
      .join(", ");
  }

  // What has to be known before an answer is read.
  #notes(): TemplateResult {
    const { found, lineUp, stale, catalogue, failure } = this.lookup;
    const name = this.lookup.nameOf(found?.municipality ?? this.lookup.municipality);
    const missing = found?.notCovered ?? [];
    return html`<div class="notes">
      ${lineUp ? nothing : html`<p class="down" id="line" role="alert">${t("lookup.line.down")} ${stale && this.lookup.sheet ? t("lookup.line.before") : nothing}</p>`}
      ${found?.danger
        ? html`<div class="danger" id="danger" role="alert"><strong>${t("lookup.danger")}</strong>${prose(found.danger)}</div>`
        : nothing}
      ${missing.length
        ? html`<p class="warning" id="not-covered">${t("lookup.search.not_covered", { count: missing.length, names: listed(missing), municipality: name })}</p>`
        : nothing}
      ${found?.named ? html`<p class="notice" id="named">${t("lookup.search.named", { municipality: name })}</p>` : nothing}
      ${found?.circumstances.length ? html`<p class="notice" id="counted">${this.#counted(found.circumstances)}</p>` : nothing}
      ${catalogue && !catalogue.understands ? html`<p class="quiet" id="letters">${t("lookup.search.letters")}</p>` : nothing}
      ${failure ? wrong(sayOf(failure), "missing") : nothing}
    </div>`;
  }

  #counted(circumstances: readonly { name: string; value: string }[]): string {
    return t("lookup.search.counted", { circumstances: circumstances.map(({ name, value }) => `${name}: ${value}`).join(", ") });
  }

  #found(): TemplateResult {
    const { sheet, sheets, chosen } = this.lookup;
    const more = sheets.length > 1;
    return html`<div class=${["found", more ? "several" : "one", this.use ? "beside" : "wide"].join(" ")} aria-busy=${this.lookup.stale ? "true" : "false"}>
      <div class="read" @keydown=${this.#readKeydown}>
        ${more ? html`<p class="place" id="place">${t("lookup.search.place", { number: chosen + 1, count: sheets.length })}</p>` : nothing}
        ${sheet ? sheetView(sheet, this.use ? BESIDE_LEVEL : PAGE_LEVEL, this.#actions(sheet)) : nothing}
      </div>
      <ul class="answers" id="answers" role="listbox" tabindex="0" aria-label=${t("lookup.search.answers")}
        aria-activedescendant=${optionId(chosen)} @keydown=${this.#listKeydown}>
        ${sheets.map(
          (one, index) => html`<li
            id=${optionId(index)}
            role="option"
            aria-selected=${index === chosen ? "true" : "false"}
            @mousedown=${(event: Event) => event.preventDefault()}
            @click=${() => this.#pick(index)}
          >
            <strong>${one.answer.title}</strong> <span class="start">${one.answer.short}</span>
          </li>`,
        )}
      </ul>
    </div>`;
  }

  #actions(sheet: Sheet): TemplateResult {
    const { use } = this;
    return html`<div class="row actions" role="group" aria-label=${t("lookup.answer.actions")}>
      ${use?.run ? html`<button type="button" class="primary" id="use" @click=${() => this.#used()}>${use.label}</button>` : nothing}
      <button type="button" class=${use?.run ? "" : "primary"} id="copy" @click=${() => this.copyAnswer()}>${t("lookup.answer.copy")}</button>
      ${use
        ? nothing
        : html`<button type="button" id="copy-link" @click=${() => this.copyLink()}>${t("lookup.answer.link")}</button>
            <a class="button" id="compare" href=${compareAddress(sheet.topic, this.lookup.told)}>${t("lookup.answer.compare")}</a>
            <button type="button" id="print" @click=${() => print()}>${t("lookup.answer.print")}</button>`}
      <button type="button" id="topics" @click=${this.#toTopics}>${t("lookup.topics.back")}</button>
    </div>`;
  }

  #nothing(): TemplateResult | typeof nothing {
    const { asks, stale, words, failure, catalogue, municipality } = this.lookup;
    if (!catalogue || (asks && stale)) return nothing;
    return html`<section class="topics" aria-labelledby="topics-heading">
      ${asks && !failure ? html`<p id="none">${t("lookup.search.none", { words: words.trim() })}</p>` : nothing}
      <h2 id="topics-heading" tabindex="-1" aria-level=${this.use ? BESIDE_LEVEL : PAGE_LEVEL}>
        ${t("lookup.topics.heading", { municipality: this.lookup.nameOf(municipality) })}
      </h2>
      <ul @keydown=${this.#topicsKeydown}>
        ${catalogue.topics.map(
          ({ topic, label }) => html`<li>
            <a href=${answerAddress({ municipality, topic }, this.lookup.set)} @click=${(event: MouseEvent) => this.#openTopic(event, topic)}>${label}</a>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  #choose(slug: string): void {
    this.#quiet();
    this.lookup.choose(slug);
    this.dispatchEvent(new CustomEvent("chosen", { detail: slug }));
  }

  #quiet(): void {
    this.problem = "";
    this.done = "";
  }

  #typed(event: InputEvent): void {
    this.#quiet();
    this.lookup.type((event.target as HTMLInputElement).value);
  }

  readonly #keydown = (event: KeyboardEvent): void => {
    // 229: some browsers end a composition before they tell of the key that ended it.
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
    if (event.altKey) {
      if (digit && this.chooseNumber(Number(digit))) event.preventDefault();
      return;
    }
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        if (this.lookup.sheets.length) this.lookup.step(event.key === "ArrowDown" ? 1 : -1);
        else if (event.key === "ArrowDown") this.find(".topics a")?.focus();
        return;
      case "Enter":
        event.preventDefault();
        return void this.keep();
      case "Escape":
        event.preventDefault();
        event.stopPropagation();
        if (this.lookup.words) this.lookup.empty();
        else this.#leave();
    }
  };

  #leave(): void {
    const going = this.dispatchEvent(new CustomEvent("left", { cancelable: true }));
    if (going) void this.focusOn(this.lookup.sheet ? "#answer" : "#topics-heading");
  }

  // The list leads itself too, for who comes to it with Tab.
  readonly #listKeydown = (event: KeyboardEvent): void => {
    if (this.#stepped(event)) return;
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") void this.keep();
    else void this.focusBox();
  };

  // On the heading alone: elsewhere the arrows scroll.
  readonly #readKeydown = (event: KeyboardEvent): void => {
    if ((event.target as Element).id !== "answer" || !this.#stepped(event)) return;
    const { sheet } = this.lookup;
    if (sheet) this.say(`${sheet.answer.title}. ${sheet.answer.short}`);
  };

  #stepped(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.altKey || event.metaKey || this.lookup.sheets.length < 2) return false;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return false;
    event.preventDefault();
    this.lookup.step(event.key === "ArrowDown" ? 1 : -1);
    return true;
  }

  readonly #topicsKeydown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const links = [...this.renderRoot.querySelectorAll<HTMLElement>(".topics a")];
    const next = links.indexOf(event.target as HTMLElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (next < 0) void this.focusBox();
    else links[next]?.focus();
  };

  #pick(index: number): void {
    this.lookup.read(index);
    void this.keep();
  }

  #openTopic(event: MouseEvent, topic: string): void {
    // Who wants a new tab gets one.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.lookup.open(this.lookup.municipality, topic);
    void this.keep();
  }

  readonly #toTopics = (): void => {
    this.lookup.empty();
    void this.focusBox();
  };

  async #used(): Promise<void> {
    const sheet = await this.#current();
    if (sheet) this.use?.run?.(sheet);
  }

  /** The answer that belongs to what is asked now, or a word that there is none. */
  async #current(): Promise<Sheet | null> {
    this.#quiet();
    const settled = await this.lookup.settled();
    const sheet = settled ? this.lookup.sheet : null;
    if (!sheet) this.problem = t("lookup.answer.nothing");
    return sheet;
  }

  async #copied(text: string, told: string): Promise<void> {
    if (!(await copy(text, this.renderRoot))) return void (this.problem = t("lookup.answer.not_copied"));
    this.done = told;
    this.say(told);
  }

  // Said when the fingers rest, not at every letter.
  #sayLater(): void {
    const { lookup } = this;
    if (lookup.stale || lookup.sheets === this.#said) return;
    this.#said = lookup.sheets;
    clearTimeout(this.#timer);
    if (lookup.asks && !lookup.failure) this.#timer = setTimeout(() => this.say(this.#result()), QUIET_MS);
  }

  #result(): string {
    const { sheets, sheet, words, asks } = this.lookup;
    if (!asks) return "";
    if (!sheet) return t("lookup.search.none", { words: words.trim() });
    const count = t("lookup.search.found", { count: sheets.length, municipality: sheet.name });
    return `${count} ${sheet.answer.title}. ${sheet.answer.short}`;
  }
}

function optionId(index: number): string {
  return `answer-${index}`;
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat("da", { type: "conjunction" }).format(names);
}

define("vejviser-finder", Finder);
