// The player: panels of one training each, their losses below, and controls for all of them.
function start(root, film, bytes) {
  const last = film.steps.length - 1, still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let moment = 0, playing = false, speed = 1, before = 0;

  function array(about) {
    const Kind = { u8: Uint8Array, u16: Uint16Array, i8: Int8Array, f32: Float32Array }[about.type];
    return new Kind(bytes.buffer, about.offset, about.shape.reduce((a, b) => a * b, 1));
  }
  for (const panel of film.panels) {
    panel.data = Object.fromEntries(Object.entries(panel.arrays).map(([k, v]) => [k, array(v)]));
  }

  root.style.maxWidth = 640 * film.panels.length + "px";
  // Flat pictures stand below one another on a phone; others beside one another, so that all can be seen at once.
  const basis = film.panels.some((p) => p.kind === "weights" || (p.ratio || 1) < 0.7) ? 300 : 150;
  const row = () => element(root, "div", { className: "panels" });
  const panelIn = (parent) => {
    const box = element(parent, "div", { className: "panel" });
    box.style.flexBasis = basis + "px";
    return box;
  };
  const pictures = row();
  const views = film.panels.map((panel) => {
    const box = panelIn(pictures);
    if (panel.title) element(box, "p", { className: "title", textContent: panel.title });
    const note = element(box, "div", { className: "note" });
    const picture = element(box, "canvas", { role: "img", "aria-label": panel.text });
    return { panel, note, picture, width: 0 };
  });

  // --- controls ---
  const bar = element(root, "div", { className: "bar player" });
  const button = (text, label, act) =>
    element(bar, "button", { type: "button", textContent: text, title: label, "aria-label": label, onclick: act });
  const play = button("▶", "play", () => toggle());
  button("◀|", "one moment back", () => go(Math.ceil(moment) - 1));
  button("|▶", "one moment on", () => go(Math.floor(moment) + 1));
  const slider = element(bar, "input", { type: "range", min: 0, max: last, step: 1, "aria-label": "moment of the training" });
  slider.oninput = () => go(Number(slider.value));
  const where = element(bar, "span", { className: "step" });
  where.style.minWidth = "step  of ".length + 2 * String(film.steps[last]).length + "ch";
  const pace = button("1×", "speed", () => {
    speed = { 1: 2, 2: 0.5, 0.5: 1 }[speed];
    pace.textContent = speed === 0.5 ? "½×" : speed + "×";
  });
  if (film.panels.some((panel) => panel.losses)) {
    const below = row();
    for (const view of views) {
      const box = panelIn(below), { losses } = view.panel;
      view.losses = losses && element(box, "canvas", { className: "scrub", role: "img", "aria-label": losses.text });
    }
  }
  const shown = {};
  const choices = element(root, "div", { className: "bar choices" });
  for (const [name, text] of Object.entries(film.layers)) {
    const label = element(choices, "label");
    const box = element(label, "input", { type: "checkbox", checked: !film.hidden.includes(name) });
    shown[name] = box;
    box.onchange = draw;
    label.append(text);
  }
  const legend = film.bar.length ? element(root, "canvas", { className: "legend", role: "img", "aria-label": "Colours: " + film.bar.join(", ") }) : null;
  const key = element(root, "div", { className: "key" });
  const sentences = film.key.map(({ layer, text }) => ({ layer, node: element(key, "span", { textContent: text + " " }) }));

  function go(to) {
    pause();
    moment = Math.max(0, Math.min(last, to));
    draw();
  }
  function pause() {
    playing = false;
    play.textContent = "▶";
    play.setAttribute("aria-label", "play");
  }
  function toggle() {
    if (playing) { pause(); return; }
    if (moment >= last) moment = 0;
    playing = true;
    play.textContent = "❚❚";
    play.setAttribute("aria-label", "pause");
    before = performance.now();
    requestAnimationFrame(tick);
  }
  function tick(now) {
    if (!playing || !root.isConnected) { pause(); return; }
    moment = Math.min(last, moment + ((now - before) / 1000) * speed * (still ? 2 : 6));
    before = now;
    draw();
    if (moment >= last) pause(); else requestAnimationFrame(tick);
  }
  root.tabIndex = 0;
  root.addEventListener("keydown", (event) => {
    const acts = {
      " ": toggle, ArrowLeft: () => go(Math.ceil(moment) - 1), ArrowRight: () => go(Math.floor(moment) + 1),
      Home: () => go(0), End: () => go(last),
    };
    const own = event.target.tagName === "BUTTON" || event.target.type === "checkbox";
    if (!(event.key in acts) || event.ctrlKey || event.metaKey || event.altKey || (own && event.key === " ")) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  });
  for (const view of views) {
    if (!view.losses) continue;
    const seek = (event) => {
      const [left, right] = view.span, share = (event.offsetX - left) / (right - left);
      const step = share * film.steps[last];
      let best = 0;
      film.steps.forEach((s, i) => { if (Math.abs(s - step) < Math.abs(film.steps[best] - step)) best = i; });
      go(best);
    };
    view.losses.onpointerdown = (event) => { view.losses.setPointerCapture(event.pointerId); seek(event); };
    view.losses.onpointermove = (event) => { if (event.buttons) seek(event); };
  }

  // --- drawing ---
  function draw() {
    const colours = theme(root), now = still ? Math.floor(moment) : moment;
    const at = Math.round(now);
    slider.value = at;
    const step = film.steps[at];
    where.textContent = "step " + step + " of " + film.steps[last];
    slider.setAttribute("aria-valuetext", [where.textContent, ...film.panels.map((p) => p.title + " " + (p.notes[at] || ""))].join(", "));
    for (const { layer, node } of sentences) node.hidden = Boolean(layer) && !on(layer);
    for (const view of views) {
      keepRoom(view);
      view.note.textContent = view.panel.notes[at] || "";
      ({ points: drawPoints, images: drawImages, weights: drawWeights })[view.panel.kind](view, now, at, colours);
      if (view.losses) drawLosses(view, step, colours);
    }
    if (legend) drawLegend(colours);
  }

  /** The longest note needs so much room: what stands below must not jump while it plays. */
  function keepRoom(view) {
    const width = view.note.clientWidth;
    if (width === view.width) return;
    view.width = width;
    view.note.style.minHeight = "";
    let most = 0;
    for (const note of new Set(view.panel.notes)) {
      view.note.textContent = note;
      most = Math.max(most, Math.ceil(view.note.getBoundingClientRect().height));
    }
    view.note.style.minHeight = most + "px";
  }

  const on = (name) => shown[name] === undefined || shown[name].checked;

  function drawPoints(view, now, at, colours) {
    const { panel } = view, { data, window: range } = panel;
    // The frame, not the canvas, has the ratio of the window.
    const whole = view.picture.clientWidth || 300, left = 30, right = 14, above = 16, below = 18;
    const { pen, width, height } = prepared(view.picture, ((whole - left - right) * panel.ratio + above + below) / whole);
    const box = [left, above, width - right, height - below];
    view.unit = unitOf(box[2] - box[0]);
    pen.save();
    pen.beginPath();
    pen.rect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
    pen.clip();
    if (data.field && on("field")) {
      const size = panel.arrays.field.shape[1], picture = new ImageData(size, size);
      const from = at * size * size;
      for (let i = 0; i < size * size; i++) {
        const [r, g, b] = shade((data.field[from + i] - 128) / 127, colours);
        picture.data.set([r, g, b, 255], 4 * i);
      }
      const small = document.createElement("canvas");
      small.width = small.height = size;
      small.getContext("2d").putImageData(picture, 0, 0);
      pen.imageSmoothingEnabled = true;
      pen.drawImage(small, box[0], box[1], box[2] - box[0], box[3] - box[1]);
    }
    pen.restore();
    const { x, y } = axes(pen, box, range, colours, panel.labels, { outside: true });
    const place = (values, i) => [
      box[0] + (values[2 * i] / 65535) * (box[2] - box[0]), box[3] - (values[2 * i + 1] / 65535) * (box[3] - box[1]),
    ];
    pen.save();
    pen.beginPath();
    pen.rect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
    pen.clip();

    pen.strokeStyle = pen.fillStyle = colours.real;
    if (panel.real.kind === "line") {
      pen.lineWidth = 2.5;
      pen.beginPath();
      panel.real.values.forEach(([a, b]) => pen.lineTo(x(a), y(b)));
      pen.stroke();
    } else if (panel.real.kind === "circles") {
      pen.lineWidth = 2;
      for (const [a, b] of panel.real.values) {
        pen.beginPath();
        pen.ellipse(x(a), y(b), x(panel.real.radius) - x(0), y(0) - y(panel.real.radius), 0, 0, 7);
        pen.stroke();
      }
      numberCircles(pen, panel.real, x, y, colours);
    } else if (panel.real.kind === "points") {
      pen.lineWidth = 1;
      pen.beginPath();
      for (const [a, b] of panel.real.values) {
        pen.moveTo(x(a) - 2.5, y(b)); pen.lineTo(x(a) + 2.5, y(b));
        pen.moveTo(x(a), y(b) - 2.5); pen.lineTo(x(a), y(b) + 2.5);
      }
      pen.stroke();
    }

    const count = panel.arrays.points.shape[1], low = Math.floor(now), share = now - low;
    const high = Math.min(last, low + 1);
    const between = (name, i, many) => {
      const [a, b] = place(data[name], low * many + i), [c, d] = place(data[name], high * many + i);
      return [a + share * (c - a), b + share * (d - b)];
    };
    if (data.grid && on("grid")) {
      const [, lines, many] = panel.arrays.grid.shape;
      pen.strokeStyle = colours.ink;
      pen.globalAlpha = 0.7;
      pen.lineWidth = 1;
      for (let line = 0; line < lines; line++) {
        pen.beginPath();
        for (let i = 0; i < many; i++) pen.lineTo(...between("grid", line * many + i, lines * many));
        pen.stroke();
      }
      pen.globalAlpha = 1;
    }
    const radius = width < 420 ? 1.8 : 2.6, rim = radius + 1.5;
    const kinds = ["push", "momentum"].filter((kind) => data[kind] && on(kind));
    const many = Math.max(0, ...kinds.map((kind) => panel.arrays[kind].shape[1]));
    const within = ([a, b], room) => [
      Math.min(box[2] - room, Math.max(box[0] + room, a)), Math.min(box[3] - room, Math.max(box[1] + room, b)),
    ];
    const inside = (point) => within(point, rim);
    const dot = (i) => {
      const x = data.points[2 * (at * count + i)], y = data.points[2 * (at * count + i) + 1];
      const hollow = x === 0 || y === 0 || x === 65535 || y === 65535;
      pen.beginPath();
      pen.arc(...inside(between("points", i, count)), radius, 0, 7);
      pen.fillStyle = colours.dot;
      if (!hollow) pen.fill();
      pen.strokeStyle = hollow ? colours.dot : i < many ? colours.ink : colours.rim;
      pen.lineWidth = i < many ? 1.2 : 0.8;
      pen.stroke();
    };
    for (let i = many; i < count; i++) dot(i);
    for (let i = 0; i < Math.min(many, count); i++) dot(i);
    const size = (film.longest / 127) * view.unit;
    for (const kind of kinds) {
      for (let i = 0; i < many; i++) {
        const [dx, dy] = [0, 1].map((axis) => {
          const [a, b] = [low, high].map((t) => data[kind][2 * (t * many + i) + axis]);
          return (a + share * (b - a)) * size;
        });
        arrowOf(kind, pen, inside(between("points", i, count)), [dx, -dy], colours);
      }
    }
    if (on("paths")) drawPaths(pen, { low, count, place, between, within, colours, data });
    pen.restore();
  }

  /** The numbers of the circles stand outside of the ring, so that no point covers them. */
  function numberCircles(pen, { values, radius }, x, y, colours) {
    const middle = [0, 1].map((axis) => values.reduce((sum, place) => sum + place[axis], 0) / values.length);
    pen.fillStyle = colours.ink;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    values.forEach(([a, b], i) => {
      const dx = x(a) - x(middle[0]), dy = y(b) - y(middle[1]), far = Math.hypot(dx, dy) || 1;
      const way = x(radius) - x(0) + 9;
      pen.fillText(String(i + 1), x(a) + (dx / far) * way, y(b) + (dy / far) * way);
    });
  }

  /** A push is a plain arrow; a momentum has another colour and, for those who do not see it, a double line. */
  function arrowOf(kind, pen, from, to, colours) {
    pen.strokeStyle = pen.fillStyle = kind === "push" ? colours.ink : colours.carry;
    pen.lineWidth = kind === "push" ? 1 : 3.4;
    arrow(pen, from, to, kind === "push" ? 4.5 : 8);
    if (kind === "push" || Math.hypot(...to) < 2) return;
    pen.strokeStyle = colours.rim;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(from[0] + 0.75 * to[0], from[1] + 0.75 * to[1]);
    pen.stroke();
  }

  const unitOf = (wide) => Math.max(14, Math.min(36, 0.08 * wide));

  function drawPaths(pen, { low, count, place, between, within, colours, data }) {
    const ends = Array.from({ length: Math.min(film.follow, count) }, (_, i) => between("points", i, count));
    const labels = ends.map(([a, b], i) => [a + 0.01 * Math.cos(i), b + 0.01 * Math.sin(i)]);
    // Numbers that would cover each other make way.
    for (let round = 0; round < 30; round++) {
      for (let i = 0; i < labels.length; i++) {
        for (let j = 0; j < i; j++) {
          const dx = labels[i][0] - labels[j][0], dy = labels[i][1] - labels[j][1], far = Math.hypot(dx, dy);
          if (far >= 16) continue;
          const share = (16 - far) / 2 / far;
          labels[i][0] += share * dx; labels[i][1] += share * dy;
          labels[j][0] -= share * dx; labels[j][1] -= share * dy;
        }
        labels[i] = within(labels[i], 8); // whole, and in the picture
      }
    }
    const twice = (colour, width, trace) => {
      for (const [style, wide] of [[colours.ink, width + 1.6], [colour, width]]) {
        pen.strokeStyle = style;
        pen.lineWidth = wide;
        pen.beginPath();
        trace();
        pen.stroke();
      }
    };
    ends.forEach(([a, b], i) => {
      twice(film.colours[i % film.colours.length], 1.8, () => {
        for (let t = Math.max(0, low - 8); t <= low; t++) pen.lineTo(...place(data.points, t * count + i));
        pen.lineTo(a, b);
      });
    });
    ends.forEach(([a, b], i) => {
      const colour = film.colours[i % film.colours.length], [c, d] = labels[i];
      twice(colour, 1, () => { pen.moveTo(a, b); pen.lineTo(c, d); });
      pen.fillStyle = colour;
      pen.strokeStyle = colours.ink;
      pen.lineWidth = 1;
      pen.beginPath();
      pen.arc(c, d, 7, 0, 7);
      pen.fill();
      pen.stroke();
      const [red, green, blue] = [1, 3, 5].map((n) => parseInt(colour.slice(n, n + 2), 16));
      pen.fillStyle = 0.3 * red + 0.59 * green + 0.11 * blue > 105 ? "#000000" : "#ffffff";
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.fillText(String(i + 1), c, d + 0.5);
    });
  }

  /** The colours from fake to real, and arrows of a known length. */
  function drawLegend(colours) {
    const { panel, unit } = views.find((view) => view.panel.kind === "points"), units = panel.units || {};
    const names = { push: "a push of ", momentum: "a step of " };
    const room = 118 * Object.keys(units).length, space = legend.clientWidth || 300;
    // On a narrow page the arrows stand below the colours.
    const narrow = space - room < 300, whole = Math.min(room ? 402 + room : 520, space), wide = narrow ? whole : whole - room;
    const { pen } = prepared(legend, (narrow && room ? 70 : 34) / space);
    for (let i = 0; i < wide; i++) {
      pen.fillStyle = `rgb(${shade((2 * i) / (wide - 1) - 1, colours)})`;
      pen.fillRect(i, 2, 1.5, 12);
    }
    pen.strokeStyle = colours.faint;
    pen.strokeRect(0.5, 2.5, wide - 1, 11);
    pen.fillStyle = pen.strokeStyle = colours.ink;
    pen.textBaseline = "top";
    film.bar.forEach((text, i) => {
      pen.textAlign = ["left", "center", "right"][i];
      pen.fillText(text, (i / 2) * wide, 19);
    });
    pen.textAlign = "left";
    Object.entries(units).forEach(([kind, value], place) => {
      if (!on(kind)) return;
      const left = narrow ? 4 + 118 * place : wide + 20 + 118 * place, down = narrow ? 36 : 0;
      arrowOf(kind, pen, [left, 8 + down], [unit, 0], colours);
      pen.fillStyle = colours.ink;
      pen.fillText(names[kind] + value, left, 19 + down);
    });
  }

  function drawImages(view, now, at, colours) {
    const [, count, tall, wide] = view.panel.arrays.images.shape, columns = view.panel.columns;
    const rows = Math.ceil(count / columns), gap = 1;
    const across = columns * (wide + gap) - gap, down = rows * (tall + gap) - gap;
    const { pen, width, height } = prepared(view.picture, down / across);
    const picture = new ImageData(across, down);
    for (let n = 0; n < count; n++) {
      const left = (n % columns) * (wide + gap), top = Math.floor(n / columns) * (tall + gap);
      for (let row = 0; row < tall; row++) {
        for (let column = 0; column < wide; column++) {
          const grey = view.panel.data.images[((at * count + n) * tall + row) * wide + column];
          picture.data.set([grey, grey, grey, 255], 4 * ((top + row) * across + left + column));
        }
      }
    }
    const small = document.createElement("canvas");
    small.width = across;
    small.height = down;
    small.getContext("2d").putImageData(picture, 0, 0);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(small, 0, 0, width, height);
    if (colours.ink) view.picture.style.outline = "1px solid " + colours.faint;
  }

  function drawWeights(view, now, at, colours) {
    const { panel } = view, [, layers, bins] = panel.arrays.counts.shape;
    const { pen, width, height } = prepared(view.picture, panel.ratio);
    const tall = height / layers;
    for (let layer = 0; layer < layers; layer++) {
      const box = [38, layer * tall + 14, width - 16, (layer + 1) * tall - 18], reach = panel.reach[layer];
      const { x } = axes(pen, box, [-reach, reach, 0, panel.most[layer]], colours);
      pen.fillStyle = colours.ink;
      pen.textAlign = "left";
      pen.textBaseline = "bottom";
      pen.fillText(panel.names[layer], box[0], box[1] - 1);
      pen.fillStyle = colours.fake;
      for (let bin = 0; bin < bins; bin++) {
        const count = panel.data.counts[(at * layers + layer) * bins + bin] / panel.most[layer];
        const left = x(-reach + (2 * reach * bin) / bins), right = x(-reach + (2 * reach * (bin + 1)) / bins);
        pen.fillRect(left, box[3] - count * (box[3] - box[1]), right - left - 0.5, count * (box[3] - box[1]));
      }
    }
  }

  function drawLosses(view, step, colours) {
    const { losses, data } = view.panel;
    const whole = view.losses.clientWidth || 300, high = Math.max(100, Math.min(140, 0.38 * whole));
    const { pen, width, height } = prepared(view.losses, high / whole);
    const box = [30, 16, width - 14, height - 18];
    const { x, y } = axes(pen, box, [0, film.steps[last], losses.bottom, losses.top], colours, [whole < 260 ? "" : "step", ""]);
    view.span = [box[0], box[2]];
    losses.names.forEach((name, n) => {
      const colour = [colours.real, colours.fake, colours.ink][n % 3];
      pen.strokeStyle = pen.fillStyle = colour;
      pen.lineWidth = 1.6;
      pen.setLineDash(n ? [5, 3] : []);
      pen.beginPath();
      let open = false;
      const values = data["loss" + n];
      losses.steps.forEach((s, i) => {
        if (!Number.isFinite(values[i])) { open = false; return; }
        if (open) pen.lineTo(x(s), y(values[i])); else pen.moveTo(x(s), y(values[i]));
        open = true;
      });
      pen.stroke();
      pen.setLineDash([]);
      if (losses.balance[n]) {
        const [value, text] = losses.balance[n];
        pen.lineWidth = 0.7;
        pen.globalAlpha = 0.6;
        pen.beginPath();
        pen.moveTo(box[0], y(value));
        pen.lineTo(box[2], y(value));
        pen.stroke();
        pen.globalAlpha = 1;
        pen.textAlign = "right";
        pen.textBaseline = n ? "top" : "bottom";
        pen.fillText(text, box[2] - 4, y(value) + (n ? 3 : -2));
      }
      pen.textAlign = "left";
      pen.textBaseline = "bottom";
      pen.fillText((n ? "╌ " : "— ") + name, box[0] + n * Math.min(100, (box[2] - box[0]) / losses.names.length), box[1] - 3);
    });
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.moveTo(x(step), box[1]);
    pen.lineTo(x(step), box[3]);
    pen.stroke();
  }

  redrawn(root, draw);
  draw();
}
