// Two sets of numbers as staircases, and the area between them, for each place of the sliders.
function start(root, given) {
  const a = [...given.a].sort((p, q) => p - q), n = a.length;
  const mean = a.reduce((sum, v) => sum + v, 0) / n;
  const bar = element(root, "div", { className: "bar" }), controls = {};
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
    controls[name] = input;
  }
  slider("shift", -3, 3, 0.1);
  slider("stretch", 0, 2, 0.1);
  const panel = element(element(root, "div", { className: "panels" }), "div", { className: "panel" });
  const picture = element(panel, "canvas", { role: "img" });
  const words = element(root, "div", { className: "note", role: "status" });
  element(root, "div", { className: "key", textContent: given.key });
  const reach = Math.max(mean - a[0], a[n - 1] - mean), ends = [mean - 2 * reach - 3, mean + 2 * reach + 3];

  /** The places where a stair rises, and how high it is after each. */
  function corners(values, x, y) {
    const path = [[x(ends[0]), y(0)]];
    values.forEach((v, i) => path.push([x(v), y(i / n)], [x(v), y((i + 1) / n)]));
    path.push([x(ends[1]), y(1)]);
    return path;
  }
  function draw() {
    const colours = theme(root), shift = Number(controls.shift.value), stretch = Number(controls.stretch.value);
    const b = a.map((v) => mean + stretch * (v - mean) + shift);
    const { pen, width, height } = prepared(picture, 0.62);
    const { x, y } = axes(pen, [38, 20, width - 12, height - 18], [ends[0], ends[1], 0, 1], colours, ["x", "share of numbers at most x"], { outside: true });
    const stairs = [corners(a, x, y), corners(b, x, y)];
    pen.fillStyle = colours.ink;
    pen.globalAlpha = 0.22;
    // Sorted pairs: between the i-th of a and the i-th of b lies one strip of the area.
    for (let i = 0; i < n; i++) pen.fillRect(x(Math.min(a[i], b[i])), y((i + 1) / n), x(Math.abs(a[i] - b[i])) - x(0), y(0) - y(1 / n));
    pen.globalAlpha = 1;
    stairs.forEach((path, k) => {
      pen.strokeStyle = k ? colours.fake : colours.real;
      pen.lineWidth = 2;
      pen.setLineDash(k ? [6, 3] : []);
      pen.beginPath();
      path.forEach(([across, up]) => pen.lineTo(across, up));
      pen.stroke();
    });
    pen.setLineDash([]);
    const area = a.reduce((sum, v, i) => sum + Math.abs(v - b[i]), 0) / n;
    words.textContent = "The area between the stairs, and so the distance, is " + area.toFixed(2) + ". The means differ by " + Math.abs(shift).toFixed(2) + ".";
    picture.setAttribute("aria-label", "Two staircases over x with the area between them. " + words.textContent);
  }
  redrawn(root, draw);
  draw();
}
