declare module "*/texts.mjs" {
  export const DESK_LOCALE_FILE: string;
  export const LOOKUP_LOCALE_FILES: Record<"lookup" | "sheet", string>;
  export function readNamedTexts(files: Record<string, string>): Record<string, string | { one: string; many: string }>;
}
