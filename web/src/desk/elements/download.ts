const LATER_MS = 60_000;

/** Save a text as a file on the reader's machine. */
export function download(name: string, text: string, within: ParentNode): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.hidden = true;
  within.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), LATER_MS);
}
