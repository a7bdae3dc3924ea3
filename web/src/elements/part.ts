import { LitElement, unsafeCSS, type CSSResultGroup } from "lit";
import base from "../styles/base.css?inline";

const shared = unsafeCSS(base);

/** Styles of an element: what all share, and its own. */
export function styled(own = ""): CSSResultGroup {
  return own ? [shared, unsafeCSS(own)] : shared;
}

/** An element of the widget. */
export class Part extends LitElement {
  static override styles: CSSResultGroup = styled();

  /** Move the focus to an element of this one, once it is there. */
  async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  find<Found extends HTMLElement = HTMLElement>(selector: string): Found | null {
    return this.renderRoot.querySelector<Found>(selector);
  }
}

/** Name an element; a page that holds the script twice has it named already. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
