import { html, nothing, type TemplateResult } from "lit";
import { sender, when } from "../plain";
import type { Button, RobotEntry, SpokenEntry } from "../protocol";
import bubbleStyles from "../styles/bubble.css?inline";
import foldedStyles from "../styles/folded.css?inline";
import messageStyles from "../styles/message.css?inline";
import { t } from "../texts";
import type { Shown } from "../timeline";
import { robotBody } from "./answer";
import { choices } from "./choices";
import { define, Part, styled } from "./part";
import type { Judge } from "./tools";
import "./tools";

/** What can be done with a message. */
export interface MessageActions {
  press(button: Button): void;
  /** Take a refused message back into the field. */
  amend(id: string): void;
  drop(id: string): void;
  judge: Judge;
  announce(text: string): void;
}

// Replies that give something to take along. A question back, a greeting or a cry for help is none.
const ANSWERS = new Set(["answer", "comparison", "contact", "out_of_scope"]);

/** One message: who says it, what, and what can be done with it. */
export class Message extends Part {
  static override styles = styled(bubbleStyles + foldedStyles + messageStyles);

  static override properties = {
    shown: { attribute: false },
    newest: { attribute: false },
    actions: { attribute: false },
  };

  declare shown: Shown;
  /** Whether it is the citizen's newest one, whose state is of interest. */
  declare newest: boolean;
  declare actions: MessageActions;

  override render() {
    const { entry, outgoing } = this.shown;
    if (entry) return entry.kind === "citizen" ? this.#own(entry.text, entry.at) : this.#other(entry);
    return outgoing ? this.#own(outgoing.text, new Date(outgoing.at).toISOString()) : nothing;
  }

  #head(name: string, at: string): TemplateResult {
    return html`<p class="head"><strong>${name}</strong> ${when(at)}</p>`;
  }

  #own(text: string, at: string): TemplateResult {
    const { outgoing } = this.shown;
    const refused = outgoing?.state === "refused";
    const unsent = outgoing !== null && outgoing.state !== "sent";
    return html`<div class=${refused ? "own refused" : unsent ? "own unsent" : "own"}>
      ${this.#head(t("sender.you"), at)}
      <div class="body typed">${text}</div>
      ${this.#state()}
    </div>`;
  }

  #state(): TemplateResult | typeof nothing {
    const { outgoing } = this.shown;
    if (!outgoing) return this.newest ? html`<p class="state">${t("state.sent")}</p>` : nothing;
    if (outgoing.state === "sent") return html`<p class="state">${t("state.sent")}</p>`;
    if (outgoing.state !== "refused") {
      return html`<p class="state">${outgoing.state === "sending" ? t("state.sending") : t("state.waiting")}</p>`;
    }
    return html`<div class="state">
      <p class="why">${outgoing.reason || t("state.refused")}</p>
      ${outgoing.button
        ? nothing
        : html`<button type="button" class="plain" @click=${() => this.actions.amend(outgoing.id)}>${t("state.amend")}</button>`}
      <button type="button" class="plain" @click=${() => this.actions.drop(outgoing.id)}>${t("state.drop")}</button>
    </div>`;
  }

  #other(entry: Exclude<SpokenEntry, { kind: "citizen" }>): TemplateResult {
    const kind = entry.kind === "robot" && entry.type === "danger" ? "robot alarm" : entry.kind;
    const looks = kind === "handover" ? "notice" : kind;
    return html`<div class=${looks}>
      ${this.#head(sender(entry), entry.at)}
      <div class=${entry.kind === "robot" ? "body" : "body typed"}>${entry.kind === "robot" ? robotBody(entry) : entry.text}</div>
      ${entry.kind === "robot" ? this.#below(entry) : nothing}
    </div>`;
  }

  #below(entry: RobotEntry): TemplateResult {
    const { press, judge, announce } = this.actions;
    return html`
      ${ANSWERS.has(entry.type)
        ? html`<vejviser-tools
            .entry=${entry}
            .useful=${this.shown.useful}
            .judge=${judge}
            .announce=${announce}
          ></vejviser-tools>`
        : nothing}
      ${entry.buttons.length ? choices(entry.buttons, this.shown.current, press) : nothing}
    `;
  }
}

define("vejviser-message", Message);
