import { type CSSResultGroup } from "lit";
import { deskStyled } from "../../desk/elements/desk_part";
import { Part } from "../../elements/part";
import type { Lookup } from "../lookup";

/** An element of looking up: shows what was found, and again whenever that changes. */
export class LookupPart extends Part {
  static override styles: CSSResultGroup = deskStyled();

  static override properties = {
    lookup: { attribute: false },
    say: { attribute: false },
  };

  declare lookup: Lookup;
  /** Says something to screen readers. */
  declare say: (text: string) => void;
  #followed: Lookup | null = null;
  #unfollow: (() => void) | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unfollow?.();
    this.#followed = null;
  }

  protected override willUpdate(): void {
    // Another person's look-up, or another conversation's, takes the place of this one.
    if (this.#followed === this.lookup) return;
    this.#unfollow?.();
    this.#followed = this.lookup;
    this.#unfollow = this.lookup.follow(() => this.requestUpdate());
  }
}
