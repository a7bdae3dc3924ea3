// How long somebody has waited.

import { t } from "./texts";

/** Seconds since a moment of the service; none where its clock is ahead of this one, or it is no moment. */
export function secondsSince(at: string, now: number): number {
  const passed = Math.floor((now - new Date(at).getTime()) / 1000);
  return Number.isNaN(passed) ? 0 : Math.max(0, passed);
}

export function isLate(askedAt: string, now: number, lateSeconds: number): boolean {
  return secondsSince(askedAt, now) > lateSeconds;
}

/** A length of time as it is read at a glance. */
export function waited(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours) return t("wait.hours", { hours, minutes: minutes % 60 });
  return minutes ? t("wait.minutes", { minutes, seconds: seconds % 60 }) : t("wait.seconds", { seconds });
}
