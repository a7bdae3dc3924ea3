import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { define } from "../../elements/part";
import listStyles from "../../styles/desk-lists.css?inline";
import type { Found, Page } from "../protocol/lists";
import { hashOf, type Route } from "../routes";
import { t } from "../texts";
import { deskStyled, DeskPart, sayOf, wrong } from "./desk_part";
import { paging } from "./paging";
import { reasonText } from "./panels";
import { moment } from "./text";

type Asked = Extract<Route, { name: "search" }>;

/** What was found, and what for. */
interface Answer {
  asked: Asked;
  page: Page<Found>;
}

/** Conversations that have ended. */
export class Search extends DeskPart {
  static override styles = deskStyled(listStyles);

  static override properties = {
    ...DeskPart.properties,
    asked: { attribute: false },
    found: { state: true },
    problem: { state: true },
  };

  declare asked: Asked;
  declare found: Answer | null;
  declare problem: string;
  #times = 0;
  #shown = "";

  constructor() {
    super();
    this.found = null;
    this.problem = "";
  }

  override render() {
    const municipalities = this.desk.me?.municipalities ?? [];
    return html`<section class="page" aria-labelledby="heading">
      <h2 id="heading" tabindex="-1">${t("search.heading")}</h2>
      <form role="search" class="search" @submit=${this.#submit}>
        <div class="field">
          <label for="q">${t("search.label")}</label>
          <input id="q" type="search" autocomplete="off" aria-describedby="q-hint" .value=${this.asked.q} />
          <p id="q-hint" class="quiet">${t("search.hint")}</p>
        </div>
        ${municipalities.length > 1
          ? html`<div class="field">
              <label for="municipality">${t("municipality")}</label>
              <select id="municipality">
                <option value="">${t("every_municipality")}</option>
                ${municipalities.map(
                  ({ slug, name }) => html`<option value=${slug} ?selected=${slug === this.asked.municipality}>${name}</option>`,
                )}
              </select>
            </div>`
          : nothing}
        <button type="submit" class="primary" id="search">${t("search.submit")}</button>
      </form>
      ${wrong(this.problem)} ${this.found ? this.#results(this.found) : this.problem ? nothing : html`<p class="quiet">${t("loading")}</p>`}
    </section>`;
  }

  focusHeading(): Promise<void> {
    return this.focusOn("#heading");
  }

  protected override willUpdate(): void {
    const wanted = [hashOf(this.asked), this.desk.returns].join();
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    void this.#load();
  }

  protected override updated(changed: PropertyValues<this>): void {
    // A select takes its value only once its options are there.
    const select = this.find<HTMLSelectElement>("#municipality");
    if (select && changed.has("asked")) select.value = this.asked.municipality;
  }

  async #load(): Promise<void> {
    const time = ++this.#times;
    const asked = this.asked;
    const result = await this.desk.api.search(asked.q, asked.municipality, asked.page);
    if (time !== this.#times) return;
    this.problem = result.ok ? "" : sayOf(result.failure);
    if (!result.ok) return;
    this.found = { asked, page: result.value };
    this.say(summary(this.found));
  }

  #results(found: Answer): TemplateResult {
    const { items, more } = found.page;
    // What stands there until the answer comes was found for something else.
    const stale = hashOf(found.asked) !== hashOf(this.asked);
    return html`<h3 id="results" tabindex="-1">${t("search.results")}</h3>
      <p class="quiet">${stale && !this.problem ? t("loading") : summary(found)}</p>
      <ol class="items" aria-busy=${stale && !this.problem ? "true" : "false"}>
        ${items.map((one) => this.#item(one))}
      </ol>
      ${paging(this.asked.page, more, (page) => hashOf({ ...this.asked, page }))}`;
  }

  #item({ reference, municipality, unit, endedAt, reason, staff, excerpt }: Found): TemplateResult {
    const where = [this.desk.municipality(municipality), unit].filter(Boolean).join(", ");
    return html`<li>
      <a href=${hashOf({ name: "conversation", reference })}>${t("conversation.heading", { reference })}</a>
      <p>${[where, reasonText(reason)].filter(Boolean).join(" · ")}</p>
      <p class="quiet">
        ${t("search.ended", { date: moment(endedAt) })}${staff ? html`. ${t("search.staff", { name: staff })}` : nothing}
      </p>
      ${excerpt ? html`<p class="typed">${excerpt}</p>` : nothing}
    </li>`;
  }

  #submit(event: Event): void {
    event.preventDefault();
    const q = this.find<HTMLInputElement>("#q")?.value.trim() ?? "";
    const municipality = this.find<HTMLSelectElement>("#municipality")?.value ?? "";
    const asked: Asked = { name: "search", q, municipality, page: 1 };
    // The words one looks for need not fill the browser's history.
    if (hashOf(asked) === hashOf(this.asked)) void this.#load();
    else this.desk.go(asked, true);
  }
}

function summary({ asked: { q }, page: { items } }: Answer): string {
  const count = items.length;
  if (!count) return t("search.none");
  return q ? t("search.found_with", { count, words: q }) : t("search.found", { count });
}

define("vejviser-search", Search);
