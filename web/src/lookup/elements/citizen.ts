import { html, nothing } from "lit";
import { deskStyled, wrong } from "../../desk/elements/desk_part";
import { define } from "../../elements/part";
import citizenStyles from "../../styles/lookup-citizen.css?inline";
import { readAge } from "../age";
import type { Pension } from "../protocol";
import { t } from "../texts";
import { LookupPart } from "./lookup_part";

/** What answers hang on: for which municipality, how old the citizen is, and whether there is an early retirement pension. */
export class Citizen extends LookupPart {
  static override styles = deskStyled(citizenStyles);

  static override properties = { ...LookupPart.properties, typed: { state: true } };

  /** The age as it stands in the field while it is none; null where it is what counts. */
  declare typed: string | null;

  constructor() {
    super();
    this.typed = null;
  }

  override render() {
    const { told, municipality, catalogue } = this.lookup;
    const bad = this.typed !== null && readAge(this.typed) === undefined;
    return html`<fieldset class="choices" id="municipalities">
        <legend>${t("lookup.municipality")}</legend>
        ${(catalogue?.municipalities ?? []).map(
          ({ slug, name }, index) => html`<label class="chip">
            <input
              type="radio"
              name="municipality"
              value=${slug}
              aria-keyshortcuts=${index < 9 ? `Alt+${index + 1}` : nothing}
              .checked=${slug === municipality}
              @change=${() => this.#choose(slug)}
            />
            <span>${index < 9 ? html`<kbd aria-hidden="true">${index + 1}</kbd> ` : nothing}${name}</span>
          </label>`,
        )}
      </fieldset>
      <fieldset class="citizen">
        <legend>${t("lookup.citizen.legend")}</legend>
        <div class="age">
          <label for="age">${t("lookup.citizen.age")}</label>
          <input
            id="age"
            inputmode="numeric"
            autocomplete="off"
            maxlength="7"
            aria-invalid=${bad ? "true" : "false"}
            aria-describedby="bad-age"
            .value=${this.typed ?? told.age ?? ""}
            @input=${this.#age}
            @blur=${this.#left}
          />
        </div>
        <fieldset class="choices" id="pension">
          <legend>${t("lookup.citizen.pension")}</legend>
          ${this.#pension("yes", t("lookup.citizen.affirmed"))} ${this.#pension("no", t("lookup.citizen.denied"))}
          ${this.#pension(null, t("lookup.citizen.unknown"))}
        </fieldset>
        <button type="button" id="anew" @click=${this.#anew}>${t("lookup.citizen.anew")}</button>
        ${bad ? wrong(t("lookup.citizen.bad_age"), "bad-age") : nothing}
      </fieldset>`;
  }

  #pension(value: Pension | null, name: string) {
    return html`<label class=${value ? "chip" : "chip unset"}>
      <input type="radio" name="pension" .checked=${this.lookup.told.pension === value} @change=${() => this.lookup.tell({ pension: value })} />
      <span>${name}</span>
    </label>`;
  }

  #choose(slug: string): void {
    this.dispatchEvent(new CustomEvent("chosen", { detail: slug }));
  }

  #age(event: Event): void {
    const typed = (event.target as HTMLInputElement).value;
    const age = readAge(typed);
    this.typed = typed;
    if (age !== undefined) this.lookup.tell({ age });
  }

  // What is no age is corrected, or is thrown away with the field's old value in sight.
  readonly #left = (): void => {
    if (this.typed !== null && readAge(this.typed) !== undefined) this.typed = null;
  };

  readonly #anew = (): void => {
    this.typed = null;
    this.dispatchEvent(new CustomEvent("anew"));
  };

  /** Take what was written back, with the rest of the citizen's circumstances. */
  clear(): void {
    this.typed = null;
  }
}

define("vejviser-citizen", Citizen);
