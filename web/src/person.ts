// Who has the conversation, in words.

import { duration } from "./dates";
import type { Handover, Sender } from "./protocol";
import { t } from "./texts";

/** Who has a conversation about which nobody has said anything else. */
export const WITH_ROBOT: Handover = { state: "robot", position: null, waitSeconds: null, sender: null };

const MINUTE = 60;
// How often a new place in the queue is told at most: who waits has other things to listen to.
const PLACE_MS = 20_000;

/** The name of a person in a sentence. */
export function nameOf(name: string): string {
  return name || t("sender.unnamed");
}

/** A person's name and unit. */
export function personOf({ name, unit }: Sender, unnamed = t("sender.person")): string {
  return unit ? t("sender.with_unit", { name: name || unnamed, unit }) : name || unnamed;
}

/** With whom one talks while a person has the conversation, empty otherwise. */
export function partner({ state, sender }: Handover): string {
  return state === "person" ? nameOf(sender?.name ?? "") : "";
}

/** The place in the queue, in a sentence; empty where it is not known. */
export function place({ position }: Handover): string {
  if (position === null) return "";
  return position <= 1 ? t("queue.next") : t("queue.position", { position });
}

/** How long it may take, or that nobody can say so. */
export function wait({ waitSeconds }: Handover): string {
  if (waitSeconds === null) return t("queue.wait_unknown");
  if (waitSeconds < MINUTE) return t("queue.wait_short");
  return t("queue.wait", { time: duration(Math.ceil(waitSeconds / MINUTE) * MINUTE) });
}

/** Tells the place in the queue when it changes, and not more often than somebody wants to hear it. */
export class PlaceNews {
  #told = "";
  #next = "";
  #toldAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (text: string) => void) {}

  /** Where one stands now. */
  hear(handover: Handover, now = Date.now()): void {
    if (handover.state !== "waiting") return this.stop();
    this.#next = place(handover);
    clearTimeout(this.#timer);
    if (this.#next === this.#told) return;
    const left = this.#toldAt + PLACE_MS - now;
    if (left > 0) {
      this.#timer = setTimeout(() => this.hear(handover), left);
      return;
    }
    const first = this.#told === "";
    this.#told = this.#next;
    this.#toldAt = now;
    this.tell(first ? `${this.#next} ${wait(handover)}` : this.#next);
  }

  /** Nobody waits any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#told = "";
    this.#toldAt = -Infinity;
  }
}
