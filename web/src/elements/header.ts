// The top of the panel: what this is, and the menu.

import { html, nothing, type TemplateResult } from "lit";
import type { Conversation } from "../conversation";
import { t } from "../texts";
import { closeIcon, eraseIcon, leaveIcon, menuIcon, personIcon, saveIcon } from "./icons";

export interface HeaderActions {
  toggleMenu(): void;
  close(): void;
}

export function header({ over, handover }: Conversation, menu: boolean, { toggleMenu, close }: HeaderActions): TemplateResult {
  const who = handover.state === "person" ? t("panel.subtitle_person") : t("panel.subtitle");
  return html`<header>
    <h2 id="title" tabindex="-1">${t("panel.title")} ${over ? nothing : html`<span>${who}</span>`}</h2>
    ${over
      ? nothing
      : html`<button type="button" class="plain" id="menu-button" aria-expanded=${menu ? "true" : "false"} @click=${toggleMenu}>
          ${menuIcon}${t("panel.menu")}
        </button>`}
    <button type="button" class="plain" id="close" aria-label=${t("panel.close_label")} @click=${close}>
      ${closeIcon}<span aria-hidden="true">${t("panel.close")}</span>
    </button>
  </header>`;
}

export interface MenuActions {
  person(): void;
  save(): void;
  leave(): void;
  erase(): void;
}

export function menu({ handover, barred }: Conversation, { person, save, leave, erase }: MenuActions): TemplateResult {
  return html`<div class="menu" role="group" aria-label=${t("menu.label")}>
    ${handover.state === "robot" && barred === null
      ? html`<button type="button" class="plain" id="person" @click=${person}>${personIcon}${t("menu.person")}</button>`
      : nothing}
    <button type="button" class="plain" id="save" @click=${save}>${saveIcon}${t("menu.save")}</button>
    <button type="button" class="plain" id="leave" @click=${leave}>${leaveIcon}${t("menu.leave")}</button>
    <button type="button" class="plain" id="erase" @click=${erase}>${eraseIcon}${t("menu.erase")}</button>
  </div>`;
}
