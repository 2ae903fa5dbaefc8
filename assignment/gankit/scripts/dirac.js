// The Dirac-GAN, trained in the page as often as a slider moves.
function start(root, given) {
  const STEPS = 500, REACH = 2;
  const slope = (t) => 1 / (1 + Math.exp(t)); // the derivative of f
  const bar = element(root, "div", { className: "bar" });
  const controls = {};
  function slider(name, label, low, high, value, size) {
    const holder = element(bar, "label");
    const text = element(holder, "span", { className: "step" });
    const input = element(holder, "input", { type: "range", min: low, max: high, step: size, value, "aria-label": label });
    const tell = () => {
      text.textContent = label + " = " + Number(input.value).toFixed(size < 1 ? 2 : 0);
      input.setAttribute("aria-valuetext", text.textContent);
    };
    input.oninput = () => { tell(); draw(); };
    tell();
    controls[name] = input;
  }
  slider("gamma", "gamma", 0, 3, given.gamma, 0.05);
  if (given.uneven) {
    slider("lr", "generator's rate", 0.02, 0.5, given.lr, 0.02);
    slider("d_lr", "discriminator's rate", 0.02, 0.5, given.lr, 0.02);
    slider("g_every", "g_every", 1, 5, 1, 1);
  } else {
    slider("lr", "learning rate", 0.02, 0.5, given.lr, 0.02);
  }
  const choices = element(root, "div", { className: "bar" });
  function choice(name, label) {
    const holder = element(choices, "label");
    controls[name] = element(holder, "input", { type: "checkbox" });
    controls[name].onchange = draw;
    holder.append(label);
  }
  choice("together", "both move at the same time");
  choice("nonsaturating", "non-saturating loss");
  const panels = element(root, "div", { className: "panels" });
  const plane = element(element(panels, "div", { className: "panel" }), "canvas", { role: "img" });
  const second = element(panels, "div", { className: "panel" });
  const away = element(second, "canvas", { role: "img" });
  const words = element(root, "div", { className: "note", role: "status" });
  if (given.key) element(root, "div", { className: "key", textContent: given.key });

  /** Where gradient steps pull (theta, psi). */
  function pull(theta, psi, gamma, nonsaturating) {
    const product = psi * theta;
    return [-psi * (nonsaturating ? slope(-product) : slope(product)), theta * slope(product) - gamma * psi];
  }
  function train() {
    const gamma = Number(controls.gamma.value), lr = Number(controls.lr.value), soft = controls.nonsaturating.checked;
    const rate = given.uneven ? Number(controls.d_lr.value) : lr, every = given.uneven ? Number(controls.g_every.value) : 1;
    let [theta, psi] = given.start;
    const path = [[theta, psi]];
    for (let step = 1; step <= STEPS; step++) {
      const old = psi;
      psi += rate * pull(theta, psi, gamma, soft)[1];
      if (step % every === 0) theta += lr * pull(theta, controls.together.checked ? old : psi, gamma, soft)[0];
      path.push([theta, psi]);
    }
    return path;
  }
  const distance = ([a, b]) => Math.hypot(a, b);

  function line(pen, points, x, y) {
    pen.beginPath();
    points.forEach(([a, b]) => pen.lineTo(x(a), y(b)));
    pen.stroke();
  }
  function draw() {
    const colours = theme(root), path = train();
    const gamma = Number(controls.gamma.value), soft = controls.nonsaturating.checked;
    let { pen, width, height } = prepared(plane, 0.9);
    let box = [46, 4, width - 16, height - 18];
    let { x, y } = axes(pen, box, [-REACH, REACH, -REACH, REACH], colours, ["theta", "psi"]);
    pen.save();
    pen.beginPath();
    pen.rect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
    pen.clip();
    pen.strokeStyle = pen.fillStyle = colours.ink;
    pen.globalAlpha = 0.5;
    pen.lineWidth = 1;
    for (let a = -1.8; a < 1.9; a += 0.4) {
      for (let b = -1.8; b < 1.9; b += 0.4) {
        const [da, db] = pull(a, b, gamma, soft), size = Math.hypot(da, db) || 1;
        const reach = (0.3 * Math.min(1, size)) / size;
        arrow(pen, [x(a), y(b)], [x(reach * da) - x(0), y(reach * db) - y(0)]);
      }
    }
    pen.globalAlpha = 1;
    if (given.path) {
      pen.strokeStyle = colours.real;
      pen.lineWidth = 3;
      pen.setLineDash([7, 4]);
      line(pen, given.path, x, y);
      pen.setLineDash([]);
    }
    pen.strokeStyle = colours.fake;
    pen.lineWidth = 1.6;
    line(pen, path, x, y);
    pen.font = "18px system-ui, sans-serif";
    pen.fillStyle = colours.ink;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText("✕", x(given.start[0]), y(given.start[1]));
    pen.fillText("★", x(0), y(0));
    pen.restore();

    ({ pen, width, height } = prepared(away, 0.9));
    box = [46, 4, width - 16, height - 18];
    ({ x, y } = axes(pen, box, [0, STEPS, -4, 1], colours, ["step", "distance from (0, 0)"], { written: (v) => (Number.isInteger(v) ? String(10 ** v) : "") }));
    pen.save();
    pen.beginPath();
    pen.rect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
    pen.clip();
    const curve = (points) => points.map((p, i) => [i, Math.log10(distance(p) + 1e-12)]);
    if (given.path) {
      pen.strokeStyle = colours.real;
      pen.lineWidth = 3;
      pen.setLineDash([7, 4]);
      line(pen, curve(given.path), x, y);
      pen.setLineDash([]);
    }
    pen.strokeStyle = colours.fake;
    pen.lineWidth = 1.6;
    line(pen, curve(path), x, y);
    pen.restore();

    const end = distance(path[STEPS]), text = end < 0.0005 ? "less than 0.001" : end > 1000 ? "more than 1000" : end.toFixed(3);
    words.textContent = "After " + STEPS + " steps the distance from (0, 0) is " + text + "; it began at " + distance(path[0]).toFixed(3) + ".";
    plane.setAttribute("aria-label", "The path of (theta, psi) in the plane, over arrows of where a small step would go. " + words.textContent);
    away.setAttribute("aria-label", "The distance from (0, 0) by step. " + words.textContent);
  }
  redrawn(root, draw);
  draw();
}
