// Two distributions on a line, of which one slides: the best discriminator, and two distances.
function start(root, given) {
  const CELLS = 1200, ENDS = [-10, 10], SIZE = (ENDS[1] - ENDS[0]) / CELLS, SHOWN = [-7, 7], REACH = 5;
  const places = Array.from({ length: CELLS }, (_, i) => ENDS[0] + (i + 0.5) * SIZE);
  const bar = element(root, "div", { className: "bar" }), controls = {};
  const chosen = element(element(bar, "label", { textContent: "shape " }), "select", { "aria-label": "shape" });
  for (const [value, text] of [["normal", "normal distributions"], ["bar", "bars of width 1"]]) {
    element(chosen, "option", { value, textContent: text, selected: value === given.shape });
  }
  function slider(name, low, high, size) {
    const holder = element(bar, "label");
    const text = element(holder, "span", { className: "step" });
    const input = element(holder, "input", { type: "range", min: low, max: high, step: size, value: given[name], "aria-label": name });
    const tell = () => {
      text.textContent = name + " = " + Number(input.value).toFixed(1);
      input.setAttribute("aria-valuetext", text.textContent);
    };
    input.oninput = () => { tell(); draw(); };
    tell();
    controls[name] = { input, holder };
  }
  slider("shift", -REACH, REACH, 0.1);
  slider("spread", 0.4, 2, 0.1);
  chosen.onchange = () => draw();
  const panels = element(root, "div", { className: "panels" });
  const [left, right] = [0, 1].map(() => element(element(panels, "div", { className: "panel" }), "canvas", { role: "img" }));
  const words = element(root, "div", { className: "note", role: "status" });
  element(root, "div", { className: "key", textContent: given.key });

  /** How much of a distribution lies in each cell; all of them together are 1. */
  function shares(kind, centre, spread) {
    const heights = places.map((x) => {
      if (kind === "normal") return Math.exp(-0.5 * ((x - centre) / spread) ** 2);
      // A cell on a bar's edge lies in it in part.
      const inside = Math.min(x + SIZE / 2, centre + 0.5) - Math.max(x - SIZE / 2, centre - 0.5);
      return Math.max(0, inside);
    });
    const sum = heights.reduce((a, b) => a + b, 0);
    return heights.map((h) => h / sum);
  }
  function compared(p, q) {
    let js = 0, work = 0, ahead = 0;
    for (let i = 0; i < CELLS; i++) {
      const m = (p[i] + q[i]) / 2;
      if (p[i] > 0) js += 0.5 * p[i] * Math.log(p[i] / m);
      if (q[i] > 0) js += 0.5 * q[i] * Math.log(q[i] / m);
      ahead += p[i] - q[i];
      work += Math.abs(ahead) * SIZE;
    }
    return { js, work };
  }
  let kept = { key: "" };
  /** Both distances for each shift: they change with shape and spread only. */
  function curves(kind, spread) {
    const key = kind + spread;
    if (kept.key !== key) {
      const p = shares(kind, 0, 1), shifts = [];
      for (let s = -REACH; s <= REACH + 1e-9; s += 0.1) shifts.push(s);
      kept = { key, shifts, found: shifts.map((s) => compared(p, shares(kind, s, spread))) };
    }
    return kept;
  }
  function line(pen, xs, ys, x, y, dash = []) {
    pen.setLineDash(dash);
    pen.beginPath();
    xs.forEach((v, i) => pen.lineTo(x(v), y(ys[i])));
    pen.stroke();
    pen.setLineDash([]);
  }
  function draw() {
    const colours = theme(root), kind = chosen.value, shift = Number(controls.shift.input.value);
    controls.spread.input.disabled = kind === "bar";
    const spread = kind === "bar" ? 1 : Number(controls.spread.input.value);
    const p = shares(kind, 0, 1), q = shares(kind, shift, spread), { js, work } = compared(p, q);
    let { pen, width, height } = prepared(left, 0.7);
    let { x, y } = axes(pen, [38, 20, width - 12, height - 18], [...SHOWN, 0, 1.05], colours, ["x", "D* and both densities"], { outside: true });
    const top = Math.max(...p, ...q);
    const seen = places.map((v, i) => i).filter((i) => places[i] > SHOWN[0] && places[i] < SHOWN[1]);
    [[p, colours.real], [q, colours.fake]].forEach(([share, colour]) => {
      pen.fillStyle = colour;
      pen.globalAlpha = 0.3;
      pen.beginPath();
      pen.moveTo(x(places[seen[0]]), y(0));
      seen.forEach((i) => pen.lineTo(x(places[i]), y(share[i] / top)));
      pen.lineTo(x(places[seen[seen.length - 1]]), y(0));
      pen.fill();
      pen.globalAlpha = 1;
    });
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 2;
    // Where neither distribution is, there is nothing to decide: the line has a gap.
    let on = false;
    pen.beginPath();
    seen.forEach((i) => {
      const there = kind === "normal" || p[i] + q[i] > 0;
      const best = kind === "normal"
        ? 1 / (1 + Math.exp((places[i] ** 2 - ((places[i] - shift) / spread) ** 2) / 2 - Math.log(spread)))
        : p[i] / (p[i] + q[i]);
      if (there) pen[on ? "lineTo" : "moveTo"](x(places[i]), y(best));
      on = there;
    });
    pen.stroke();
    ({ pen, width, height } = prepared(right, 0.7));
    const { shifts, found } = curves(kind, spread), most = Math.max(...found.map((f) => f.work), 1);
    ({ x, y } = axes(pen, [38, 20, width - 12, height - 18], [-REACH, REACH, 0, most], colours, ["shift", "distance"], { outside: true }));
    pen.lineWidth = 2;
    [["work", colours.real, []], ["js", colours.fake, [6, 3]]].forEach(([name, colour, dash]) => {
      pen.strokeStyle = pen.fillStyle = colour;
      line(pen, shifts, found.map((f) => f[name]), x, y, dash);
      pen.beginPath();
      pen.arc(x(shift), y(name === "js" ? js : work), 4.5, 0, 2 * Math.PI);
      pen.fill();
    });
    const value = 2 * js - Math.log(4), far = js > Math.log(2) - 1e-3;
    words.textContent = "V = " + value.toFixed(3) + ", Jensen–Shannon " + js.toFixed(3) + " (ln 2 = 0.693), Wasserstein " + work.toFixed(2) + "."
      + (far ? " Jensen–Shannon is flat here: it does not say which way." : "");
    left.setAttribute("aria-label", "Two distributions and the best discriminator. " + words.textContent);
    right.setAttribute("aria-label", "Both distances over the shift. " + words.textContent);
  }
  redrawn(root, draw);
  draw();
}
