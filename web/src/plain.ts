// Messages as plain text: to be read aloud, copied and saved.

import { clock, dateAndTime } from "./dates";
import { personOf } from "./person";
import type { Answer, RobotEntry, SpokenEntry } from "./protocol";
import { t } from "./texts";

/** Who says it. */
export function sender(entry: SpokenEntry): string {
  switch (entry.kind) {
    case "citizen":
      return t("sender.you");
    case "robot":
      return t("sender.robot");
    case "handover":
    case "notice":
      return t("sender.notice");
    case "person":
      return personOf(entry);
  }
}

/** When it was said, for a message's head. */
export function when(at: string): string {
  const time = clock(at);
  return time && t("time", { time });
}

/** Whether the law of an answer is shown unfolded: where the standard says nothing, the law is the answer. */
export function lawLeads(answer: Answer): boolean {
  return answer.status !== "stated" && answer.law.length > 0;
}

/** What a screen reader says when a message comes: what is on the screen without unfolding anything. */
export function spoken(entry: SpokenEntry): string {
  const parts = [t("announce.message", { sender: sender(entry), text: entry.kind === "robot" ? core(entry) : entry.text })];
  if (entry.kind === "robot") {
    if (entry.answer && folds(entry.answer) && !lawLeads(entry.answer)) parts.push(t("announce.more"));
    if (entry.buttons.length) parts.push(t("announce.choices", { count: entry.buttons.length }));
  }
  return parts.join("\n");
}

function folds(answer: Answer): boolean {
  return answer.details.length > 0 || answer.law.length > 0 || answer.source !== "";
}

function core(entry: RobotEntry): string {
  const { answer } = entry;
  if (!answer) return entry.text;
  const law = lawLeads(answer) ? answer.law : [];
  return joined([ended(answer.title), answer.short, ...law, answer.contact], "\n");
}

// A heading has no full stop; without one it would be read as one sentence with what follows.
function ended(title: string): string {
  return /[\p{L}\p{N}]$/u.test(title) ? `${title}.` : title;
}

/** A message to paste elsewhere, with its source. */
export function copied(entry: SpokenEntry): string {
  if (entry.kind !== "robot" || !entry.answer) return entry.text;
  return answerBlocks(entry.answer).join("\n\n");
}

/** The parts of an answer that are worth keeping, in their order. */
export function answerBlocks(answer: Answer): string[] {
  const { title, short, details, law, contact, source } = answer;
  return [joined([title, short], "\n"), details.join("\n"), law.join("\n"), contact, source].filter(Boolean);
}

/** A whole conversation as a text file, with the numbers of call-backs that were asked for. */
export function transcript(
  entries: readonly SpokenEntry[],
  reference: string,
  now: Date,
  receipts: readonly string[] = [],
): string {
  const head = joined(
    [
      t("save.title"),
      t("save.saved", { date: dateAndTime(now) }),
      reference && t("save.reference", { reference }),
      ...receipts.map((receipt) => t("save.receipt", { receipt })),
      t("save.note"),
    ],
    "\n",
  );
  const said = entries.map((entry) => {
    const date = dateAndTime(new Date(entry.at));
    return `${date ? t("save.entry", { sender: sender(entry), date }) : sender(entry)}:\n${entry.text}`;
  });
  return `${[head, ...said].join("\n\n")}\n`;
}

function joined(parts: readonly string[], between: string): string {
  return parts.filter(Boolean).join(between);
}
