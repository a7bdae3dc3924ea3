import { html, type TemplateResult } from "lit";
import type { Button } from "../protocol";
import { t } from "../texts";

/**
 * The answers that may be pressed. Those of earlier messages can still be pressed, because people do change their minds, but they
 * step back; they stay the same elements, so that the focus stays on the one that was pressed.
 */
export function choices(
  buttons: readonly Button[],
  current: boolean,
  press: (button: Button) => void,
): TemplateResult {
  return html`<div class=${current ? "choices" : "choices past"} role="group" aria-label=${t("answer.choices")}>
    ${buttons.map((button) => html`<button type="button" @click=${() => press(button)}>${button.title}</button>`)}
  </div>`;
}
