import { html } from "lit";
import { define } from "../../elements/part";
import dialogStyles from "../../styles/desk-dialogs.css?inline";
import { t } from "../texts";
import { deskStyled, DeskPart, sayOf, wrong } from "./desk_part";

/** Am I at the desk, and why not? And the question before one logs out with words that are not sent. */
export class Status extends DeskPart {
  static override styles = deskStyled(dialogStyles);

  static override properties = { ...DeskPart.properties, asks: { state: true }, problem: { state: true } };

  declare asks: "away" | "logout";
  declare problem: string;
  #busy = false;

  constructor() {
    super();
    this.asks = "away";
    this.problem = "";
  }

  override render() {
    return html`<dialog aria-labelledby="heading">
      <div class="inside">${this.asks === "away" ? this.#away() : this.#logout()}</div>
    </dialog>`;
  }

  async show(asks: "away" | "logout"): Promise<void> {
    this.asks = asks;
    this.problem = "";
    await this.updateComplete;
    const dialog = this.find<HTMLDialogElement>("dialog");
    if (!dialog || dialog.open) return;
    dialog.showModal();
    this.find("#heading")?.focus();
  }

  #close(): void {
    this.find<HTMLDialogElement>("dialog")?.close();
  }

  #away() {
    const away = this.desk.me?.away ?? null;
    return html`<form @submit=${this.#leave} novalidate>
      <h2 id="heading" tabindex="-1">${t("away.heading")}</h2>
      <p>${t("away.text")}</p>
      <div class="field">
        <label for="reason">${t("away.reason")}</label>
        <input id="reason" maxlength="80" autocomplete="off" .value=${away ?? ""} />
      </div>
      <div class="row" role="group" aria-label=${t("away.suggestions")}>
        ${[t("away.lunch"), t("away.meeting"), t("away.break")].map(
          (reason) => html`<button type="button" @click=${() => this.#set(reason)}>${reason}</button>`,
        )}
      </div>
      ${wrong(this.problem)}
      <div class="row">
        <button type="submit" class="primary" id="leave">${t("away.submit")}</button>
        ${away === null ? "" : html`<button type="button" class="primary" id="return" @click=${() => this.#set(null)}>${t("away.back")}</button>`}
        <button type="button" @click=${this.#close}>${t("cancel")}</button>
      </div>
    </form>`;
  }

  #logout() {
    return html`<h2 id="heading" tabindex="-1">${t("logout.heading")}</h2>
      <p>${t("logout.text")}</p>
      ${wrong(this.problem)}
      <div class="row">
        <button type="button" class="danger" id="confirm-logout" @click=${this.#out}>${t("logout.submit")}</button>
        <button type="button" @click=${this.#close}>${t("cancel")}</button>
      </div>`;
  }

  async #leave(event: Event): Promise<void> {
    event.preventDefault();
    const reason = this.find<HTMLInputElement>("#reason")?.value.trim() ?? "";
    if (reason) return this.#set(reason);
    this.problem = t("away.empty");
    await this.focusOn("#reason");
  }

  async #set(reason: string | null): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const failure = await this.desk.setAway(reason);
    this.#busy = false;
    this.problem = failure ? sayOf(failure) : "";
    if (failure) return;
    this.#close();
    this.say(reason === null ? t("announce.there") : t("announce.away"));
  }

  async #out(): Promise<void> {
    const failure = await this.desk.logout();
    this.problem = failure ? sayOf(failure) : "";
    if (!failure) this.#close();
  }
}

define("vejviser-status", Status);
