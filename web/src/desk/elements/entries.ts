// What was said, as the staff sees it: who, when, what, and what the robot thought.

import { html, nothing, type TemplateResult } from "lit";
import type { Outgoing } from "../../outbox";
import type { Answer, Link } from "../../protocol";
import { verdictOn, type Happened } from "../conversation";
import type { DeskEntry, Detail, Guess, Note } from "../protocol/conversation";
import { t } from "../texts";
import { moment, others, prose } from "./text";

/** What a line of the conversation is to be read out as, empty for what is no word to anybody. */
export function spoken(happened: Happened): string {
  if (happened.kind === "note") return t("announce.said", { sender: t("entry.note"), text: happened.note.text });
  const { entry } = happened;
  if (entry.kind === "person" || !entry.text) return "";
  return t("announce.said", { sender: senderOf(entry), text: entry.text });
}

export function happenedLine(happened: Happened, detail: Detail): TemplateResult | typeof nothing {
  return happened.kind === "note" ? noteLine(happened.note) : entryLine(happened.entry, detail);
}

function entryLine(entry: DeskEntry, detail: Detail): TemplateResult | typeof nothing {
  switch (entry.kind) {
    case "citizen":
      return said("citizen", senderOf(entry), entry.at, html`<div class="body typed">${entry.text}</div>`);
    case "person":
      return said("own", senderOf(entry), entry.at, html`<div class="body typed">${entry.text}</div>`);
    case "robot":
      return said(
        entry.type === "danger" ? "robot alarm" : "robot",
        senderOf(entry),
        entry.at,
        html`<div class="body">
            ${entry.answer ? answer(entry.answer, entry.links) : html`${prose(entry.text, entry.links)}${others(entry.text, entry.links)}`}
            ${entry.guessed ? guess(entry.guessed) : nothing}
          </div>
          ${verdict(verdictOn(detail, entry.number))}`,
      );
    case "feedback":
      return entry.text ? html`<p class="event">${t("entry.comment", { text: entry.text })} <span>${moment(entry.at)}</span></p>` : nothing;
    case "rating":
      return html`<p class="event">
        ${t("entry.rated", { count: entry.stars })} ${entry.text ? t("entry.comment", { text: entry.text }) : nothing}
        <span>${moment(entry.at)}</span>
      </p>`;
    case "notice":
    case "handover":
      return html`<p class="event">${entry.text} <span>${moment(entry.at)}</span></p>`;
  }
}

function senderOf(entry: DeskEntry): string {
  if (entry.kind === "citizen") return t("entry.citizen");
  if (entry.kind === "robot") return t("entry.robot");
  if (entry.kind !== "person") return t("entry.notice");
  const name = entry.name || t("entry.person");
  return entry.unit ? t("entry.with_unit", { name, unit: entry.unit }) : name;
}

function said(kind: string, sender: string, at: string, body: TemplateResult): TemplateResult {
  return html`<div class=${kind}>
    <p class="head"><strong>${sender}</strong> ${moment(at)}</p>
    ${body}
  </div>`;
}

function noteLine(note: Note): TemplateResult {
  return html`<div class="note">
    <p class="head">
      <strong>${note.by ? t("entry.note_by", { name: note.by }) : t("entry.note")}</strong> ${moment(note.at)}
      <span>${t("entry.only_staff")}</span>
    </p>
    <div class="body typed">${note.text}</div>
  </div>`;
}

function answer({ title, short, details, law, contact, source }: Answer, links: readonly Link[]): TemplateResult {
  const folded = details.length > 0 || law.length > 0 || contact !== "" || source !== "";
  return html`${title ? html`<p><strong>${title}</strong></p>` : nothing} ${prose(short, links)}
  ${folded
    ? html`<details>
        <summary>${t("entry.more")}</summary>
        <div class="folded">${[...details, law.join("\n"), contact, source].filter(Boolean).map((part) => prose(part, links))}</div>
      </details>`
    : nothing}`;
}

function guess({ intent, topics, candidates, municipality }: Guess): TemplateResult {
  const lines = [
    topics.length ? t("entry.topics", { topics: topics.join(", ") }) : intent && t("entry.intent", { intent }),
    candidates.length ? t("entry.candidates", { topics: candidates.join(", ") }) : "",
    municipality ? t("entry.municipality", { name: municipality }) : "",
  ];
  return html`<details class="guess">
    <summary>${t("entry.guessed")}</summary>
    <ul class="folded">
      ${lines.filter(Boolean).map((line) => html`<li>${line}</li>`)}
    </ul>
  </details>`;
}

function verdict(useful: boolean | null): TemplateResult | typeof nothing {
  return useful === null ? nothing : html`<p class="event">${useful ? t("entry.useful") : t("entry.useless")}</p>`;
}

export interface OutgoingActions {
  amend(id: string): void;
  drop(id: string): void;
}

/** A reply that is on its way. */
export function outgoingLine(item: Outgoing, { amend, drop }: OutgoingActions): TemplateResult {
  const state = { waiting: t("entry.unsent"), sending: t("entry.sending"), sent: t("entry.sent"), refused: "" }[item.state];
  return html`<div class=${item.state === "refused" ? "own refused" : item.state === "sent" ? "own" : "own unsent"}>
    <p class="head"><strong>${t("entry.you")}</strong> ${moment(new Date(item.at).toISOString())}</p>
    <div class="body typed">${item.text}</div>
    ${item.state === "refused"
      ? html`<p class="wrong" role="alert">${item.reason || t("entry.refused")}</p>
          <div class="row">
            <button type="button" @click=${() => amend(item.id)}>${t("entry.amend")}</button>
            <button type="button" @click=${() => drop(item.id)}>${t("entry.drop")}</button>
          </div>`
      : html`<p class="state">${state}</p>`}
  </div>`;
}
