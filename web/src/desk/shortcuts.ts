// Single keys, and two in a row. They are off while one writes, and can be turned off altogether (WCAG 2.1.4).

export type Command =
  | "help"
  | "next"
  | "previous"
  | "claim"
  | "reply"
  | "note"
  | "forward"
  | "return"
  | "close"
  | "seen"
  | "sound"
  | "queue"
  | "callbacks"
  | "search"
  | "audit";

/** Keys by what they do, in the order in which they are listed. A blank stands between two that follow each other. */
export const KEYS: Record<Command, string> = {
  next: "j",
  previous: "k",
  claim: "c",
  reply: "r",
  note: "n",
  forward: "f",
  return: "b",
  close: "x",
  seen: "s",
  sound: "l",
  queue: "g q",
  callbacks: "g c",
  search: "g s",
  audit: "g a",
  help: "?",
};

const COMMANDS = new Map(Object.entries(KEYS).map(([command, keys]) => [keys, command as Command]));
const FIRST = new Set(Object.values(KEYS).flatMap((keys) => (keys.includes(" ") ? [keys.split(" ")[0]] : [])));
const SOON_MS = 1500;

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
}

export class Shortcuts {
  #first = "";
  #firstAt = 0;

  /** What a key does, null where it does nothing; `now` in milliseconds. */
  press({ key, ctrlKey, altKey, metaKey, isComposing }: Pressed, now: number): Command | null {
    if (ctrlKey || altKey || metaKey || isComposing || key.length !== 1) return null;
    const first = now - this.#firstAt <= SOON_MS ? this.#first : "";
    this.#first = "";
    const found = COMMANDS.get(first ? `${first} ${key.toLowerCase()}` : key.toLowerCase());
    if (found) return found;
    if (FIRST.has(key.toLowerCase())) {
      this.#first = key.toLowerCase();
      this.#firstAt = now;
    }
    return null;
  }
}

const WRITING = "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]";

/** Whether an element takes what is typed. */
export function takesText(element: { matches(selector: string): boolean } | null): boolean {
  return element?.matches(WRITING) ?? false;
}
