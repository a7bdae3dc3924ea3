/** Copy a text; false where the browser does not let anybody. `within` holds the fallback's field for a moment. */
export async function copy(text: string, within: ParentNode & Node): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text, within);
  }
}

// For pages without https, and browsers that know no clipboard.
function copyBySelection(text: string, within: ParentNode & Node): boolean {
  const field = document.createElement("textarea");
  const root = within.getRootNode() as Document | ShadowRoot;
  const before = root.activeElement;
  field.value = text;
  field.readOnly = true;
  field.className = "sr-only";
  within.append(field);
  try {
    field.select();
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
