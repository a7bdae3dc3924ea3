// Single keys, and two in a row. They are off while one writes, and can be turned off altogether (WCAG 2.1.4).

const SOON_MS = 1500;

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  isComposing: boolean;
}

export class Shortcuts<Command extends string> {
  #first = "";
  #firstAt = 0;
  readonly #commands: Map<string, Command>;
  readonly #firsts: Set<string>;

  /** `keys` are those of each command; a blank stands between two that follow each other. */
  constructor(keys: Record<Command, string>) {
    const all = Object.entries(keys) as [Command, string][];
    this.#commands = new Map(all.map(([command, pressed]) => [pressed, command]));
    this.#firsts = new Set(all.flatMap(([, pressed]) => (pressed.includes(" ") ? [pressed.charAt(0)] : [])));
  }

  /** What a key event of the page does, which is then all that it does; null where it goes into a field or a dialog, or does nothing. */
  take(event: KeyboardEvent, now: number): Command | null {
    const target = event.composedPath()[0];
    if (event.defaultPrevented) return null;
    if (target instanceof Element && (takesText(target) || target.closest("dialog"))) return null;
    const command = this.press(event, now);
    if (command) event.preventDefault();
    return command;
  }

  /** What a key does, null where it does nothing; `now` in milliseconds. */
  press({ key, ctrlKey, altKey, metaKey, isComposing }: Pressed, now: number): Command | null {
    if (ctrlKey || altKey || metaKey || isComposing || key.length !== 1) return null;
    const first = now - this.#firstAt <= SOON_MS ? this.#first : "";
    this.#first = "";
    const found = this.#commands.get(first ? `${first} ${key.toLowerCase()}` : key.toLowerCase());
    if (found) return found;
    if (this.#firsts.has(key.toLowerCase())) {
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
