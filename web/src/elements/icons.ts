import { svg, type SVGTemplateResult } from "lit";

// Beside a text that says the same, so screen readers pass them over.
function icon(shape: SVGTemplateResult): SVGTemplateResult {
  return svg`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;
}

const THUMB = svg`<path d="M3 11h4v9H3zM7 12l4-8c1.8 0 2.6 1 2.3 2.7L12.7 10H19c1.2 0 2 1 1.7 2.2l-1.5 6c-.3 1.1-1.1 1.8-2.2 1.8H7" />`;

export const chatIcon = icon(svg`<path d="M4 4h16v12H10l-5 4v-4H4z" /><path d="M8 8.5h8M8 11.5h5" />`);
export const closeIcon = icon(svg`<path d="M5 5l14 14M19 5L5 19" />`);
export const menuIcon = icon(svg`<path d="M4 6h16M4 12h16M4 18h16" />`);
export const sendIcon = icon(svg`<path d="M4 12h15M13 6l6 6-6 6" />`);
export const copyIcon = icon(svg`<path d="M9 9h11v11H9z" /><path d="M5 15H4V4h11v1" />`);
export const printIcon = icon(svg`<path d="M7 8V3h10v5M7 17H4V8h16v9h-3" /><path d="M7 14h10v7H7z" />`);
export const usefulIcon = icon(THUMB);
export const uselessIcon = icon(svg`<g transform="rotate(180 12 12)">${THUMB}</g>`);
export const personIcon = icon(svg`<circle cx="12" cy="8" r="4" /><path d="M4 20c1-4 4-6 8-6s7 2 8 6" />`);
export const saveIcon = icon(svg`<path d="M12 3v12M7 10l5 5 5-5M4 20h16" />`);
export const leaveIcon = icon(svg`<path d="M10 4H4v16h6M9 12h11M16 8l4 4-4 4" />`);
export const eraseIcon = icon(svg`<path d="M4 6h16M9 6V3h6v3M6 6l1 15h10l1-15M10 10v7M14 10v7" />`);
export const downIcon = icon(svg`<path d="M12 4v15M6 13l6 6 6-6" />`);
export const lineIcon = icon(svg`<path d="M12 3l10 18H2zM12 10v5M12 18v.5" />`);
