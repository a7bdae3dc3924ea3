declare module "*/texts.mjs" {
  export const DESK_LOCALE_FILE: string;
}
