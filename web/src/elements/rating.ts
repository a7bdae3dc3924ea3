import { html, nothing, type PropertyValues } from "lit";
import { length } from "../characters";
import { nameOf } from "../person";
import { LONGEST_COMMENT, type Rating, type Talk } from "../rating";
import fieldsStyles from "../styles/fields.css?inline";
import formStyles from "../styles/form.css?inline";
import ratingStyles from "../styles/rating.css?inline";
import { t } from "../texts";
import { define, Part, styled } from "./part";

const WORST = 1;
const BEST = 5;
const STARS = [WORST, 2, 3, 4, BEST];

/** How it was to talk with a person; after it, thanks. */
export class RatingCard extends Part {
  static override styles = styled(fieldsStyles + formStyles + ratingStyles);

  static override properties = {
    rating: { attribute: false },
    talk: { attribute: false },
    /** Changes whenever the conversation does. */
    version: { attribute: false },
    alive: { attribute: false },
    settled: { attribute: false },
    announce: { attribute: false },
    wrong: { state: true },
  };

  declare rating: Rating;
  /** The talk that is asked about, null once it was rated. */
  declare talk: Talk | null;
  declare version: number;
  declare alive: () => void;
  /** Hears that it was given, or that the citizen would rather not say: what had the focus is gone. */
  declare settled: (given: boolean) => void;
  declare announce: (text: string) => void;
  declare wrong: string;

  constructor() {
    super();
    this.talk = null;
    this.wrong = "";
  }

  override render() {
    const { talk, rating } = this;
    if (!talk) return rating.thanked ? html`<p class="thanks" id="thanks" tabindex="-1">${t("rating.thanks")}</p>` : nothing;
    return html`<form class="rating" novalidate @submit=${(event: Event) => this.#submit(event, talk)}>
      <fieldset aria-describedby="scale wrong">
        <legend>${t("rating.heading", { name: nameOf(talk.name) })}</legend>
        <p id="scale">${t("rating.scale")}</p>
        <div class="stars">${STARS.map((stars) => this.#star(stars))}</div>
      </fieldset>
      <label for="comment">${t("rating.comment")}</label>
      <textarea id="comment" rows="2" autocomplete="off" .value=${rating.comment} @input=${this.#comment}></textarea>
      <p class="wrong" id="wrong" ?hidden=${!this.wrong}>${this.wrong}</p>
      <div class="row">
        <button type="submit" class="primary">${rating.sending ? t("rating.sending") : t("rating.send")}</button>
        <button type="button" class="plain" id="skip" @click=${() => this.#skip(talk)}>${t("rating.skip")}</button>
      </div>
    </form>`;
  }

  // The words stand below the ends for the eye, and belong to the name of the number for the ear.
  #star(stars: number) {
    const words = stars === WORST ? t("rating.worst") : stars === BEST ? t("rating.best") : "";
    return html`<label class="star">
      <input
        type="radio"
        name="stars"
        value=${stars}
        aria-label=${words ? t("rating.end", { stars, words }) : stars}
        .checked=${this.rating.stars === stars}
        @change=${() => this.#choose(stars)}
      />
      <span aria-hidden="true">${stars}</span>
      ${words ? html`<span class="words" aria-hidden="true">${words}</span>` : nothing}
    </label>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("talk") && changed.get("talk")?.number !== this.talk?.number) this.wrong = "";
  }

  #choose(stars: number): void {
    this.rating.stars = stars;
    this.wrong = "";
    this.alive();
  }

  #comment(event: Event): void {
    this.rating.comment = (event.target as HTMLTextAreaElement).value;
    this.alive();
  }

  async #submit(event: Event, talk: Talk): Promise<void> {
    event.preventDefault();
    if (this.rating.sending) return;
    if (!this.rating.stars) {
      this.#say(t("rating.missing"));
      return this.focusOn("input");
    }
    const over = length(this.rating.comment) - LONGEST_COMMENT;
    if (over > 0) {
      this.#say(t("rating.too_long", { over, limit: LONGEST_COMMENT }));
      return this.focusOn("#comment");
    }
    const failure = await this.rating.send(talk);
    if (failure) return this.#say(failure.kind === "over" ? t("rating.late") : failure.text || t("rating.failed"));
    this.announce(t("rating.thanks"));
    this.settled(true);
  }

  #skip(talk: Talk): void {
    this.rating.skip(talk);
    this.settled(false);
  }

  #say(wrong: string): void {
    this.wrong = wrong;
    this.announce(wrong);
  }
}

define("vejviser-rating", RatingCard);
