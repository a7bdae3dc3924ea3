import { html } from "lit";
import { define } from "../../elements/part";
import dialogStyles from "../../styles/desk-dialogs.css?inline";
import type { Preferences } from "../preferences";
import { KEYS, type Command } from "../shortcuts";
import { t } from "../texts";
import { deskStyled, DeskPart } from "./desk_part";

/** The list of shortcuts, and the switch that turns them off. */
export class Help extends DeskPart {
  static override styles = deskStyled(dialogStyles);

  static override properties = { ...DeskPart.properties, preferences: { attribute: false } };

  declare preferences: Preferences;

  override render() {
    const commands = (Object.keys(KEYS) as Command[]).filter((command) => command !== "audit" || this.desk.supervises);
    return html`<dialog aria-labelledby="heading" @click=${this.#outside}>
      <div class="inside">
        <h2 id="heading" tabindex="-1">${t("shortcuts.heading")}</h2>
        <p>${t("shortcuts.text")}</p>
        <label class="choice">
          <input type="checkbox" id="use-shortcuts" .checked=${this.preferences.shortcuts} @change=${this.#switch} />${t("shortcuts.active")}
        </label>
        <dl>
          ${commands.map((command) => html`<div><dt>${keys(KEYS[command])}</dt><dd>${commandText(command)}</dd></div>`)}
        </dl>
        <h3>${t("shortcuts.always")}</h3>
        <dl>
          <div><dt><kbd>${t("shortcuts.enter")}</kbd></dt><dd>${t("shortcuts.enter_does")}</dd></div>
          <div><dt><kbd>${t("shortcuts.shift_enter")}</kbd></dt><dd>${t("shortcuts.shift_enter_does")}</dd></div>
          <div><dt><kbd>${t("shortcuts.slash")}</kbd></dt><dd>${t("shortcuts.slash_does")}</dd></div>
          <div><dt><kbd>${t("shortcuts.escape")}</kbd></dt><dd>${t("shortcuts.escape_does")}</dd></div>
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

function keys(shortcut: string) {
  const [first = "", second = ""] = shortcut.split(" ");
  if (!second) return html`<kbd>${first}</kbd>`;
  return html`<kbd>${t("shortcuts.then", { first, second })}</kbd>`;
}

function commandText(command: Command): string {
  switch (command) {
    case "next":
      return t("shortcuts.next");
    case "previous":
      return t("shortcuts.previous");
    case "claim":
      return t("shortcuts.claim");
    case "reply":
      return t("shortcuts.reply");
    case "note":
      return t("shortcuts.note");
    case "forward":
      return t("shortcuts.forward");
    case "return":
      return t("shortcuts.return");
    case "close":
      return t("shortcuts.end");
    case "seen":
      return t("shortcuts.seen");
    case "sound":
      return t("shortcuts.sound");
    case "queue":
      return t("shortcuts.queue");
    case "callbacks":
      return t("shortcuts.callbacks");
    case "search":
      return t("shortcuts.search");
    case "audit":
      return t("shortcuts.audit");
    case "help":
      return t("shortcuts.help");
  }
}

define("vejviser-help", Help);
