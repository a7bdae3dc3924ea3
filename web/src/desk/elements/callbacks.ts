import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { define } from "../../elements/part";
import listStyles from "../../styles/desk-lists.css?inline";
import type { Outcome } from "../api";
import type { Callback } from "../protocol/lists";
import { hashOf } from "../routes";
import { t, word } from "../texts";
import { deskStyled, DeskPart, sayOf, wrong } from "./desk_part";
import { moment } from "./text";

const OUTCOMES: readonly Outcome[] = ["not_reached", "reached", "done"];

/** Citizens who want to be called. */
export class Callbacks extends DeskPart {
  static override styles = deskStyled(listStyles);

  static override properties = {
    ...DeskPart.properties,
    state: { attribute: false },
    callbacks: { state: true },
    problem: { state: true },
    problems: { state: true },
    saved: { state: true },
  };

  declare state: "open" | "done";
  declare callbacks: Callback[] | null;
  declare problem: string;
  /** What went wrong, by receipt. */
  declare problems: Record<string, string>;
  declare saved: string;
  #known = "";
  #busy = new Set<string>();

  constructor() {
    super();
    this.callbacks = null;
    this.problem = "";
    this.problems = {};
    this.saved = "";
  }

  override render() {
    const { callbacks } = this;
    return html`<section class="page" aria-labelledby="heading">
      <h2 id="heading" tabindex="-1">${t("callbacks.heading")}</h2>
      <nav class="tabs" aria-label=${t("callbacks.filter")}>
        ${this.#tab("open", t("callbacks.open"))} ${this.#tab("done", t("callbacks.done"))}
      </nav>
      ${wrong(this.problem)} ${this.saved ? html`<p class="notice">${this.saved}</p>` : nothing}
      ${callbacks === null
        ? html`<p class="quiet">${t("loading")}</p>`
        : callbacks.length
          ? html`<ol class="items">
              ${repeat(callbacks, ({ receipt }) => receipt, (one) => this.#item(one))}
            </ol>`
          : html`<p class="quiet">${this.state === "open" ? t("callbacks.none_open") : t("callbacks.none_done")}</p>`}
    </section>`;
  }

  focusHeading(): Promise<void> {
    return this.focusOn("#heading");
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("state")) {
      this.callbacks = null;
      this.saved = "";
    }
    const known = [this.state, this.desk.board.openCallbacks, this.desk.returns].join();
    if (known === this.#known) return;
    this.#known = known;
    void this.#load();
  }

  async #load(): Promise<void> {
    const { state } = this;
    const result = await this.desk.api.callbacks(state);
    if (state !== this.state) return;
    if (result.ok) this.callbacks = result.value;
    this.problem = result.ok ? "" : sayOf(result.failure);
  }

  #tab(state: "open" | "done", text: string): TemplateResult {
    return html`<a href=${hashOf({ name: "callbacks", state })} aria-current=${state === this.state ? "page" : nothing}>${text}</a>`;
  }

  #item(one: Callback): TemplateResult {
    const { receipt, phone, email, question, reference } = one;
    const where = [this.desk.municipality(one.municipality), one.unit].filter(Boolean).join(", ");
    const handled = one.handledAt && t("callbacks.handled", { date: moment(one.handledAt), name: one.handledBy });
    return html`<li>
      <article id="callback-${receipt}" aria-labelledby="name-${receipt}">
        <h3 id="name-${receipt}" tabindex="-1">${one.name}</h3>
        <p><strong class="tag">${word("callbacks.state", one.state)}</strong> ${where}</p>
        <p class="quiet">
          ${t("callbacks.asked", { date: moment(one.askedAt) })}. ${t("callbacks.receipt", { receipt })}.
          ${one.attempts ? html`${t("callbacks.attempts", { count: one.attempts })}.` : nothing} ${handled ? html`${handled}.` : nothing}
        </p>
        <p class="reach">
          ${phone ? html`<a href="tel:${phone.replace(/[^\d+]/g, "")}">${t("callbacks.phone", { phone })}</a>` : nothing}
          ${email ? html`<a href="mailto:${encodeURIComponent(email).replace("%40", "@")}">${t("callbacks.email", { email })}</a>` : nothing}
          ${reference ? html`<a href=${hashOf({ name: "conversation", reference })}>${t("callbacks.conversation")}</a>` : nothing}
        </p>
        ${question
          ? html`<p><strong>${t("callbacks.question")}</strong></p>
              <p class="typed">${question}</p>`
          : html`<p>${t("callbacks.no_question")}</p>`}
        ${one.note ? html`<p class="typed">${t("callbacks.last_note", { text: one.note })}</p>` : nothing}
        ${this.state === "open" ? this.#outcome(one) : nothing}
      </article>
    </li>`;
  }

  #outcome({ receipt, state }: Callback): TemplateResult {
    return html`<div class="field">
        <label for="note-${receipt}">${t("callbacks.note")}</label>
        <textarea
          id="note-${receipt}"
          rows="2"
          .value=${live(this.desk.drafts.get("callback", receipt))}
          @input=${(event: Event) => this.desk.drafts.set("callback", receipt, (event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </div>
      ${wrong(this.problems[receipt] ?? "", `wrong-${receipt}`)}
      <div class="row" role="group" aria-label=${t("callbacks.actions")} aria-describedby="name-${receipt}">
        ${OUTCOMES.filter((outcome) => outcome !== "reached" || state !== "reached").map(
          (outcome) => html`<button
            type="button"
            data-outcome=${outcome}
            class=${outcome === "done" ? "primary" : ""}
            @click=${() => this.#handle(receipt, outcome)}
          >
            ${outcomeText(outcome)}
          </button>`,
        )}
      </div>`;
  }

  async #handle(receipt: string, outcome: Outcome): Promise<void> {
    if (this.#busy.has(receipt)) return;
    this.#busy.add(receipt);
    const result = await this.desk.api.callback(receipt, outcome, this.desk.drafts.get("callback", receipt).trim());
    this.#busy.delete(receipt);
    this.problems = { ...this.problems, [receipt]: result.ok ? "" : sayOf(result.failure) };
    if (!result.ok) return;
    this.desk.drafts.set("callback", receipt, "");
    this.saved = t("callbacks.saved", { state: word("callbacks.state", result.value.state) });
    this.say(this.saved);
    const done = result.value.state === "done";
    this.callbacks = (this.callbacks ?? []).flatMap((one) => (one.receipt !== receipt ? [one] : done ? [] : [result.value]));
    await this.focusOn(done ? "#heading" : `#name-${CSS.escape(receipt)}`);
  }
}

function outcomeText(outcome: Outcome): string {
  return outcome === "done" ? t("callbacks.finish") : outcome === "reached" ? t("callbacks.reached") : t("callbacks.not_reached");
}

define("vejviser-callbacks", Callbacks);
