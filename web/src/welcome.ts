import { known, t } from "./texts";

/** What everybody is told before the first message: that it is a robot, what it is for, and what becomes of the text. */
export function welcome(service: string): string[] {
  const key = `welcome.about.${service}`;
  const about = known(key) ? t(key as "welcome.about.any") : t("welcome.about.any");
  return [about, t("welcome.wrong"), t("welcome.private"), t("welcome.kept"), t("welcome.erase")];
}
