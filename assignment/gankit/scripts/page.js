// What the film and the sliders share: colours for light and dark pages, canvases, controls.

/** Whether the page behind the block is dark: its background says so, else what the reader prefers. */
function isDark(root) {
  for (let node = root.parentElement; node; node = node.parentElement) {
    const parts = getComputedStyle(node).backgroundColor.match(/[\d.]+/g).map(Number);
    if (parts.length < 4 || parts[3] > 0.5) {
      return 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2] < 128;
    }
  }
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function theme(stage) {
  const root = stage.closest(".gankit"), dark = isDark(root);
  root.style.background = dark ? "#1b1b1b" : "#ffffff";
  root.style.color = dark ? "#e8e8e8" : "#1a1a1a";
  root.style.colorScheme = dark ? "dark" : "light";
  // "middle" is where the discriminator is undecided: neither the page's colour nor a weak blue.
  return dark
    ? {
        back: [27, 27, 27], ink: "#e8e8e8", faint: "#5c5c5c", real: "#56B4E9", fake: "#F5A05A", carry: "#FF9BE0", dot: "#FFC48C", rim: "#3a1c00",
        middle: [84, 84, 84], ends: [[214, 94, 0], [20, 120, 235]],
      }
    : {
        back: [255, 255, 255], ink: "#1a1a1a", faint: "#c8c8c8", real: "#00568A", fake: "#D55E00", carry: "#9A0070", dot: "#A83C00", rim: "#ffffff",
        middle: [255, 255, 255], ends: [[224, 134, 64], [64, 150, 198]],
      };
}

function element(parent, kind, options = {}) {
  const node = parent.appendChild(document.createElement(kind));
  for (const [name, value] of Object.entries(options)) {
    if (name in node) node[name] = value; else node.setAttribute(name, value);
  }
  return node;
}

/** Get a canvas ready for drawing, sharp on every screen; ratio is its height by its width. */
function prepared(canvas, ratio) {
  const width = canvas.clientWidth || 300, height = Math.round(width * ratio);
  const sharp = Math.min(devicePixelRatio || 1, 3);
  if (canvas.width !== Math.round(width * sharp) || canvas.height !== Math.round(height * sharp)) {
    canvas.width = Math.round(width * sharp);
    canvas.height = Math.round(height * sharp);
    canvas.style.height = height + "px";
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(sharp, 0, 0, sharp, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.font = "11px system-ui, sans-serif";
  return { pen, width, height };
}

/** A few round numbers between two ends. */
function ticks(low, high, count) {
  const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough));
  const size = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
  const found = [];
  for (let k = Math.ceil(low / size); k * size <= high + size * 1e-9; k++) {
    found.push(Number((k * size).toPrecision(12)));
  }
  return found;
}

/** Draw a frame with numbers on both axes; return how data become places on the canvas. */
function axes(pen, box, range, colours, labels = ["", ""], { written = String, outside = false } = {}) {
  const [left, top, right, bottom] = box, [x0, x1, y0, y1] = range;
  const x = (v) => left + ((v - x0) / (x1 - x0)) * (right - left);
  const y = (v) => bottom - ((v - y0) / (y1 - y0)) * (bottom - top);
  pen.strokeStyle = colours.faint;
  pen.lineWidth = 1;
  pen.strokeRect(left, top, right - left, bottom - top);
  pen.fillStyle = colours.ink;
  pen.textAlign = "center";
  pen.textBaseline = "top";
  for (const v of ticks(x0, x1, Math.max(3, (right - left) / 80))) {
    if (!outside || x(v) < right - 24) pen.fillText(String(v), x(v), bottom + 4);
  }
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  for (const v of ticks(y0, y1, Math.max(outside ? 3 : 2, (bottom - top) / 50))) pen.fillText(written(v), left - 4, y(v));
  pen.textAlign = "right";
  pen.textBaseline = outside ? "top" : "bottom";
  pen.fillText(labels[0], outside ? right : right - 4, outside ? bottom + 4 : bottom - 3);
  pen.textAlign = "left";
  pen.textBaseline = outside ? "bottom" : "top";
  pen.fillText(labels[1], outside ? left : left + 4, outside ? top - 3 : top + 4);
  return { x, y };
}

/** Draw an arrow that goes so far from a place. */
function arrow(pen, [a, b], [dx, dy], head = 4.5) {
  const length = Math.hypot(dx, dy);
  if (length < 2) return;
  const tip = Math.min(head, length / 2), ux = dx / length, uy = dy / length;
  pen.beginPath();
  pen.moveTo(a, b);
  pen.lineTo(a + dx, b + dy);
  pen.stroke();
  pen.beginPath();
  pen.moveTo(a + dx, b + dy);
  pen.lineTo(a + dx - tip * (ux + 0.5 * uy), b + dy - tip * (uy - 0.5 * ux));
  pen.lineTo(a + dx - tip * (ux - 0.5 * uy), b + dy - tip * (uy + 0.5 * ux));
  pen.fill();
}

/** Blue for 1, orange for -1; weak answers are shown more strongly than in proportion. */
function shade(value, { middle, ends }) {
  const end = ends[value > 0 ? 1 : 0], share = Math.min(1, Math.abs(value)) ** 0.7;
  return middle.map((part, i) => part + share * (end[i] - part));
}

/** Draw again whenever the block's size or the page's colours may have changed. */
function redrawn(root, draw) {
  new ResizeObserver(draw).observe(root);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  for (const node of [document.documentElement, document.body]) {
    new MutationObserver(draw).observe(node, { attributes: true });
  }
}
