
"use strict";
(() => {
  const ROWS = 100; // of a page of the table: more would make each search wait
  const find = (id) => document.getElementById(id);
  const data = JSON.parse(find("data").textContent);
  let lines; // the details of each submission, as JSON
  const details = (number) => {
    lines ??= find("details").textContent.split("\n");
    return JSON.parse(lines[number]);
  };

  // --- elements: what comes from strangers goes into them as text only ---

  const fill = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const el = (tag, attributes = {}, ...children) =>
    fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  const button = (label, attributes) => el("button", { type: "button", ...attributes }, label);
  // Names break behind their underscores and hyphens, not within words.
  const breakable = (name) =>
    (name.match(/[^_-]{1,16}[_-]*|[_-]+/gu) ?? []).flatMap((piece, n) => (n ? [el("wbr"), piece] : [piece]));
  // A submission's name, and whose it is where a roster says it.
  const submission = (number) => {
    const [name, , , , whose] = data.rows[number];
    return el("span", {}, el("bdi", {}, ...breakable(name)),
      ...(whose ? [" ", el("bdi", { class: "whose" }, whose)] : []));
  };
  const named = (number) =>
    button(submission(number), { class: "link name", "data-row": number });
  const points = (value) => String(Math.round(value * 100) / 100);
  const percent = (share) => `${Math.round(100 * share)} %`;
  const several = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

  // --- all submissions ---

  const rows = data.rows.map(([name, status, scores, seconds, whose, lost, file], number) => {
    const total = status ? null : scores.reduce((sum, score) => sum + (score ?? 0), 0);
    const search = `${name}\n${whose}\n${status || "graded"}`.toLowerCase();
    return { number, name, status, scores, seconds, lost, file, total, search };
  });
  // Rows come sorted by name, so that a row's number stands for its name.
  const columns = [
    { title: "Submission", value: (row) => row.number },
    { title: "Total", value: (row) => row.total, number: true },
    ...data.questions.map(([title], place) => ({
      title, value: (row) => (row.status ? null : row.scores[place] ?? null), number: true,
    })),
    { title: "Seconds", value: (row) => row.seconds, number: true },
  ];
  let sorted = { column: 0, up: true };
  let order = rows; // all rows as they are sorted
  let shown = rows; // those that the search and the filter leave
  let page = 0;
  let whole = false; // whether all of them are drawn, for paper

  const sort = (column) => {
    // Numbers start with the largest, names with A.
    const up = sorted.column === column ? !sorted.up : !columns[column].number;
    sorted = { column, up };
    const { value } = columns[column];
    order = [...rows].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === null || y === null) return (x === null) - (y === null) || a.number - b.number;
      return (up ? x - y : y - x) || a.number - b.number;
    });
    find("table").querySelectorAll("thead th").forEach((head, place) => {
      head.setAttribute("aria-sort", place !== column ? "none" : up ? "ascending" : "descending");
    });
    choose();
  };

  const choose = () => {
    const words = find("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const group = find("filter").value;
    const members = group === "" ? null : new Set(data.groups[Number(group)][2]);
    shown = order.filter(
      (row) =>
        (!members || members.has(row.number)) && words.every((word) => row.search.includes(word)),
    );
    page = 0;
    draw();
  };

  const mark = (row, place) => {
    const score = row.status ? null : row.scores[place];
    const kind = score == null ? "soft" : row.lost.includes(place) ? "bad" : "good";
    return el("td", { class: `number ${kind}` }, score == null ? "–" : points(score));
  };

  const line = (row) =>
    el(
      "tr",
      { "data-row": row.number },
      el(
        "th",
        { scope: "row" },
        named(row.number),
        ...(row.status ? [el("bdi", { class: "reason" }, row.status)] : []),
      ),
      el("td", { class: "number mark" }, row.total === null ? "not graded" : points(row.total)),
      ...data.questions.map((_, place) => mark(row, place)),
      el("td", { class: "number" }, row.seconds.toFixed(1)),
    );

  const draw = () => {
    const pages = Math.max(1, Math.ceil(shown.length / ROWS));
    page = Math.min(Math.max(page, 0), pages - 1);
    const start = whole ? 0 : page * ROWS;
    const part = whole ? shown : shown.slice(start, start + ROWS);
    find("table").tBodies[0].replaceChildren(...part.map(line));
    const range = part.length < shown.length ? `Rows ${start + 1} to ${start + part.length} of ` : "";
    const all = shown.length < rows.length ? ` of ${rows.length}` : "";
    find("shown").textContent = `${range}${several(shown.length, "submission")}${all}`;
    find("page").textContent = `Page ${page + 1} of ${pages}`;
    document.querySelector(".pages").hidden = pages === 1;
    find("before").disabled = page === 0;
    find("after").disabled = page === pages - 1;
  };

  const turn = (by) => {
    page += by;
    draw();
    find("submissions").scrollIntoView();
  };

  // --- the details of one submission ---

  const unpacked = (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    return Array.from(new Uint16Array(bytes.buffer), (step) => step / 1000);
  };
  const couples = (text) => {
    const flat = unpacked(text);
    return Array.from({ length: flat.length / 2 }, (_, n) => [flat[2 * n], flat[2 * n + 1]]);
  };
  const short = (value) => String(Number(value.toPrecision(3)));
  const key = (colour, label) => [el("span", { class: `key ${colour}` }), `${label} `];
  const WIDTH = 330, HEIGHT = 220, LEFT = 40, TOP = 10;
  const across = (share) => (LEFT + WIDTH * share).toFixed(1);
  const up = (share) => (TOP + HEIGHT * (1 - share)).toFixed(1);
  const path = (places, kind) =>
    svg("path", { class: kind, d: "M" + places.map(([x, y]) => `${across(x)},${up(y)}`).join("L") });
  const label = (text, x, y, anchor = "middle") => svg("text", { x, y, "text-anchor": anchor }, text);
  const frame = (alt, [left, right, low, high], ...inside) =>
    svg(
      "svg",
      { viewBox: "0 0 420 256", role: "img", "aria-label": alt },
      svg("path", { class: "axis", d: `M${LEFT},${TOP}V${TOP + HEIGHT}H${LEFT + WIDTH}` }),
      label(short(left), LEFT, 248), label(short(right), LEFT + WIDTH, 248),
      label(short(low), LEFT - 5, TOP + HEIGHT, "end"), label(short(high), LEFT - 5, TOP + 8, "end"),
      ...inside,
    );

  const cloud = (picture) => {
    const caption = data.captions[picture.subject];
    const away = picture.outside
      ? `${picture.outside} of the ${several(picture.count, "point")} lie outside of this picture.`
      : "";
    const real = [];
    if (picture.line) real.push(path(couples(picture.line), "real"));
    for (const [x, y] of couples(picture.centres ?? "")) {
      const r = (HEIGHT * picture.radius).toFixed(1);
      real.push(svg("circle", { class: "real", cx: across(x), cy: up(y), r }));
    }
    const dots = couples(picture.points).map(([x, y]) =>
      svg("circle", { class: "dot", cx: across(x), cy: up(y), r: 2.5 }),
    );
    return el(
      "figure", {},
      frame(`${caption} ${away}`.trim(), picture.frame, ...dots, ...real),
      el("figcaption", {}, ...key("orange", "generated"), ...(real.length ? key("blue", "real") : []),
        el("br"), `${caption} ${away}`),
    );
  };

  const images = (picture) => {
    const [count, height, width] = picture.size;
    const across = Math.min(count, 4), down = Math.ceil(count / 4);
    const bytes = Uint8Array.from(atob(picture.images), (letter) => letter.charCodeAt(0));
    const text = `${several(count, "image")} that the ${data.methods[picture.method].result} made.`;
    const canvas = el("canvas", {
      role: "img", "aria-label": text,
      width: across * (width + 1) + 1, height: down * (height + 1) + 1,
    });
    const pen = canvas.getContext("2d");
    for (let n = 0; n < count; n++) {
      const image = pen.createImageData(width, height);
      for (let i = 0; i < width * height; i++) {
        image.data.fill(bytes[n * width * height + i], 4 * i, 4 * i + 3);
        image.data[4 * i + 3] = 255;
      }
      pen.putImageData(image, 1 + (n % 4) * (width + 1), 1 + Math.floor(n / 4) * (height + 1));
    }
    return el("figure", {}, canvas, el("figcaption", {}, text));
  };

  const COLOURS = ["blue", "orange"]; // of losses
  const losses = (method, { steps, top, ...packed }) => {
    const inside = [], words = [], keys = [];
    method.losses.forEach(([kind, name, balance], place) => {
      if (!packed[kind]) return;
      const colour = COLOURS[place];
      const values = unpacked(packed[kind]);
      const last = Math.max(1, values.length - 1);
      inside.push(path(values.map((value, n) => [n / last, value]), `loss ${colour}`));
      if (balance) {
        const [text, level] = balance;
        inside.push(path([[0, level / top], [1, level / top]], `loss ${colour} balance`));
        inside.push(label(text, LEFT + WIDTH + 4, Number(up(level / top)) + 4, "start"));
      }
      words.push(`${name} from ${short(values[0] * top)} to ${short(values[values.length - 1] * top)}`);
      keys.push(...key(colour, name));
    });
    return el(
      "figure", {},
      frame(`Losses over the training: ${words.join("; ")}.`, [1, steps, 0, top], ...inside),
      el("figcaption", {}, ...keys, el("br"), method.caption),
    );
  };

  const table = (label, entries) =>
    el("div", { class: "scroll" },
      el("table", { class: "values", "aria-label": label },
        el("tbody", {}, ...entries.map(([name, value]) =>
          el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, value))))));

  const question = (place, row, seen) => {
    const [name, worth] = data.questions[place];
    const score = row.scores[place];
    if (score == null) return "";
    const won = !row.lost.includes(place);
    const content = [
      el("div", { class: "heading" }, el("h3", {}, name),
        el("p", { class: `mark ${won ? "good" : "bad"}` }, `${points(score)} of ${points(worth)} points`)),
    ];
    if (seen.empty?.includes(place)) content.push(el("p", {}, "None of its tests ran, so it scores 0."));
    for (const [test, message] of seen.tests ?? []) {
      if (data.tests[test][0] !== place) continue;
      content.push(el("div", { class: "test" },
        el("p", {}, el("span", { class: "verdict" }, "✗ Failed "), data.tests[test][1]),
        ...(message ? [el("p", { class: "message" }, message)] : [])));
    }
    const code = seen.code?.[place];
    if (code) {
      content.push(el("details", { class: "code" },
        el("summary", {}, "The code of this answer"), el("pre", { tabindex: "0" }, el("code", {}, code))));
    }
    for (const [of, which, likeness] of seen.resembles ?? []) {
      if (of !== place) continue;
      content.push(el("p", { class: "resembles" }, el("b", {}, "Resembles most: "), data.misconceptions[which],
        el("span", { class: "soft" }, ` (likeness ${percent(likeness)})`)));
    }
    const picture = seen.pictures?.[place];
    if (picture) {
      content.push(el("div", { class: "pictures" },
        picture.images === undefined ? cloud(picture) : images(picture),
        ...(picture.losses ? [losses(data.methods[picture.method], picture.losses)] : [])));
    }
    const values = seen.values?.[place];
    if (values) content.push(el("h4", {}, "What was measured"), table(`What was measured: ${name}`, values));
    return el("section", {}, ...content);
  };

  const dialog = find("dialog");
  let open = 0;

  const look = (number) => {
    open = number;
    const row = rows[number];
    const seen = details(number);
    const address = `./${encodeURIComponent(row.name)}/feedback.html`;
    const content = [
      el("p", { class: row.status ? "bad" : "" }, row.status
        ? `Not graded: ${row.status}`
        : `${points(row.total)} of ${points(data.possible)} points`),
      el("p", {}, el("a", { href: address }, "The student's page"),
        ...(row.file ? [" · ", el("a", { href: `./${encodeURIComponent(row.name)}/${row.file}` }, "What was handed in")] : [])),
    ];
    if (seen.notes) {
      content.push(el("section", {}, el("h3", {}, "About the notebook"),
        el("ul", {}, ...seen.notes.map((note) => el("li", {}, note)))));
    }
    const others = data.pairs.filter(([first, second]) => first === number || second === number);
    if (others.length) {
      content.push(el("section", {}, el("h3", {}, "Shares code with"),
        el("ul", {}, ...others.map(([first, second, share, pieces]) =>
          el("li", {}, named(first === number ? second : first), ` ${percent(share)} (${several(pieces, "piece")})`)))));
    }
    if (!row.status) {
      const places = data.questions.map((_, place) => place);
      const last = (place) => Number(!row.lost.includes(place)); // what failed comes first
      places.sort((a, b) => last(a) - last(b) || a - b);
      content.push(...places.map((place) => question(place, row, seen)));
    }
    if (data.manual.length && !row.status) {
      content.push(el("section", {}, el("h3", {}, "Marked by a person"), el("p", {}, data.manual.join(", "))));
    }
    const taken = Object.entries(seen.seconds ?? {}).map(([phase, time]) => [phase, `${time.toFixed(1)} s`]);
    if (seen.memory) taken.push(["memory", `${Math.round(seen.memory)} MB`]);
    if (taken.length) content.push(el("section", {}, el("h3", {}, "Time and memory"), table("Time and memory", taken)));
    find("dialog-name").replaceChildren(submission(number));
    find("dialog-content").replaceChildren(...content);
    const place = shown.indexOf(row);
    find("dialog-before").disabled = place <= 0;
    find("dialog-after").disabled = place < 0 || place === shown.length - 1;
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  };
  const step = (by) => {
    const next = shown[shown.indexOf(rows[open]) + by];
    if (next) look(next.number);
  };

  // --- what happens when ---

  const filter = find("filter");
  const sections = new Map();
  data.groups.forEach(([section, title, members], number) => {
    if (!members.length) return;
    if (!sections.has(section)) {
      sections.set(section, el("optgroup", { label: section }));
      filter.append(sections.get(section));
    }
    const name = title.length > 80 ? `${title.slice(0, 80)}…` : title;
    sections.get(section).append(el("option", { value: number }, `${name} (${members.length})`));
  });
  find("table").tHead.rows[0].append(...columns.map(({ title, number }, place) => {
    const head = button("", { class: "sort" });
    head.append(...breakable(title));
    head.addEventListener("click", () => sort(place));
    return el("th", { scope: "col", class: number ? "number" : "", "aria-sort": place ? "none" : "ascending" }, head);
  }));
  find("search").addEventListener("input", choose);
  filter.addEventListener("change", choose);
  find("before").addEventListener("click", () => turn(-1));
  find("after").addEventListener("click", () => turn(1));
  find("dialog-close").addEventListener("click", () => dialog.close());
  find("dialog-before").addEventListener("click", () => step(-1));
  find("dialog-after").addEventListener("click", () => step(1));
  document.addEventListener("click", ({ target }) => {
    if (target === dialog) return dialog.close(); // beside its content: the backdrop
    const group = target.closest("[data-group]");
    if (group) {
      find("search").value = "";
      filter.value = group.dataset.group;
      choose();
      find("submissions").scrollIntoView();
      find("submissions").focus();
    }
    const row = target.closest("[data-row]");
    if (row) {
      if (row.tagName === "TR") row.querySelector("button").focus(); // where the dialog returns to
      look(Number(row.dataset.row));
    }
  });
  const paper = (on) => {
    if (on === whole) return;
    whole = on;
    for (const folded of document.querySelectorAll("main details")) {
      if (on) folded.dataset.open = folded.open;
      folded.open = on || folded.dataset.open === "true";
    }
    draw();
  };
  window.addEventListener("beforeprint", () => paper(true));
  window.addEventListener("afterprint", () => paper(false));
  window.matchMedia("print").addEventListener("change", ({ matches }) => paper(matches));
  draw();
})();
