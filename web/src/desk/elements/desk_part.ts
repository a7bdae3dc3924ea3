import { html, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import { Part, styled } from "../../elements/part";
import deskStyles from "../../styles/desk.css?inline";
import fieldsStyles from "../../styles/fields.css?inline";
import foldedStyles from "../../styles/folded.css?inline";
import type { DeskFailure } from "../api";
import type { Desk } from "../desk";
import { t } from "../texts";

/** Styles of an element of the desk: what all share, and its own. */
export function deskStyled(own = ""): CSSResultGroup {
  return styled(fieldsStyles + foldedStyles + deskStyles + own);
}

/** An element of the desk: shows what the desk holds, and again whenever that changes. */
export class DeskPart extends Part {
  static override styles = deskStyled();

  static override properties = {
    desk: { attribute: false },
    say: { attribute: false },
  };

  declare desk: Desk;
  /** Says something to screen readers. */
  declare say: (text: string) => void;
  #unfollow: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unfollow = this.desk.follow(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unfollow?.();
  }
}

/** What a failure says to the person at the desk. */
export function sayOf(failure: DeskFailure): string {
  if (failure.text) return failure.text;
  return failure.kind === "later" ? t("error.later") : failure.status === 404 ? t("error.gone") : t("error.down");
}

/** Something that did not work: shown, and read out at once. */
export function wrong(text: string, id = "wrong"): TemplateResult | typeof nothing {
  return text ? html`<p class="wrong" id=${id} role="alert">${text}</p>` : nothing;
}
