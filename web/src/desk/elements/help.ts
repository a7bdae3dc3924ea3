import { html, type TemplateResult } from "lit";
import { define, Part } from "../../elements/part";
import dialogStyles from "../../styles/desk-dialogs.css?inline";
import type { Preferences } from "../preferences";
import { t } from "../texts";
import { deskStyled } from "./desk_part";

/** Keys, and what they do. A blank stands between two that follow each other. */
export type KeyRow = readonly [keys: string, does: string];

/** The list of shortcuts, and the switch that turns them off. */
export class Help extends Part {
  static override styles = deskStyled(dialogStyles);

  static override properties = {
    single: { attribute: false },
    always: { attribute: false },
    preferences: { attribute: false },
  };

  /** What does nothing while one writes, and can be turned off. */
  declare single: readonly KeyRow[];
  /** What works in fields. */
  declare always: readonly KeyRow[];
  declare preferences: Preferences;

  override render() {
    return html`<dialog aria-labelledby="heading" @click=${this.#outside}>
      <div class="inside">
        <h2 id="heading" tabindex="-1">${t("shortcuts.heading")}</h2>
        <p>${t("shortcuts.text")}</p>
        <label class="choice">
          <input type="checkbox" id="use-shortcuts" .checked=${this.preferences.shortcuts} @change=${this.#switch} />${t("shortcuts.active")}
        </label>
        <dl>
          ${this.single.map(([keys, does]) => row(inWords(keys), does))}
        </dl>
        <h3>${t("shortcuts.always")}</h3>
        <dl>
          ${this.always.map(([keys, does]) => row(keys, does))}
        </dl>
        <button type="button" class="primary" id="close-help" @click=${() => this.dialog?.close()}>${t("shortcuts.close")}</button>
      </div>
    </dialog>`;
  }

  get dialog(): HTMLDialogElement | null {
    return this.find<HTMLDialogElement>("dialog");
  }

  show(): void {
    if (this.dialog?.open) return;
    this.dialog?.showModal();
    this.find("#heading")?.focus();
  }

  #switch(event: Event): void {
    this.preferences.shortcuts = (event.target as HTMLInputElement).checked;
    this.requestUpdate();
  }

  // The content fills the box, so that only the darkened page around it is the dialog itself.
  #outside(event: Event): void {
    if (event.target === this.dialog) this.dialog?.close();
  }
}

function row(keys: string, does: string): TemplateResult {
  return html`<div><dt><kbd>${keys}</kbd></dt><dd>${does}</dd></div>`;
}

function inWords(keys: string): string {
  const [first = "", second = ""] = keys.split(" ");
  return second ? t("shortcuts.then", { first, second }) : first;
}

define("vejviser-help", Help);
