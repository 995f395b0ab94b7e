// Expressions that are evaluated inside of the page: what is visible of it, and how well.

/** The texts of the elements that are displayed. */
export function visible(selector: string): string {
  return `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((e) => e.getClientRects().length > 0 && e.textContent).map((e) => e.textContent)`;
}

/** Texts of a drawing that begin or end outside of the page. */
export const outside = `[...document.querySelectorAll("svg text")].filter((text) => {
  const box = text.getBoundingClientRect();
  return box.width > 0 && (box.left < 0 || box.right > document.documentElement.clientWidth);
}).map((text) => text.textContent)`;

/**
 * Every text that is displayed, with the contrast of its colour to what lies behind it (WCAG 2.2, relative luminance). Behind a text in
 * a drawing is the bar that it is written in, else the card; a hatched bar gives such a text a halo of its own.
 */
export const contrasts = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const [r, g, b] = rgb(color).slice(0, 3).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (rgb(color)[3] > 0) return color;
    }
    return "white";
  };
  const behind = (text) => {
    const style = getComputedStyle(text);
    if (style.stroke !== "none") return style.stroke;
    const bar = text.classList.contains("in") ? text.previousElementSibling : null;
    return bar ? getComputedStyle(bar).fill : ground(text.ownerSVGElement);
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
    if (text === "" || element.closest("title, script, style, .unseen") || element.getClientRects().length === 0) continue;
    const svg = element.closest("text");
    const ink = luminance(svg ? getComputedStyle(element).fill : getComputedStyle(element).color);
    const paper = luminance(svg ? behind(svg) : ground(element));
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    found.push({ text: text.slice(0, 40), ratio: Math.round(ratio * 100) / 100 });
  }
  return found;
})()`;

/** Flags that cover each other, and inscriptions that are longer than their bars. */
export const covered = `(() => {
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.getClientRects().length > 0);
  const boxes = seen(".flag").map((flag) => ({ text: flag.textContent, chart: flag.closest("svg"), box: flag.getBoundingClientRect() }));
  const apart = (one, other) => one.right <= other.left || other.right <= one.left || one.bottom <= other.top + 4 || other.bottom <= one.top + 4;
  const flags = boxes.flatMap((one, index) =>
    boxes.slice(index + 1).filter((other) => other.chart === one.chart && !apart(one.box, other.box)).map((other) => one.text + " | " + other.text));
  const words = seen(".plot .in").filter((text) => text.getBoundingClientRect().right > text.previousElementSibling.getBoundingClientRect().right);
  return [...flags, ...words.map((text) => text.textContent)];
})()`;
