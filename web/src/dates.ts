import { t } from "./texts";

const LOCALE = "da-DK";

/** A moment of the service as a clock's time, such as "14.05"; empty where it is none. */
export function clock(at: string): string {
  const moment = new Date(at);
  return Number.isNaN(moment.getTime()) ? "" : moment.toLocaleTimeString(LOCALE, { hour: "2-digit", minute: "2-digit" });
}

/** Date and time in words. */
export function dateAndTime(moment: Date): string {
  return Number.isNaN(moment.getTime()) ? "" : moment.toLocaleString(LOCALE, { dateStyle: "long", timeStyle: "short" });
}

/** The day as files are named: 2026-11-29. */
export function day(moment: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** A length of time in words. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const rest = t("idle.seconds", { count: whole % 60 });
  if (whole < 60) return rest;
  const minutes = t("idle.minutes", { count: Math.floor(whole / 60) });
  return whole % 60 ? t("idle.both", { minutes, seconds: rest }) : minutes;
}

/** A date without a time, such as "2026-01-31", in words; empty where it is none. */
export function dateInWords(date: string): string {
  const moment = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) ? "" : moment.toLocaleDateString(LOCALE, { dateStyle: "long", timeZone: "UTC" });
}
