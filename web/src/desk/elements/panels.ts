import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { define } from "../../elements/part";
import panelStyles from "../../styles/desk-panels.css?inline";
import type { DeskFailure, Recipient } from "../api";
import { recipients } from "../board";
import type { Card } from "../protocol/board";
import { t } from "../texts";
import { colleagueLine } from "./board";
import { deskStyled, DeskPart, sayOf, wrong } from "./desk_part";
import { download } from "./download";

/** What can be done with a conversation and needs a word, or a second thought. */
export type Act = "note" | "forward" | "return" | "close" | "take" | "export" | "erase";

/** Reasons for an end, by the word of docs/desk.md; "other" is a word that a locale file keeps for plurals. */
const REASONS = ["answered", "no_reply", "referred", "other"] as const;

/** After these one has the conversation no more. */
const LEAVING = new Set<Act>(["forward", "return", "close"]);

export function reasonText(reason: string): string {
  switch (reason) {
    case "answered":
      return t("reason.answered");
    case "no_reply":
      return t("reason.no_reply");
    case "referred":
      return t("reason.referred");
    case "other":
      return t("reason.another");
    default:
      return reason;
  }
}

/** The form of one act. What is written in it stays until it is sent, even when it is closed meanwhile. */
export class ActPanel extends DeskPart {
  static override styles = deskStyled(panelStyles);

  static override properties = {
    ...DeskPart.properties,
    act: { attribute: false },
    card: { attribute: false },
    done: { attribute: false },
    problem: { state: true },
    busy: { state: true },
    units: { state: true },
  };

  declare act: Act;
  declare card: Card;
  /** Closes the form; what was done is told, null where nothing was. */
  declare done: (said: string | null) => void;
  declare problem: string;
  declare busy: boolean;
  declare units: string[] | null;

  constructor() {
    super();
    this.problem = "";
    this.busy = false;
    this.units = null;
  }

  override render() {
    const { heading, submit, danger = false } = this.#words();
    return html`<form class="panel" aria-labelledby="heading" novalidate @submit=${this.#submit} @keydown=${this.#keydown}>
      <h3 id="heading" tabindex="-1">${heading}</h3>
      ${this.#fields()} ${LEAVING.has(this.act) && this.#draft ? html`<p class="notice">${t("reply.left_behind")}</p>` : nothing}
      <div class="end">
        ${wrong(this.problem)}
        <div class="row">
          <button type="submit" class=${danger ? "danger" : "primary"} id="confirm">${submit}</button>
          <button type="button" id="cancel" @click=${() => this.done(null)}>${t("cancel")}</button>
        </div>
      </div>
    </form>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("act")) return;
    this.problem = "";
    if (this.act === "forward") void this.#fetchUnits();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("act")) void this.focusOn(this.act === "note" ? "textarea" : "#heading");
  }

  get #draft(): boolean {
    return this.desk.drafts.get("reply", this.card.reference).trim() !== "";
  }

  #words(): { heading: string; submit: string; danger?: boolean } {
    switch (this.act) {
      case "note":
        return { heading: t("note.heading"), submit: t("note.save") };
      case "forward":
        return { heading: t("forward.heading"), submit: t("forward.submit") };
      case "return":
        return { heading: t("give_back.heading"), submit: t("give_back.submit") };
      case "close":
        return { heading: t("close.heading"), submit: t("close.submit") };
      case "take":
        return { heading: t("take.heading"), submit: t("take.submit") };
      case "export":
        return { heading: t("export.heading"), submit: t("export.submit") };
      case "erase":
        return { heading: t("erase.heading"), submit: t("erase.submit"), danger: true };
    }
  }

  #fields(): TemplateResult {
    switch (this.act) {
      case "note":
        return html`<p>${t("note.hint")}</p>
          ${this.#text(t("note.label"))}`;
      case "forward":
        return html`${this.#recipients()} ${this.#text(t("forward.note"))}`;
      case "return":
        return html`<p>${t("give_back.text")}</p>`;
      case "close":
        return html`<p>${t("close.text")}</p>
          <fieldset>
            <legend>${t("close.reason")}</legend>
            ${REASONS.map((reason) => this.#choice("reason", reason, reasonText(reason)))}
          </fieldset>
          ${this.#text(t("note_optional"))}`;
      case "take":
        return html`<p>${t("take.text", { name: this.card.staff?.name ?? t("entry.person") })}</p>`;
      case "export":
        return html`<p>${t("export.text")}</p>`;
      case "erase":
        return html`<p>${t("erase.text")}</p>`;
    }
  }

