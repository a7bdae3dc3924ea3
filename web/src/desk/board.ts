// What the board says, in the order in which one walks through it.

import type { Board, Card, Colleague } from "./protocol/board";

export const EMPTY_BOARD: Board = { waiting: [], mine: [], others: [], openCallbacks: 0, colleagues: [], opening: [] };

/** All conversations, as they stand below each other. */
export function cards(board: Board): Card[] {
  return [...board.waiting, ...board.mine, ...board.others];
}

export function cardOf(board: Board, reference: string): Card | null {
  return cards(board).find((card) => card.reference === reference) ?? null;
}

/** How many conversations ask for something: those that wait, and one's own with words that are not answered. */
export function asking(board: Board): number {
  return board.waiting.length + board.mine.filter(({ unread }) => unread > 0).length;
}

/** Own conversations in which the citizen has written since the board before, but for the one that is open. */
export function answeredSince(before: Board, now: Board, open: string): Card[] {
  return now.mine.filter(
    (card) => card.reference !== open && card.unread > (cardOf(before, card.reference)?.unread ?? card.unread),
  );
}

/** To whom a conversation can be given: who works for its municipality, those that are there first. */
export function recipients(board: Board, municipality: string, own: number): Colleague[] {
  const rank = ({ there, away }: Colleague) => (there && away === null ? 0 : there ? 1 : 2);
  return board.colleagues
    .filter(({ id, municipalities }) => id !== own && (!municipality || municipalities.includes(municipality)))
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name, "da"));
}
