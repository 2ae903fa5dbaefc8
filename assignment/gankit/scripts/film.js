// The player: panels of one training each, their losses below, and controls for all of them.
function start(root, film, bytes) {
  const last = film.steps.length - 1, still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let moment = last, playing = false, speed = 1, before = 0;

  function array(about) {
    const Kind = { u8: Uint8Array, u16: Uint16Array, i8: Int8Array, f32: Float32Array }[about.type];
    return new Kind(bytes.buffer, about.offset, about.shape.reduce((a, b) => a * b, 1));
  }
  for (const panel of film.panels) {
    panel.data = Object.fromEntries(Object.entries(panel.arrays).map(([k, v]) => [k, array(v)]));
  }

  root.style.maxWidth = 640 * film.panels.length + "px";
  const panels = element(root, "div", { className: "panels" });
  const views = film.panels.map((panel) => {
    const box = element(panels, "div", { className: "panel" });
    if (panel.title) element(box, "p", { className: "title", textContent: panel.title });
    const note = element(box, "div", { className: "note" });
    const picture = element(box, "canvas", { role: "img", "aria-label": panel.text });
    const losses = panel.losses ? element(box, "canvas", { className: "scrub", role: "img", "aria-label": panel.losses.text }) : null;
    return { panel, note, picture, losses };
  });

  // --- controls ---
  const bar = element(root, "div", { className: "bar" });
  const button = (text, label, act) =>
    element(bar, "button", { type: "button", textContent: text, title: label, "aria-label": label, onclick: act });
  const play = button("▶", "play", () => toggle());
  button("◀|", "one moment back", () => go(Math.ceil(moment) - 1));
  button("|▶", "one moment on", () => go(Math.floor(moment) + 1));
  const slider = element(bar, "input", { type: "range", min: 0, max: last, step: 1, "aria-label": "moment of the training" });
  slider.oninput = () => go(Number(slider.value));
  const where = element(bar, "span", { className: "step" });
  const pace = button("1×", "speed", () => {
    speed = { 1: 2, 2: 0.5, 0.5: 1 }[speed];
    pace.textContent = speed === 0.5 ? "½×" : speed + "×";
  });
  const shown = {};
  const choices = element(root, "div", { className: "bar" });
  for (const [name, text] of Object.entries(film.layers)) {
    const label = element(choices, "label");
    const box = element(label, "input", { type: "checkbox", checked: !film.hidden.includes(name) });
    shown[name] = box;
    box.onchange = draw;
    label.append(text);
  }
  if (film.key) element(root, "div", { className: "key", textContent: film.key });

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
    for (const view of views) {
      view.note.textContent = view.panel.notes[at] || "";
      ({ points: drawPoints, images: drawImages, weights: drawWeights })[view.panel.kind](view, now, at, colours);
      if (view.losses) drawLosses(view, step, colours);
    }
  }

  const on = (name) => shown[name] === undefined || shown[name].checked;

  function drawPoints(view, now, at, colours) {
    const { panel } = view, { data, window: range } = panel;
    const { pen, width, height } = prepared(view.picture, panel.ratio);
    const box = [38, 4, width - 16, height - 18];
    pen.save();
    pen.beginPath();
    pen.rect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
    pen.clip();
    if (data.field && on("field")) {
      const size = panel.arrays.field.shape[1], picture = new ImageData(size, size);
      const from = at * size * size;
      for (let i = 0; i < size * size; i++) {
        const [r, g, b] = shade((data.field[from + i] - 128) / 127, colours.back);
        picture.data.set([r, g, b, 255], 4 * i);
      }
      const small = document.createElement("canvas");
      small.width = small.height = size;
      small.getContext("2d").putImageData(picture, 0, 0);
      pen.imageSmoothingEnabled = true;
      pen.drawImage(small, box[0], box[1], box[2] - box[0], box[3] - box[1]);
    }
    pen.restore();
    const { x, y } = axes(pen, box, range, colours, panel.labels);
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
    const radius = width < 420 ? 2 : 2.6;
    pen.fillStyle = colours.fake;
    pen.strokeStyle = `rgb(${colours.back})`;
    pen.lineWidth = 0.8;
    for (let i = 0; i < count; i++) {
      pen.beginPath();
      pen.arc(...between("points", i, count), radius, 0, 7);
      pen.fill();
      pen.stroke();
    }
    if (data.push && on("push")) {
      const many = panel.arrays.push.shape[1];
      pen.strokeStyle = pen.fillStyle = colours.ink;
      pen.lineWidth = 1.2;
      for (let i = 0; i < many; i++) {
        const [a, b] = place(data.points, at * count + i);
        const dx = (data.push[2 * (at * many + i)] / 127) * 34, dy = (-data.push[2 * (at * many + i) + 1] / 127) * 34;
        arrow(pen, [a, b], [dx, dy]);
      }
    }
    if (on("paths")) {
      for (let i = 0; i < Math.min(film.follow, count); i++) {
        const colour = film.colours[i % film.colours.length];
        pen.strokeStyle = colour;
        pen.lineWidth = 2;
        pen.beginPath();
        for (let t = Math.max(0, low - 8); t <= low; t++) pen.lineTo(...place(data.points, t * count + i));
        const [a, b] = between("points", i, count);
        pen.lineTo(a, b);
        pen.stroke();
        pen.fillStyle = colour;
        pen.strokeStyle = colours.ink;
        pen.lineWidth = 1;
        pen.beginPath();
        pen.arc(a, b, 8, 0, 7);
        pen.fill();
        pen.stroke();
        pen.fillStyle = "#000000";
        pen.textAlign = "center";
        pen.textBaseline = "middle";
        pen.fillText(String(i + 1), a, b + 0.5);
      }
    }
    pen.restore();
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
    const { pen, width, height } = prepared(view.losses, Math.min(0.38, 140 / (view.losses.clientWidth || 300)));
    const box = [38, 16, width - 16, height - 18];
    const { x, y } = axes(pen, box, [0, film.steps[last], losses.bottom, losses.top], colours, ["step", ""]);
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
      if (losses.balance[n] !== null) {
        pen.lineWidth = 0.7;
        pen.globalAlpha = 0.6;
        pen.beginPath();
        pen.moveTo(box[0], y(losses.balance[n]));
        pen.lineTo(box[2], y(losses.balance[n]));
        pen.stroke();
        pen.globalAlpha = 1;
      }
      pen.textAlign = "left";
      pen.textBaseline = "bottom";
      pen.fillText((n ? "╌ " : "— ") + name, box[0] + n * 100, box[1] - 3);
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
