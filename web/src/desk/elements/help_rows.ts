// What the list of the desk's shortcuts says.

import { KEYS, type Command } from "../shortcuts";
import { t } from "../texts";
import type { KeyRow } from "./help";

/** Single keys; some are not for everybody. */
export function singleKeys(supervises: boolean): KeyRow[] {
  const commands = (Object.keys(KEYS) as Command[]).filter((command) => command !== "audit" || supervises);
  return commands.map((command) => [KEYS[command], commandText(command)]);
}

/** Keys of fields. */
export function fieldKeys(): KeyRow[] {
  return [
    [t("shortcuts.enter"), t("shortcuts.enter_does")],
    [t("shortcuts.shift_enter"), t("shortcuts.shift_enter_does")],
    [t("shortcuts.slash"), t("shortcuts.slash_does")],
    [t("shortcuts.escape"), t("shortcuts.escape_does")],
  ];
}

function commandText(command: Command): string {
  switch (command) {
    case "next":
      return t("shortcuts.next");
    case "previous":
      return t("shortcuts.previous");
    case "claim":
      return t("shortcuts.claim");
    case "reply":
      return t("shortcuts.reply");
    case "note":
      return t("shortcuts.note");
    case "forward":
      return t("shortcuts.forward");
    case "return":
      return t("shortcuts.return");
    case "close":
      return t("shortcuts.end");
    case "seen":
      return t("shortcuts.seen");
    case "sound":
      return t("shortcuts.sound");
    case "lookup":
      return t("shortcuts.lookup");
    case "queue":
      return t("shortcuts.queue");
    case "callbacks":
      return t("shortcuts.callbacks");
    case "search":
      return t("shortcuts.search");
    case "audit":
      return t("shortcuts.audit");
    case "help":
      return t("shortcuts.help");
  }
}