  #recipients(): TemplateResult {
    const colleagues = recipients(this.desk.board, this.card.municipality, this.desk.me?.id ?? 0);
    return html`<fieldset>
      <legend>${t("forward.to")}</legend>
      ${colleagues.length ? html`<p class="group">${t("forward.colleagues")}</p>` : nothing}
      ${repeat(
        colleagues,
        // Somebody who comes or goes changes the order: what is chosen must stay who it was.
        ({ id }) => id,
        (colleague) => this.#choice("to", `staff:${colleague.id}`, colleagueLine(colleague), colleague.there && colleague.away === null),
      )}
      <p class="group">${t("forward.units")}</p>
      ${repeat(this.units ?? [], (unit) => unit, (unit) => this.#choice("to", `unit:${unit}`, unit))}
      ${this.#choice("to", "unit:", t("forward.anybody"))}
    </fieldset>`;
  }

  #choice(name: string, value: string, label: string, possible = true): TemplateResult {
    return html`<label class="choice"><input type="radio" name=${name} value=${value} ?disabled=${!possible} />${label}</label>`;
  }

  #text(label: string): TemplateResult {
    return html`<div class="field">
      <label for="text">${label}</label>
      <textarea
        id="text"
        rows="3"
        .value=${this.desk.drafts.get(this.act, this.card.reference)}
        @input=${(event: Event) => this.desk.drafts.set(this.act, this.card.reference, (event.target as HTMLTextAreaElement).value)}
      ></textarea>
    </div>`;
  }

  async #fetchUnits(): Promise<void> {
    const result = await this.desk.api.units(this.card.municipality);
    if (result.ok) this.units = result.value;
    else if (this.act === "forward") this.problem = t("forward.failed");
  }

  #keydown(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    this.done(null);
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const { act, card } = this;
    const chosen = this.find<HTMLInputElement>("input:checked:enabled")?.value ?? null;
    const text = this.desk.drafts.get(act, card.reference).trim();
    this.problem = "";
    const missing = this.#missing(chosen, text);
    if (missing) {
      this.problem = missing;
      return this.focusOn(act === "note" ? "textarea" : "input:enabled");
    }
    this.busy = true;
    const failure = await this.#run(card.reference, chosen ?? "", text);
    this.busy = false;
    if (failure) {
      this.problem = sayOf(failure);
      return;
    }
    this.desk.drafts.set(act, card.reference, "");
    this.done(this.#told());
  }

  #missing(chosen: string | null, text: string): string {
    if (this.act === "note" && !text) return t("note.empty");
    if (this.act === "forward" && chosen === null) return t("forward.empty");
    return this.act === "close" && chosen === null ? t("close.empty") : "";
  }

  #run(reference: string, chosen: string, text: string): Promise<DeskFailure | null> {
    switch (this.act) {
      case "note":
        return this.desk.note(reference, text);
      case "forward":
        return this.desk.forward(reference, recipientOf(chosen), text);
      case "return":
        return this.desk.giveBack(reference);
      case "close":
        return this.desk.close(reference, chosen, text);
      case "take":
        return this.desk.take(reference);
      case "export":
        return this.#export(reference);
      case "erase":
        return this.desk.erase(reference);
    }
  }

  async #export(reference: string): Promise<DeskFailure | null> {
    const result = await this.desk.api.export(reference);
    if (!result.ok) return result.failure;
    download(t("export.file", { reference }), JSON.stringify(result.value, null, 2), this.renderRoot);
    return null;
  }

  #told(): string {
    switch (this.act) {
      case "forward":
      case "return":
        return t("announce.left");
      case "close":
        return t("announce.closed");
      case "take":
        return t("announce.claimed");
      case "export":
        return t("export.done");
      case "erase":
        return t("announce.erased");
      case "note":
        return "";
    }
  }
}

function recipientOf(chosen: string): Recipient {
  const [kind, ...rest] = chosen.split(":");
  const value = rest.join(":");
  return kind === "staff" ? { staff: Number(value) } : { unit: value || null };
}

define("vejviser-act", ActPanel);
