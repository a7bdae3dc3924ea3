// Something final: asked about first, then done, and said when it could not be done.

import type { Conversation } from "../conversation";
import { t } from "../texts";
import type { Asked } from "./cards";

/** The panel that asks. */
export interface Asker {
  readonly conversation: Conversation;
  announce(text: string): void;
  requestUpdate(): void;
}

export class Asking {
  /** What is asked now. */
  question: Asked | null = null;
  /** What is being done, in words. */
  busy = "";
  /** What could not be done, in words. */
  failed = "";

  constructor(private readonly asker: Asker) {}

  /** Ask about something, or about nothing any more. */
  ask(question: Asked | null): void {
    this.failed = "";
    this.question = question;
    this.asker.requestUpdate();
  }

  /** A question about a person is settled when that person has gone; what failed, when nobody waits for it. */
  settle(): void {
    const { state } = this.asker.conversation.handover;
    if (this.question === "person" && state !== "person") {
      this.question = null;
      this.busy = "";
    }
    if (!this.question && state !== "waiting") this.failed = "";
  }

  async confirm(): Promise<void> {
    const { conversation } = this.asker;
    if (this.busy) return;
    if (this.question === "leave") return conversation.leave();
    if (this.question === "person") return this.release();
    const erased = await this.#try(t("erase.working"), t("erase.failed"), () => conversation.erase(t("erase.nothing")));
    if (erased) this.ask(null);
  }

  /** Leave the queue, or end the talk with the person. The service announces what follows. */
  async release(): Promise<void> {
    const { conversation } = this.asker;
    if (this.busy) return;
    const talks = conversation.handover.state === "person";
    const working = talks ? t("end_person.working") : t("queue.leaving");
    const failed = talks ? t("end_person.failed") : t("queue.failed");
    if (await this.#try(working, failed, () => conversation.release())) this.ask(null);
  }

  async #try(working: string, failed: string, act: () => Promise<boolean>): Promise<boolean> {
    this.#tell(working, "");
    const done = await act();
    this.#tell("", done ? "" : failed);
    return done;
  }

  #tell(busy: string, failed: string): void {
    this.busy = busy;
    this.failed = failed;
    this.asker.requestUpdate();
    if (busy || failed) this.asker.announce(busy || failed);
  }
}
