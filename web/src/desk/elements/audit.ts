import { html, nothing } from "lit";
import { define } from "../../elements/part";
import listStyles from "../../styles/desk-lists.css?inline";
import type { Page, Reading } from "../protocol/lists";
import { hashOf } from "../routes";
import { t, word } from "../texts";
import { deskStyled, DeskPart, sayOf, wrong } from "./desk_part";
import { paging } from "./paging";
import { moment } from "./text";

/** Who has read what. */
export class Audit extends DeskPart {
  static override styles = deskStyled(listStyles);

  static override properties = {
    ...DeskPart.properties,
    page: { attribute: false },
    readings: { state: true },
    problem: { state: true },
  };

  declare page: number;
  declare readings: Page<Reading> | null;
  declare problem: string;
  #shown = "";

  constructor() {
    super();
    this.readings = null;
    this.problem = "";
  }

  override render() {
    const { readings } = this;
    return html`<section class="page" aria-labelledby="heading">
      <h2 id="heading" tabindex="-1">${t("audit.heading")}</h2>
      ${wrong(this.problem)}
      ${readings
        ? html`${readings.items.length
              ? html`<ol class="items readings">
                  ${readings.items.map((one) => this.#item(one))}
                </ol>`
              : html`<p class="quiet">${t("audit.none")}</p>`}
            ${paging(this.page, readings.more, (page) => hashOf({ name: "audit", page }))}`
        : this.problem
          ? nothing
          : html`<p class="quiet">${t("loading")}</p>`}
    </section>`;
  }

  focusHeading(): Promise<void> {
    return this.focusOn("#heading");
  }

  protected override willUpdate(): void {
    const wanted = [this.page, this.desk.returns].join();
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    void this.#load();
  }

  #item({ at, by, municipality, what, reference }: Reading) {
    return html`<li>
      <p><strong>${t("audit.line", { by, what: word("what", what) })}</strong> ${reference}</p>
      <p class="quiet">${[moment(at), municipality && this.desk.municipality(municipality)].filter(Boolean).join(" · ")}</p>
    </li>`;
  }

  async #load(): Promise<void> {
    const { page } = this;
    const result = await this.desk.api.audit(page);
    if (page !== this.page) return;
    this.problem = result.ok ? "" : sayOf(result.failure);
    if (result.ok) this.readings = result.value;
  }
}

define("vejviser-audit", Audit);
