// What stands where the field is, or above it: a warning, a question before something final, an end.

import { html, nothing, type TemplateResult } from "lit";
import type { Over, OverReason } from "../over";
import { duration } from "../dates";
import { t } from "../texts";
import { eraseIcon, saveIcon } from "./icons";

/**
 * The countdown before an idle conversation closes, or, once it is over, before it leaves the screen. It is no live region: its
 * start is announced, not each second.
 */
export function idleCard(seconds: number, over: boolean, failed: boolean, goOn: () => void): TemplateResult {
  const time = duration(seconds);
  return html`<section class="card" aria-labelledby="idle-title">
    <p class="title" id="idle-title">${t("idle.heading")}</p>
    <p>${over ? t("idle.shown_text") : t("idle.text")}</p>
    <p>${over ? t("idle.shown_left", { time }) : t("idle.left", { time })}</p>
    ${failed ? html`<p class="wrong">${t("idle.failed")}</p>` : nothing}
    <div class="row">
      <button type="button" class="primary" @click=${goOn}>${over ? t("idle.shown_keep") : t("idle.continue")}</button>
    </div>
  </section>`;
}

export interface Question {
  heading: string;
  text: string;
  confirm: string;
  cancel: string;
  dangerous: boolean;
}

export type Asked = "erase" | "leave" | "person";

/** The questions before something final; `name` is the person's who has the conversation. */
export const QUESTIONS: Record<Asked, (name: string) => Question> = {
  erase: () => ({
    heading: t("erase.heading"),
    text: t("erase.text"),
    confirm: t("erase.confirm"),
    cancel: t("erase.cancel"),
    dangerous: true,
  }),
  leave: () => ({
    heading: t("leave.heading"),
    text: t("leave.text"),
    confirm: t("leave.confirm"),
    cancel: t("leave.cancel"),
    dangerous: false,
  }),
  person: (name) => ({
    heading: t("end_person.heading", { name }),
    text: t("end_person.text"),
    confirm: t("end_person.confirm"),
    cancel: t("end_person.cancel"),
    dangerous: false,
  }),
};

/** A question before something final, asked in the panel itself. */
export function questionCard(
  question: Question,
  state: { busy: string; failed: string },
  confirm: () => void,
  cancel: () => void,
): TemplateResult {
  return html`<div class="card" role="alertdialog" aria-labelledby="question-heading" aria-describedby="question-text">
    <h3 class="title" id="question-heading" tabindex="-1">${question.heading}</h3>
    <p id="question-text">${question.text}</p>
    ${state.failed ? html`<p class="wrong">${state.failed}</p>` : nothing}
    <div class="row">
      <button type="button" id="confirm" class=${question.dangerous ? "danger" : "primary"} @click=${confirm}>
        ${state.busy || question.confirm}
      </button>
      <button type="button" id="cancel" @click=${cancel}>${question.cancel}</button>
    </div>
  </div>`;
}

const ENDS: Record<OverReason, { heading: () => string; text: () => string }> = {
  idle: { heading: () => t("over.idle_heading"), text: () => t("over.idle") },
  erased: { heading: () => t("over.erased_heading"), text: () => t("over.erased") },
  left: { heading: () => t("over.left_heading"), text: () => t("over.left") },
  person: { heading: () => t("over.person_heading"), text: () => t("over.person") },
  gone: { heading: () => t("over.gone_heading"), text: () => t("over.gone") },
};

/** What is said about an end: the service's own words where it has any. */
export function overText(over: Over): string {
  const said = over.text || ENDS[over.reason].text();
  return over.kept ? `${said} ${t("over.kept")}` : said;
}

/** What can be done after an end; saving and removing where what was said is still there. */
export interface AfterEnd {
  again(): void;
  save(): void;
  remove(): void;
}

export function overCard(over: Over, { again, save, remove }: AfterEnd): TemplateResult {
  return html`<section class="card" aria-labelledby="over-heading">
    <h3 class="title" id="over-heading" tabindex="-1">${ENDS[over.reason].heading()}</h3>
    <p>${overText(over)}</p>
    <div class="row">
      <button type="button" class="primary" id="again" @click=${again}>${t("over.again")}</button>
      ${over.reason === "person"
        ? html`<button type="button" class="plain" id="save" @click=${save}>${saveIcon}${t("over.save")}</button>
            <button type="button" class="plain" id="remove" @click=${remove}>${eraseIcon}${t("over.remove")}</button>`
        : nothing}
    </div>
  </section>`;
}

export function barredCard(text: string): TemplateResult {
  return html`<section class="card" aria-labelledby="barred-heading">
    <h3 class="title" id="barred-heading" tabindex="-1">${t("barred.heading")}</h3>
    <p>${text || t("barred.text")}</p>
  </section>`;
}
