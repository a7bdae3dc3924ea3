// The desk's keys, and what they do.

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
  | "lookup"
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
  lookup: "o",
  queue: "g q",
  callbacks: "g c",
  search: "g s",
  audit: "g a",
  help: "?",
};
