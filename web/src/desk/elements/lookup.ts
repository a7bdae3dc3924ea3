import { html, nothing, type PropertyValues } from "lit";
import { define } from "../../elements/part";
import { LookupApi } from "../../lookup/api";
import "../../lookup/elements/finder";
import type { Finder, Use } from "../../lookup/elements/finder";
import { Lookup } from "../../lookup/lookup";
import { SEARCH } from "../../lookup/addresses";
import type { Sheet } from "../../lookup/protocol";
import { useTexts } from "../../lookup/texts";
import besideStyles from "../../styles/desk-lookup.css?inline";
import type { About } from "../protocol/conversation";
import { t } from "../texts";
import { deskStyled, DeskPart, sayOf, wrong } from "./desk_part";

/** Looking up beside a conversation. What it needs is fetched when it is opened, and no sooner. */
export class Beside extends DeskPart {
  static override styles = deskStyled(besideStyles);

  static override properties = {
    ...DeskPart.properties,
    reference: { attribute: false },
    about: { attribute: false },
    insert: { attribute: false },
    ready: { state: true },
    problem: { state: true },
  };

  declare reference: string;
  declare about: About;
  /** Puts a text into the reply; null where one may not reply. */
  declare insert: ((text: string) => void) | null;
  declare ready: boolean;
  declare problem: string;
  #api: LookupApi | null = null;
  #lookup: Lookup | null = null;
  #wanted = false;

  constructor() {
    super();
    this.ready = false;
    this.problem = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lookup?.stop();
  }

  override render() {
    return html`<section aria-labelledby="heading" @keydown=${this.#keydown}>
      <div class="head">
        <h3 id="heading" tabindex="-1">${t("lookup.heading")}</h3>
        <button type="button" id="close-lookup" @click=${this.#close}>${t("lookup.close")}</button>
      </div>
      ${wrong(this.problem)}
      ${this.ready
        ? html`<vejviser-finder .lookup=${this.#lookup} .say=${this.say} .use=${this.#use} @left=${this.#left}></vejviser-finder>`
        : this.problem
          ? nothing
          : html`<p class="quiet">${t("loading")}</p>`}
      <p><a href=${SEARCH} target="_blank" rel="noopener">${t("lookup.whole")} ${t("entry.new_tab")}</a></p>
    </section>`;
  }

  /** Where one writes, as soon as it is there. */
  async focusBox(): Promise<void> {
    this.#wanted = true;
    await this.updateComplete;
    await this.#focusWanted();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Another citizen: nothing of what was looked up for the one before is left.
    if (changed.has("reference")) void this.#begin();
  }

  protected override updated(): void {
    void this.#focusWanted();
  }

  async #begin(): Promise<void> {
    const { reference } = this;
    this.#api ??= new LookupApi(this.desk.api);
    this.#lookup?.stop();
    const lookup = (this.#lookup = new Lookup(this.#api));
    this.ready = false;
    this.problem = "";
    const texts = await this.#api.texts();
    const catalogue = texts.ok ? await this.#api.catalogue() : texts;
    if (reference !== this.reference || !this.isConnected) return;
    if (!texts.ok || !catalogue.ok) {
      this.problem = catalogue.ok ? "" : sayOf(catalogue.failure);
      return;
    }
    useTexts(texts.value);
    lookup.begin(catalogue.value, this.about.municipality?.slug ?? "");
    lookup.tell(this.about.told);
    this.ready = true;
  }

  async #focusWanted(): Promise<void> {
    if (!this.#wanted || !(this.ready || this.problem)) return;
    this.#wanted = false;
    if (this.ready) await this.find<Finder>("vejviser-finder")?.focusBox();
    else await this.focusOn("#heading");
  }

  get #use(): Use | null {
    const { insert } = this;
    return { label: t("lookup.insert"), run: insert && ((sheet: Sheet) => insert(sheet.text)) };
  }

  readonly #left = (event: Event): void => {
    event.preventDefault();
    this.#close();
  };

  readonly #keydown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    event.stopPropagation();
    this.#close();
  };

  readonly #close = (): void => {
    this.dispatchEvent(new CustomEvent("closed"));
  };
}

define("vejviser-beside", Beside);
