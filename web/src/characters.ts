// Lengths as the service counts them: characters, not UTF-16 units, and none for white space at the ends.

/** How many are left when the count is shown. */
export const NEAR = 100;

export function length(text: string): number {
  return [...text.trim()].length;
}
