import type { Link } from "./protocol";

/** A text in which each label that has a link is that link. */
export function pieces(text: string, links: readonly Link[]): (string | Link)[] {
  const found: (string | Link)[] = [];
  let rest = text;
  let before = "";
  while (rest) {
    const next = nearest(rest, before, links);
    if (!next) break;
    if (next.at > 0) found.push(rest.slice(0, next.at));
    found.push(next.link);
    const end = next.at + next.link.label.length;
    before = rest.charAt(end - 1);
    rest = rest.slice(end);
  }
  if (rest) found.push(rest);
  return found;
}

/** The links whose labels a text does not hold. */
export function missing(text: string, links: readonly Link[]): Link[] {
  return links.filter((link) => nearest(text, "", [link]) === null);
}

function nearest(text: string, before: string, links: readonly Link[]): { link: Link; at: number } | null {
  let best: { link: Link; at: number } | null = null;
  for (const link of links) {
    const at = whole(text, before, link.label);
    if (at < 0) continue;
    if (!best || at < best.at || (at === best.at && link.label.length > best.link.label.length)) best = { link, at };
  }
  return best;
}

// A label inside a longer word or number is something else: 112 is not in 1125.
function whole(text: string, before: string, label: string): number {
  for (let at = text.indexOf(label); at >= 0; at = text.indexOf(label, at + 1)) {
    const previous = at > 0 ? text.charAt(at - 1) : before;
    if (!joins(previous, label.charAt(0)) && !joins(text.charAt(at + label.length), label.slice(-1))) return at;
  }
  return -1;
}

const WORDLIKE = /[\p{L}\p{N}]/u;

function joins(one: string, other: string): boolean {
  return WORDLIKE.test(one) && WORDLIKE.test(other);
}
