import { html, nothing } from "lit";
import { define } from "../../elements/part";
import { clock } from "../../dates";
import loginStyles from "../../styles/desk-login.css?inline";
import { t } from "../texts";
import { deskStyled, DeskPart, sayOf } from "./desk_part";

/** Who are you? */
export class Login extends DeskPart {
  static override styles = deskStyled(loginStyles);

  static override properties = { ...DeskPart.properties, problem: { state: true }, busy: { state: true } };

  declare problem: string;
  declare busy: boolean;

  constructor() {
    super();
    this.problem = "";
    this.busy = false;
  }

  override render() {
    return html`<form @submit=${this.#submit} novalidate>
      <p class="brand">${t("product")}</p>
      <h1 id="heading" tabindex="-1">${t("login.heading")}</h1>
      ${this.desk.ended ? html`<p class="notice">${t("login.ended")} ${this.desk.holdsWords ? t("login.kept") : nothing}</p>` : nothing}
      <div id="problem" class="wrong" role="alert">${this.problem}</div>
      <div class="field">
        <label for="name">${t("login.name")}</label>
        <input id="name" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required
          aria-describedby="problem" aria-invalid=${this.problem ? "true" : "false"} />
      </div>
      <div class="field">
        <label for="password">${t("login.password")}</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required
          aria-describedby="problem" aria-invalid=${this.problem ? "true" : "false"} />
      </div>
      <button type="submit" class="primary" id="login">${this.busy ? t("login.working") : t("login.submit")}</button>
    </form>`;
  }

  protected override firstUpdated(): void {
    // Somebody who was at work hears first why this page has come.
    void this.focusOn(this.desk.ended ? "#heading" : "#name");
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const name = this.find<HTMLInputElement>("#name");
    const password = this.find<HTMLInputElement>("#password");
    if (!name?.value.trim() || !password?.value) {
      this.problem = t("login.empty");
      return this.focusOn(name?.value.trim() ? "#password" : "#name");
    }
    this.busy = true;
    this.problem = "";
    const failure = await this.desk.login(name.value.trim(), password.value);
    this.busy = false;
    if (!failure) return;
    if (failure.kind === "later") {
      this.problem = t("login.locked", { time: clock(new Date(Date.now() + failure.seconds * 1000).toISOString()) });
    } else this.problem = failure.kind === "over" ? failure.text || t("login.wrong") : sayOf(failure);
    password.value = "";
    await this.focusOn("#password");
  }
}

define("vejviser-login", Login);
