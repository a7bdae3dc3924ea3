// Ready-made answers: a slash at the start of the field asks for them, what follows it picks among them.

import type { ReadyAnswer } from "./protocol/conversation";

const MOST = 30;

/** What is looked for, null where the field holds no such question. */
export function queryOf(draft: string): string | null {
  return draft.startsWith("/") && !draft.includes("\n") ? draft.slice(1).trim() : null;
}

/** The answers that hold every word, those that have them in their label first. */
export function matching(answers: readonly ReadyAnswer[], query: string): ReadyAnswer[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const found = answers.flatMap((answer) => {
    const label = plain(`${answer.label} ${answer.slug}`);
    const whole = `${label} ${plain(answer.text)}`;
    if (!words.every((word) => whole.includes(word))) return [];
    return [{ answer, rank: words.every((word) => label.includes(word)) ? 0 : 1 }];
  });
  return found
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST)
    .map(({ answer }) => answer);
}

function plain(text: string): string {
  return text.toLocaleLowerCase("da").normalize("NFC");
}

/** The option that an arrow key leads to, round and round; -1 where there is none. */
export function moved(active: number, step: 1 | -1, count: number): number {
  return count ? (active + step + count) % count : -1;
}
