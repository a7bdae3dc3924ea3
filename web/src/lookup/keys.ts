// The look-up page's keys, and what they do.

export type Command = "search" | "copy" | "compare" | "browse" | "coverage" | "anew" | "help" | Digit;
export type Digit = "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";

/** Keys by what they do; a digit chooses a municipality. */
export const KEYS: Record<Command, string> = {
  search: "/",
  "1": "1",
  "2": "2",
  "3": "3",
  "4": "4",
  "5": "5",
  "6": "6",
  "7": "7",
  "8": "8",
  "9": "9",
  copy: "c",
  compare: "s",
  browse: "b",
  coverage: "d",
  anew: "n",
  help: "?",
};
