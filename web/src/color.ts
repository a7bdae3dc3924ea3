// The municipality's own colour, made dark enough to be read by everybody.

export const DEFAULT_COLOR = "#123f5c";
export const ENOUGH = 4.5;

type Rgb = [number, number, number];

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
const DARKER = 0.96;

/** A colour that white text can be read on; `warn` hears, in English, why it is not the one that was asked for. */
export function readable(asked: string | null | undefined, warn: (text: string) => void): string {
  if (!asked) return DEFAULT_COLOR;
  const wanted = asked.trim();
  if (!HEX.test(wanted)) {
    warn(`data-color "${wanted}" is not a colour like #123f5c; ${DEFAULT_COLOR} is used.`);
    return DEFAULT_COLOR;
  }
  let rgb = parse(wanted);
  const before = contrastWithWhite(rgb);
  if (before >= ENOUGH) return format(rgb);
  while (contrastWithWhite(rgb) < ENOUGH) rgb = rgb.map((part) => Math.floor(part * DARKER)) as Rgb;
  const darkened = format(rgb);
  warn(
    `data-color ${wanted} has a contrast of ${before.toFixed(2)}:1 with white, which is less than ${ENOUGH}:1 ` +
      `(WCAG 2.1, 1.4.3); ${darkened} is used.`,
  );
  return darkened;
}

/** A darker shade, for the pointer above a surface of that colour. */
export function shade(color: string): string {
  return format(parse(color).map((part) => Math.floor(part * 0.75)) as Rgb);
}

export function parse(hex: string): Rgb {
  const digits = hex.slice(1);
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16)) as Rgb;
}

/** WCAG's contrast ratio between a colour and white. */
export function contrastWithWhite(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

function format(rgb: Rgb): string {
  return `#${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
