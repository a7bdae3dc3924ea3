// Texts come as lines; lines that begin with a dash are the points of a list.

export type Block = { kind: "text"; text: string } | { kind: "points"; items: string[] };

const POINT = /^\s*[–•-]\s+/;

/** A text as paragraphs and lists. */
export function blocks(text: string): Block[] {
  const found: Block[] = [];
  for (const line of text.split("\n")) {
    if (!line.trim()) continue;
    const last = found[found.length - 1];
    if (!POINT.test(line)) found.push({ kind: "text", text: line.trim() });
    else if (last?.kind === "points") last.items.push(line.replace(POINT, ""));
    else found.push({ kind: "points", items: [line.replace(POINT, "")] });
  }
  return found;
}
