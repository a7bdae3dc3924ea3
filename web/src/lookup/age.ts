const AGE = /^\d{1,3}(-(\d{1,3})?)?$/;

/** An age as it is asked with ("24", "0-29", "30-"), null for none; undefined where something else was written. */
export function readAge(written: string): string | null | undefined {
  const age = written.replace(/\s+/g, "");
  if (!age) return null;
  if (!AGE.test(age)) return undefined;
  const [lowest, highest] = age.split("-");
  return highest && Number(highest) < Number(lowest) ? undefined : age;
}
