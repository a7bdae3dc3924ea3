import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { define } from "../../elements/part";
import boardStyles from "../../styles/desk-board.css?inline";
import type { Card, Colleague } from "../protocol/board";
import { hashOf } from "../routes";
import { t, word } from "../texts";
import { isLate, secondsSince, waited } from "../waiting";
import { deskStyled, DeskPart, sayOf, wrong } from "./desk_part";

const TICK_MS = 1000;

/** Who waits, one's own conversations, and those of colleagues. */
export class BoardView extends DeskPart {
  static override styles = deskStyled(boardStyles);

  static override properties = { ...DeskPart.properties, problem: { state: true }, now: { state: true } };

  declare problem: string;
  declare now: number;
  #ticking: ReturnType<typeof setInterval> | undefined;
  #claiming = false;

  constructor() {
    super();
    this.problem = "";
    this.now = Date.now();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#ticking = setInterval(() => (this.now = Date.now()), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticking);
  }

  override render() {
    const { board, boardThere } = this.desk;
    return html`<section aria-labelledby="heading">
      <h2 id="heading" tabindex="-1">${t("board.heading")}</h2>
      ${wrong(this.problem)}
      ${boardThere
        ? html`${this.#list("waiting", t("board.waiting"), board.waiting, t("board.nobody_waits"))}
          ${this.#list("mine", t("board.mine"), board.mine, t("board.none_mine"))}
          ${this.#list("others", t("board.others"), board.others, t("board.none_others"))} ${this.#staff()}`
        : html`<p class="quiet">${t("loading")}</p>`}
    </section>`;
  }

  /** Move the focus to the next or the one before in the lists, round and round. */
  step(by: 1 | -1): void {
    const links = [...this.renderRoot.querySelectorAll<HTMLElement>("a.open")];
    const focused = this.shadowRoot?.activeElement?.closest("li");
    const at = links.findIndex((link) => link.closest("li") === focused || (!focused && link.hasAttribute("aria-current")));
    const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : (at + by + links.length) % links.length;
    links[next]?.focus();
  }

  /** The conversation that has the focus, empty where none has it. */
  get focused(): string {
    return this.shadowRoot?.activeElement?.closest<HTMLElement>("li[data-reference]")?.dataset["reference"] ?? "";
  }

  async claim(reference: string): Promise<void> {
    if (this.#claiming) return;
    this.#claiming = true;
    this.problem = "";
    const failure = await this.desk.claim(reference);
    this.#claiming = false;
    this.problem = failure ? sayOf(failure) : "";
    if (!failure) this.dispatchEvent(new CustomEvent("claimed", { bubbles: true, composed: true }));
  }

  #list(id: string, heading: string, cards: readonly Card[], none: string): TemplateResult {
    return html`<section aria-labelledby=${id}>
      <h3 id=${id}>${heading} <span class="count">${cards.length}</span></h3>
      ${cards.length
        ? html`<ol class="cards" aria-labelledby=${id}>
            ${repeat(cards, ({ reference }) => reference, (card) => this.#card(card, id))}
          </ol>`
        : html`<p class="quiet">${none}</p>`}
    </section>`;
  }

  #card(card: Card, list: string): TemplateResult {
    const { reference, municipality, unit, why, urgent, unread, last } = card;
    const waits = list === "waiting";
    const current = this.desk.open?.reference === reference;
    const late = waits && isLate(card.askedAt, this.now, this.desk.settings.lateSeconds);
    const where = [municipality && this.desk.municipality(municipality), unit].filter(Boolean).join(", ");
    return html`<li id="card-${reference}" data-reference=${reference} class=${classes(late || urgent, current)}>
      <a
        class="open"
        href=${hashOf({ name: "conversation", reference })}
        aria-current=${current ? "true" : nothing}
      >
        <span class="tags">
          ${urgent ? html`<strong class="tag urgent">${t("board.urgent")}</strong>` : nothing}
          ${late ? html`<strong class="tag late">${t("board.late")}</strong>` : nothing}
          ${!waits && unread ? html`<strong class="tag new">${t("board.unread", { count: unread })}</strong>` : nothing}
        </span>
        <strong class="where">${where || t("board.reference", { reference })}</strong>
        <span class="why">${word("why", why)}</span>
        ${waits
          ? html`<span class="wait">${t("board.waited", { time: waited(secondsSince(card.askedAt, this.now)) })}</span>`
          : nothing}
        ${list === "others" && card.staff ? html`<span>${t("board.with", { name: card.staff.name })}</span>` : nothing}
        ${last
          ? html`<span class="last">${t("board.last", { sender: word("kind", card.lastKind), text: last })}</span>`
          : nothing}
        ${card.citizenThere ? nothing : html`<span class="gone">${t("board.gone")}</span>`}
        <span class="reference">${reference}</span>
      </a>
      ${waits
        ? html`<button
            type="button"
            class="primary claim"
            aria-label=${t("board.claim_label", { reference })}
            @click=${() => this.claim(reference)}
          >
            ${t("board.claim")}
          </button>`
        : nothing}
    </li>`;
  }

  #staff(): TemplateResult {
    const { board, me } = this.desk;
    const colleagues = board.colleagues.filter(({ id }) => id !== me?.id);
    return html`<details>
      <summary>${t("board.staff")}</summary>
      <div class="folded">
        <h4>${t("board.colleagues")}</h4>
        ${colleagues.length
          ? html`<ul>
              ${colleagues.map((colleague) => html`<li>${colleagueLine(colleague)}</li>`)}
            </ul>`
          : html`<p>${t("board.no_colleagues")}</p>`}
        ${board.opening.length
          ? html`<h4>${t("board.opening")}</h4>
              <ul>
                ${board.opening.map((one) => {
                  const where = [this.desk.municipality(one.municipality), one.unit].filter(Boolean).join(", ");
                  return html`<li>${t("board.opening_line", { where, text: one.text || openingWord(one.state) })}</li>`;
                })}
              </ul>`
          : nothing}
      </div>
    </details>`;
  }
}

function classes(loud: boolean, current: boolean): string {
  return ["card", loud && "loud", current && "current"].filter(Boolean).join(" ");
}

export function openingWord(state: string): string {
  return state === "open" ? t("board.open") : state === "closed" ? t("board.shut") : t("board.unknown");
}

/** A colleague and whether one finds them at the desk. */
export function colleagueLine({ name, unit, there, away }: Colleague): string {
  const state = !there ? t("board.not_there") : away === null ? t("board.at_desk") : t("board.away", { reason: away });
  return unit ? t("board.colleague_of_unit", { name, unit, state }) : t("board.colleague", { name, state });
}

define("vejviser-board", BoardView);
