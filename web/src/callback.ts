// The form for a call-back: what is in it, what is wrong with it, and sending it once. Lives as long as the page, and is never
// written to the tab's storage: a telephone number does not belong on a library's computer.

import type { Failure, Result } from "./api";
import { newId } from "./ids";
import type { Receipt } from "./protocol";

/** What a citizen asks for. */
export interface Wish {
  name: string;
  phone: string;
  email: string;
  question: string;
  /** Whether who calls may read the conversation. */
  share: boolean;
}

export type WishField = keyof Wish;

export interface Wrong {
  /** The field that has to be put right, null where it is none of them. */
  field: WishField | null;
  /** The service's own words, empty where it said none. */
  text: string;
  kind: Failure["kind"];
}

const EMPTY: Wish = { name: "", phone: "", email: "", question: "", share: false };

function isField(name: string | undefined): name is WishField {
  return name !== undefined && Object.hasOwn(EMPTY, name);
}

export class Callback {
  /** Whether the form is what is shown. */
  open = false;
  sending = false;
  wish: Wish = EMPTY;
  wrong: Wrong | null = null;
  #id = newId();
  /** Whether the service may have the form as it was, although nobody heard so. */
  #doubtful = false;

  constructor(
    private readonly ask: (id: string, wish: Wish) => Promise<Result<Receipt>>,
    private readonly changed: () => void,
  ) {}

  /** Whether anything stands in the form. */
  get begun(): boolean {
    return Object.values(this.wish).some(Boolean);
  }

  show(open: boolean): void {
    this.open = open;
    this.changed();
  }

  set<Field extends WishField>(field: Field, value: Wish[Field]): void {
    // What is on its way is not to differ from what is seen.
    if (this.sending || this.wish[field] === value) return;
    // A form that has changed is another one: with the old name the service would keep what it may have got before.
    if (this.#doubtful) this.#id = newId();
    this.#doubtful = false;
    this.wish = { ...this.wish, [field]: value };
    if (this.wrong?.field === field) this.wrong = null;
    this.changed();
  }

  /** Send the form; the receipt, or null where it did not arrive or is not right yet. Sent again unchanged, it is still one form. */
  async send(): Promise<Receipt | null> {
    if (this.sending) return null;
    const id = this.#id;
    this.sending = true;
    this.wrong = null;
    this.changed();
    const result = await this.ask(id, this.wish);
    // Emptied meanwhile, or changed: what comes is no longer about this form.
    if (id !== this.#id) return null;
    this.sending = false;
    if (result.ok) {
      this.reset();
      return result.value;
    }
    const { failure } = result;
    this.#doubtful = failure.kind === "down";
    const named = failure.kind === "refused" ? failure.field : undefined;
    this.wrong = { field: isField(named) ? named : null, text: failure.text, kind: failure.kind };
    this.changed();
    return null;
  }

  /** Forget everything that was written. */
  reset(): void {
    this.open = false;
    this.sending = false;
    this.wish = EMPTY;
    this.wrong = null;
    this.#id = newId();
    this.#doubtful = false;
    this.changed();
  }
}
