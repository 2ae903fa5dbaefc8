
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const data = JSON.parse(find("data").textContent);
  const articles = [...document.querySelectorAll("article")];
  const byCode = new Map(articles.map((article) => [article.dataset.code, article]));
  const marks = new Map(); // by code: { points, comment, version, grader }
  const own = "gangrade marker"; // where the browser keeps what is the same for all pages
  let saved = true; // whether a file has all of them
  let current = articles[0];
  let last; // the one that was marked last

  const say = (text) => (find("said").textContent = text);
  const several = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
  const number = (article) => articles.indexOf(article) + 1;
  const boxOf = (article) => article.querySelector("textarea");
  const fieldOf = (article) => article.querySelector("input.points");
  const none = { points: null, comment: "" };
  // Of answers that an earlier state of this page had: the saved file has them too.
  const gone = () => [...marks.keys()].filter((code) => !byCode.has(code));
  const listed = (codes) =>
    codes.slice(0, 5).join(", ") + (codes.length > 5 ? ` and ${codes.length - 5} more` : "");
  const markOf = (article) => marks.get(article.dataset.code) ?? none;
  const isDone = (article) => {
    const mark = markOf(article);
    return mark.points !== null && mark.version === article.dataset.version;
  };

  // --- what the browser keeps ---

  const attempt = (action) => {
    try {
      action();
    } catch {
      find("trouble").hidden = false;
    }
  };
  const put = (key, content) => attempt(() => localStorage.setItem(key, JSON.stringify(content)));
  const keep = () => put(data.key, { saved, marks: [...marks] });
  const keepOwn = () => put(own, { grader: find("grader").value, keys: find("shortcuts").checked });
  const recall = () =>
    attempt(() => {
      const kept = JSON.parse(localStorage.getItem(data.key));
      if (!kept) return;
      marks.clear();
      for (const [code, mark] of kept.marks) marks.set(code, mark);
      saved = kept.saved;
    });
  const recallOwn = () =>
    attempt(() => {
      const kept = JSON.parse(localStorage.getItem(own));
      find("grader").value = kept?.grader ?? "";
      find("shortcuts").checked = kept?.keys ?? true;
    });

  // --- what is shown ---

  const show = (article) => {
    const mark = markOf(article);
    const done = isDone(article);
    const field = fieldOf(article);
    const box = boxOf(article);
    const stale = article.querySelector(".stale");
    const points = mark.points === null ? "" : String(mark.points);
    article.classList.toggle("done", done);
    for (const button of article.querySelectorAll(".level")) {
      const pressed = done && Number(button.dataset.points) === mark.points;
      button.setAttribute("aria-pressed", String(pressed));
    }
    field.value = done ? points : "";
    field.removeAttribute("aria-invalid");
    if (box.value !== mark.comment) box.value = mark.comment;
    stale.hidden = done || mark.points === null;
    stale.textContent = `The answer has changed since it got ${points} of ${data.possible}. Mark it again.`;
    const remark = mark.comment ? `\n${mark.comment}` : "";
    article.querySelector(".paper").textContent =
      (done ? `Mark: ${points} of ${data.possible}` : "Not marked") + remark;
  };
  // Answers that are alike should get like marks.
  const uneven = () => {
    let count = 0;
    for (const line of document.querySelectorAll(".uneven")) {
      const members = [...line.closest(".group").querySelectorAll("article")].filter(isDone);
      const byPoints = new Map();
      for (const article of members) {
        const { points } = markOf(article);
        byPoints.set(points, [...(byPoints.get(points) ?? []), String(number(article))]);
      }
      const said = [...byPoints].map(([points, those]) => `${points} for ${listed(those)}`);
      line.hidden = byPoints.size < 2;
      line.textContent = line.hidden ? "" : `Different marks for answers that are alike: ${said.join("; ")}.`;
      count += byPoints.size > 1;
    }
    return count;
  };
  const tally = () => {
    uneven();
    const done = articles.filter(isDone).length;
    find("progress").value = done;
    find("tally").textContent = `${done} of ${articles.length} marked`;
    const codes = gone();
    find("gone").hidden = codes.length === 0;
    find("gone").textContent =
      `${several(codes.length, "more mark")} here for answers that are no longer on this page: ` +
      `${listed(codes)}. The saved file has them too.`;
  };
  const showAll = () => {
    articles.forEach(show);
    tally();
  };
  const showOwn = () => document.body.classList.toggle("keyless", !find("shortcuts").checked);

  // --- moving ---

  const choose = (article) => {
    current?.removeAttribute("aria-current");
    current = article;
    current.setAttribute("aria-current", "true");
  };
  // While only unmarked answers are shown, one that has its mark does not go as soon as another one
  // is pressed: that would move away from under the pointer, and the click would be lost.
  const hold = () => current?.classList.add("held");
  const release = () => {
    for (const article of document.querySelectorAll(".held")) article.classList.remove("held");
  };
  const go = (article) => {
    release();
    choose(article);
    article.focus({ preventScroll: true });
    article.scrollIntoView();
  };
  const move = (by) => {
    const unmarked = find("unmarked").checked;
    const shown = articles.filter((a) => a === current || !unmarked || !isDone(a));
    const next = shown[shown.indexOf(current) + by];
    if (next) go(next);
    else say(by > 0 ? "This is the last answer." : "This is the first answer.");
  };
  const nextUnmarked = () => {
    const place = articles.indexOf(current);
    const order = [...articles.slice(place + 1), ...articles.slice(0, place + 1)];
    const next = order.find((article) => !isDone(article));
    if (next) go(next);
    return Boolean(next);
  };
  const goOn = (said) => {
    if (!find("onwards").checked || nextUnmarked()) return say(said);
    say(`${said} All answers are marked: save them as a file.`);
  };
  const isInSight = (article) => {
    const { top, bottom } = article.getBoundingClientRect();
    return bottom > find("bar").getBoundingClientRect().bottom && top < innerHeight;
  };

  // --- marking ---

  const change = (article, values) => {
    const { code, version } = article.dataset;
    const before = markOf(article);
    // A comment alone does not say that a mark still fits an answer that has changed.
    const of = values.points === undefined && before.points !== null ? before.version : version;
    const grader = find("grader").value.trim(); // if there is none yet, saving fills it in
    const mark = { ...before, ...values, version: of, grader };
    const changed = ["points", "comment", "version"].some((name) => mark[name] !== before[name]);
    if (!changed || (mark.points === null && !mark.comment && !marks.has(code))) return;
    if (mark.points === null && !mark.comment) marks.delete(code);
    else marks.set(code, mark);
    if (values.points !== undefined) last = article;
    saved = false;
    keep();
    show(article);
    tally();
  };
  const give = (article, points) => {
    change(article, { points });
    goOn(`Answer ${number(article)}: ${points} of ${data.possible}.`);
  };
  // In 1,000 the comma may stand between thousands, or before decimals: nobody can tell.
  const pointsIn = (text) => {
    const number = /^\+?(?=[.,]?\d)\d{0,9}([.,]\d{0,6})?$/.test(text);
    const thousands = /^\+?[1-9]\d{0,2},\d{3}$/.test(text);
    const points = number && !thousands ? Number(text.replace(",", ".")) : NaN;
    return points <= data.possible ? points : NaN;
  };
  const typed = (article) => {
    const field = fieldOf(article);
    const text = field.value.trim();
    const points = text === "" ? null : pointsIn(text);
    const valid = !Number.isNaN(points);
    if (valid) {
      field.removeAttribute("aria-invalid");
      change(article, { points });
    } else {
      field.setAttribute("aria-invalid", "true");
      say(`Points are a number from 0 to ${data.possible}.`);
    }
    return valid && points !== null;
  };
  const same = () => {
    const group = current.closest(".group");
    const members = group ? [...group.querySelectorAll("article")] : [];
    if (members.length < 2) return say("This answer is in no group.");
    const model = [current, last, ...members].find((a) => members.includes(a) && isDone(a));
    if (!model) return say("Mark one answer of the group first.");
    const { points, comment } = markOf(model);
    const rest = members.filter((article) => !isDone(article));
    for (const article of rest) change(article, { points, comment: markOf(article).comment || comment });
    goOn(`${points} of ${data.possible} for ${several(rest.length, "more answer")} of the group.`);
  };
  const takeAway = () => {
    change(current, { points: null });
    say(`Answer ${number(current)}: no mark.`);
  };

  // --- comments given before ---

  const bankKeys = "123456789abcdefghijklmnopqrstuvwxyz";
  // Lines of comments; those that were given most often first.
  const bank = () => {
    const counts = new Map();
    for (const { comment } of marks.values()) {
      for (const line of new Set(comment.split("\n").map((text) => text.trim()))) {
        if (line) counts.set(line, (counts.get(line) ?? 0) + 1);
      }
    }
    const sorted = [...counts].sort(([, a], [, b]) => b - a);
    return sorted.slice(0, bankKeys.length).map(([text]) => text);
  };
  const comment = (text) => {
    find("bank").close();
    const before = markOf(current).comment.trim();
    const lines = before ? `${before}\n${text}` : text;
    if (before.split("\n").some((line) => line.trim() === text)) say("The answer has this comment.");
    else if (lines.length > boxOf(current).maxLength) say("The comment would be too long.");
    else {
      change(current, { comment: lines });
      say(`Answer ${number(current)} has the comment.`);
    }
    current.focus({ preventScroll: true });
  };
  const openBank = () => {
    const texts = bank();
    if (!texts.length) return say("No comment has been given on this page yet.");
    const items = texts.map((text, place) => {
      const [item, button, key, words] = ["li", "button", "kbd", "span"].map((tag) => document.createElement(tag));
      button.type = "button";
      key.textContent = bankKeys[place];
      words.textContent = text;
      words.dir = "auto";
      button.append(key, words);
      button.addEventListener("click", () => comment(text));
      item.append(button);
      return item;
    });
    find("comments").replaceChildren(...items);
    find("bank").showModal();
  };
  const inBank = (event) => {
    const typed = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    const button = typed && find("comments").querySelectorAll("button")[bankKeys.indexOf(event.key.toLowerCase())];
    if (!button || event.repeat || !find("shortcuts").checked) return;
    event.preventDefault();
    button.click();
  };

  // --- files ---

  const cell = (text) => (/[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const save = () => {
    const grader = find("grader").value.trim();
    if (!grader) {
      find("grader").focus();
      return say("Type your name and press Enter, then save again.");
    }
    for (const mark of marks.values()) mark.grader ||= grader;
    const lines = [data.columns];
    for (const code of new Set([...byCode.keys(), ...marks.keys()])) {
      const mark = marks.get(code);
      const row = {
        question: data.question,
        answer: code,
        version: mark?.version ?? byCode.get(code).dataset.version,
        points: String(mark?.points ?? ""),
        comment: mark?.comment.trim() ?? "",
        who: mark?.grader ?? "",
      };
      lines.push(data.columns.map((name) => cell(row[name])));
    }
    // With the mark from which spreadsheets know that a file is UTF-8.
    const text = "\ufeff" + lines.map((line) => line.join(",") + "\n").join("");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    const name = grader.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
    link.download = `marks-${data.question}-${name || "grader"}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    saved = true;
    keep();
    const more = gone().length;
    const too = more ? ` and ${several(more, "mark")} for answers no longer on this page` : "";
    const groups = uneven();
    const alike = groups ? ` ${several(groups, "group")} of answers that are alike with different marks.` : "";
    say(`Saved as ${link.download}: ${find("tally").textContent}${too}.${alike}`);
  };
  const table = (text) => {
    const [first] = text.trimStart().split("\n", 1);
    const count = (separator) => first.split(separator).length;
    const separator = [",", ";", "\t"].sort((a, b) => count(b) - count(a))[0];
    const rows = [[""]];
    let quoted = false;
    for (let i = 0; i < text.length; i++) {
      const row = rows[rows.length - 1];
      const letter = text[i];
      if (letter === '"' && quoted && text[i + 1] === '"') row[row.length - 1] += text[i++];
      else if (letter === '"' && (quoted || !row[row.length - 1])) quoted = !quoted;
      else if (quoted) row[row.length - 1] += letter;
      else if (letter === separator) row.push("");
      else if (letter === "\n") rows.push([""]);
      else if (letter !== "\r") row[row.length - 1] += letter;
    }
    if (quoted) return []; // to the end of the file
    return rows.filter((row) => row.some((content) => content.trim()));
  };
  const leftOut = {
    others: "of other questions",
    unknown: "of answers that are not on this page",
    outdated: "for earlier versions of answers",
    wrong: "with impossible points",
    bare: "without a version",
    shifted: "with more cells than columns",
  };
  // Take a line of a file; return what became of it, and nothing if it says nothing new.
  const take = (line) => {
    const { answer: code, comment, who: grader } = line;
    const points = line.points ? pointsIn(line.points) : null;
    const now = byCode.get(code)?.dataset.version;
    const version = line.version.toLowerCase();
    const before = marks.get(code);
    if (points === null && !comment) return undefined;
    if (line.question !== data.question) return "others";
    if (Number.isNaN(points)) return "wrong";
    if (!before && !now) return "unknown";
    if (!version) return "bare";
    if (before) {
      const alike = before.points === points && before.comment.trim() === comment;
      if (alike && before.version === version) return undefined;
      if (before.version === version || points === null || !now) return "differ";
      if (version !== now) return "outdated";
    }
    marks.set(code, { points, comment, version, grader });
    return before ? "replaced" : "taken";
  };
  const load = async (file) => {
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    } catch {
      return say(`${file.name} is not UTF-8. Save the table as "CSV UTF-8".`);
    }
    const [head, ...rows] = table(text);
    if (!head) return say(`${file.name} is not a CSV file, or it is empty.`);
    const earlier = { grader: "who" }; // what the column was called
    const names = head.map((name) => name.trim().toLowerCase()).map((name) => earlier[name] ?? name);
    const missing = data.columns.filter((name) => !names.includes(name));
    if (missing.length) return say(`${file.name} has no column ${missing.join(", ")}.`);
    const twice = data.columns.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
    if (twice.length) return say(`${file.name} has the column ${twice.join(", ")} twice.`);
    const width = names.findLastIndex(Boolean) + 1;
    const codes = { taken: [], replaced: [], differ: [] }; // of the lines, by what became of them
    for (const kind of Object.keys(leftOut)) codes[kind] = [];
    for (const row of rows) {
      const cells = names.map((name, place) => [name, (row[place] ?? "").trim()]);
      const line = Object.fromEntries(cells);
      // A table without names is somebody's all the same: merge takes the file's name as well.
      line.who ||= file.name.replace(/\.[^.]*$/, "");
      line.answer = line.answer.toUpperCase();
      const shifted = row.slice(width).some((content) => content.trim());
      const kind = shifted ? "shifted" : take(line);
      codes[kind]?.push(line.answer || "without a code");
    }
    keep();
    showAll();
    const { taken, replaced, differ } = codes;
    const said = [`${several(taken.length + replaced.length, "mark")} taken from ${file.name}.`];
    const tell = (what, found) => {
      if (found.length) said.push(`${found.length} ${what}: ${listed(found)}.`);
    };
    tell("of them for answers that have changed since they got a mark here", replaced);
    tell("differ from marks here, which stay", differ);
    for (const [kind, what] of Object.entries(leftOut)) {
      tell(`line${codes[kind].length === 1 ? "" : "s"} ${what} left out`, codes[kind]);
    }
    say(said.join(" "));
  };

  // --- what happens when ---

  const filter = () => {
    release();
    find("answers").classList.toggle("unmarked-only", find("unmarked").checked);
    say(find("unmarked").checked ? "Only answers without a mark." : "All answers.");
  };
  const actions = {
    save,
    same,
    bank: openBank,
    load: () => find("file").click(),
    help: () => {
      find("help").showModal();
      find("close").focus();
    },
  };
  const moves = {
    j: () => move(1),
    ArrowRight: () => move(1),
    k: () => move(-1),
    ArrowLeft: () => move(-1),
    n: () => nextUnmarked() || say("All answers are marked."),
  };
  const keys = {
    ...moves,
    s: save,
    l: actions.load,
    "?": actions.help,
    u: () => {
      find("unmarked").checked = !find("unmarked").checked;
      filter();
    },
  };
  // These work on the current answer, which must be in sight.
  const onCurrent = {
    p: () => fieldOf(current).select(),
    c: () => boxOf(current).focus(),
    b: openBank,
    g: same,
    Backspace: takeAway,
    Delete: takeAway,
  };
  for (const [key, points] of Object.entries(data.levels)) {
    onCurrent[key] = () => give(current, points);
  }

  const leave = () => (current ? current.focus({ preventScroll: true }) : undefined);
  const inField = (event) => {
    const { target, key } = event;
    const article = target.closest("article");
    if (key === "Escape") {
      if (article && target === fieldOf(article)) show(article); // as it was
      leave();
    } else if (key === "Enter" && target === find("grader")) leave();
    else if (key === "Enter" && article && target === fieldOf(article)) {
      if (typed(article)) goOn(`Answer ${number(article)}: ${markOf(article).points} of ${data.possible}.`);
    } else if (key === "Enter" && event.ctrlKey && article) {
      leave();
      nextUnmarked();
    } else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || find("help").open) return;
    if (find("bank").open) return inBank(event);
    if (event.target.closest?.("textarea, input:not([type=checkbox])")) return inField(event);
    if (!find("shortcuts").checked) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const own = Object.hasOwn(onCurrent, key) && current;
    if (!own && !Object.hasOwn(keys, key)) return;
    event.preventDefault();
    if (event.repeat && !Object.hasOwn(moves, key)) return;
    if (!own) return keys[key]();
    if (isInSight(current)) return onCurrent[key]();
    go(current);
    say(`Answer ${number(current)} was out of sight. Press the key again.`);
  });
  document.addEventListener("focusin", ({ target }) => {
    const article = target.closest?.("article");
    if (article) choose(article);
  });
  document.addEventListener("pointerdown", hold);
  document.addEventListener("click", ({ target }) => {
    const article = target.closest("article");
    if (article) choose(article);
    const button = target.closest("button");
    if (button?.dataset.do) actions[button.dataset.do]();
    if (button?.dataset.points) give(article, Number(button.dataset.points));
  });
  document.addEventListener("input", ({ target }) => {
    if (target.matches("article textarea")) change(target.closest("article"), { comment: target.value });
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("input.points")) typed(target.closest("article"));
  });
  find("grader").addEventListener("input", keepOwn);
  find("grader").addEventListener("change", ({ target }) => {
    const grader = target.value.trim();
    const others = new Set([...marks.values()].map((mark) => mark.grader));
    for (const name of ["", grader]) others.delete(name);
    if (grader && others.size) say(`Marks given before stay those of ${[...others].join(", ")}.`);
  });
  find("shortcuts").addEventListener("change", () => {
    keepOwn();
    showOwn();
  });
  find("unmarked").addEventListener("change", filter);
  find("file").addEventListener("change", async ({ target }) => {
    if (target.files.length) await load(target.files[0]);
    target.value = ""; // so that the same file can be chosen again
    measure(); // of what is said, which may be long
    if (current) go(current);
  });
  addEventListener("storage", ({ key }) => {
    if (key === data.key) {
      recall(); // another window of this page has marked
      showAll();
    } else if (key === own) {
      recallOwn();
      showOwn();
    }
  });
  addEventListener("beforeunload", (event) => {
    if (!saved) event.preventDefault();
  });
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });
  const measure = () => {
    const sticks = getComputedStyle(find("bar")).position === "sticky";
    const height = sticks ? find("bar").offsetHeight : 0;
    document.documentElement.style.setProperty("--bar", `${height}px`);
  };
  new ResizeObserver(measure).observe(find("bar"));

  history.scrollRestoration = "manual"; // the place to go on at is chosen here
  recall();
  recallOwn();
  showAll();
  showOwn();
  measure();
  if (current) choose(current);
  const first = articles.find((article) => !isDone(article));
  if (first && articles.some(isDone)) go(first);
  if (!saved) say("The marks that you gave before are here. They are not saved as a file yet.");
})();
