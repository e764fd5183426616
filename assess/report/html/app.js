// The table of objects, its filters, and the view of one object.
const $ = (id) => document.getElementById(id);
const blocks = new Map();
let index, rows = [], visible = [], selected = -1, rowHeight = 44, body, shared = 0;

function minutes(n) {
  if (n < 90) return n + " min";
  return n < 960 ? +(n / 60).toFixed(1) + " h" : +(n / 480).toFixed(1) + " days";
}

function start() {
  theme();
  index = JSON.parse($("index").textContent);
  rows = readRows();
  shared = sharedFolder(index.files);
  options($("f-kind"), index.kinds.map((k, i) => [i, k]));
  options($("f-code"), index.codes.map((c, i) => [i, c.id + " " + c.title]));
  $("l-change").hidden = !index.hasBase;
  for (const b of document.querySelectorAll(".only")) {
    b.hidden = false;
    b.addEventListener("click", () => only(b.dataset.code));
  }
  const form = $("filters");
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (e) => e.preventDefault());
  grid();
  filter();
  addEventListener("hashchange", fromHash);
  fromHash();
  document.documentElement.dataset.ready = "yes";
}

// readRows makes an object of each row of the index.
function readRows() {
  const width = index.columns.length, cells = index.cells;
  return index.names.map((name, i) => {
    const r = { name, id: index.ids[i] };
    for (let k = 0; k < width; k++) r[index.columns[k]] = cells[i * width + k];
    r.codes = index.codeSets[r.codes];
    r.complexity = index.words[r.complexity];
    r.change = index.words[r.change];
    return r;
  });
}

// hay is what the search looks through, made when it is needed first; lower is the path for the filter by file.
function hay(r) {
  return r.hay ??= (r.name + " " + index.files[r.file] + " " + index.kinds[r.kind] + " " + r.codes.map((c) => index.codes[c].id + " " + index.codes[c].title).join(" ")).toLowerCase();
}

function lower(r) {
  return r.path ??= index.files[r.file].toLowerCase();
}

function theme() {
  const b = $("theme"), dark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const label = () => { b.textContent = dark() ? "Light" : "Dark"; b.setAttribute("aria-label", "Use " + (dark() ? "light" : "dark") + " colours"); };
  b.hidden = false;
  b.addEventListener("click", () => { document.documentElement.dataset.theme = dark() ? "light" : "dark"; label(); });
  label();
}

// sharedFolder is the length of the path that all files have in common: the table leaves it out.
function sharedFolder(files) {
  let n = files.length ? files[0].lastIndexOf("/") + 1 : 0;
  for (const f of files) while (n && !f.startsWith(files[0].slice(0, n))) n = files[0].lastIndexOf("/", n - 2) + 1;
  return n;
}

function options(select, list) {
  list.sort((a, b) => a[1] < b[1] ? -1 : 1);
  for (const [value, text] of list) { const o = element("option", "", text); o.value = value; select.append(o); }
}

function only(code) {
  $("filters").reset();
  $("f-code").value = String(index.codes.findIndex((c) => c.id === code));
  filter();
  $("objects").scrollIntoView();
  $("grid").focus({ preventScroll: true });
}

function filter() {
  const words = $("f-text").value.toLowerCase().split(/\s+/).filter(Boolean), file = $("f-file").value.toLowerCase();
  const kind = $("f-kind").value, code = $("f-code").value, change = $("f-change").value, order = $("f-order").value;
  const status = new Set([...document.querySelectorAll("[name=status]:checked")].map((c) => index.statuses.indexOf(c.value)));
  visible = [];
  for (let i = 0; i < rows.length; i++) {
    const r = rows[i];
    if (!status.has(r.status) || kind !== "" && r.kind !== +kind || code !== "" && !r.codes.includes(+code) || change && r.change !== change ||
      file && !lower(r).includes(file) || words.length && !words.every((w) => hay(r).includes(w))) continue;
    visible.push(i);
  }
  const worst = (r) => ["red", "yellow", "green", "dropped"].indexOf(index.statuses[r.status]);
  const by = { effort: (a, b) => rows[b].effort - rows[a].effort, status: (a, b) => worst(rows[a]) - worst(rows[b]), name: (a, b) => rows[a].name < rows[b].name ? -1 : 1 }[order];
  if (by) visible.sort(by);
  let work = 0;
  for (const i of visible) work += rows[i].effort;
  $("count").textContent = visible.length.toLocaleString("en") + " of " + rows.length.toLocaleString("en") + " objects, " + minutes(work) + " for their findings";
  selected = visible.length ? 0 : -1;
  $("grid").scrollTop = 0;
  draw();
}

// grid sets up the table: only the rows in view are in the page.
function grid() {
  const g = $("grid");
  g.hidden = false;
  const head = element("div", "row head");
  head.setAttribute("role", "row");
  head.setAttribute("aria-rowindex", "1");
  for (const [cls, text] of [["status", "Status"], ["kind", "Kind"], ["name", "Object"], ["file", "File"], ["codes", "Codes"], ["work", "Effort"]]) {
    const c = element("span", cls, text);
    c.setAttribute("role", "columnheader");
    head.append(c);
  }
  body = element("div", "rows");
  body.setAttribute("role", "rowgroup");
  const top = element("div");
  top.setAttribute("role", "rowgroup");
  top.append(head);
  g.append(top, body);
  head.style.position = "sticky";
  const measure = () => { rowHeight = matchMedia("(max-width: 760px)").matches ? 56 : 44; draw(); };
  g.addEventListener("scroll", draw, { passive: true });
  addEventListener("resize", measure);
  measure();
  g.addEventListener("click", (e) => { const r = e.target.closest("[data-at]"); if (r) { selected = +r.dataset.at; draw(); openRow(visible[selected]); } });
  g.addEventListener("keydown", (e) => {
    const page = Math.max(1, Math.floor(g.clientHeight / rowHeight) - 1);
    const to = { ArrowDown: selected + 1, ArrowUp: selected - 1, PageDown: selected + page, PageUp: selected - page, Home: 0, End: visible.length - 1 }[e.key];
    if (e.key === "Enter" && selected >= 0) { e.preventDefault(); openRow(visible[selected]); }
    if (to === undefined || !visible.length) return;
    e.preventDefault();
    selected = Math.min(visible.length - 1, Math.max(0, to));
    const y = selected * rowHeight, room = g.clientHeight - body.offsetTop;
    if (y < g.scrollTop) g.scrollTop = y;
    if (y + rowHeight > g.scrollTop + room) g.scrollTop = y + rowHeight - room;
    draw();
  });
  addEventListener("keydown", (e) => {
    if (e.key === "/" && !$("detail").open && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { e.preventDefault(); $("f-text").focus(); }
  });
}

function draw() {
  const g = $("grid");
  if (!body) return;
  body.style.height = visible.length * rowHeight + "px";
  const from = Math.max(0, Math.floor(g.scrollTop / rowHeight) - 5), to = Math.min(visible.length, Math.ceil((g.scrollTop + g.clientHeight) / rowHeight) + 5);
  const list = [];
  for (let v = from; v < to; v++) list.push(line(v));
  body.replaceChildren(...list);
  g.setAttribute("aria-rowcount", visible.length + 1);
  if (selected >= from && selected < to) g.setAttribute("aria-activedescendant", "row-" + selected);
  else g.removeAttribute("aria-activedescendant");
}

function line(v) {
  const r = rows[visible[v]], row = element("div", "row"), status = index.statuses[r.status];
  row.id = "row-" + v;
  row.dataset.at = v;
  row.style.top = v * rowHeight + "px";
  row.setAttribute("role", "row");
  row.setAttribute("aria-rowindex", v + 2);
  row.setAttribute("aria-selected", v === selected);
  const badge = element("span", "badge " + status, status), first = element("span", "status");
  first.append(badge);
  const codes = r.codes.map((c) => index.codes[c].id);
  const cells = [first, element("span", "kind", index.kinds[r.kind]), element("span", "name", r.name), element("span", "file", index.files[r.file].slice(shared) + ":" + r.line),
    element("span", "codes", codes.slice(0, 2).join(" ") + (codes.length > 2 ? " +" + (codes.length - 2) : "")), element("span", "work", r.effort ? minutes(r.effort) : "")];
  for (const c of cells) { c.setAttribute("role", "gridcell"); c.title = c.textContent; }
  row.append(...cells);
  return row;
}

function openRow(i) {
  const id = "#" + rows[i].id;
  if (location.hash === id) fromHash();
  else location.hash = id;
}

function fromHash() {
  const id = location.hash.slice(1), i = id ? rows.findIndex((r) => r.id === id) : -1;
  if (i >= 0) detail(i);
  else if ($("detail").open) $("detail").close();
}

async function detail(i) {
  const r = rows[i];
  if (!blocks.has(r.block)) blocks.set(r.block, openBlock(r.block));
  const d = (await blocks.get(r.block))[r.at];
  const box = $("detail"), status = index.statuses[r.status];
  const head = element("div", "dhead"), title = element("h2", "", r.name), close = element("button", "", "Close");
  title.id = "d-title";
  close.type = "button";
  close.addEventListener("click", () => box.close());
  head.append(element("span", "badge " + status, status), title, close);
  const part = element("div", "dbody");
  part.append(element("p", "dfacts", facts(r, d, status)));
  const panes = element("div", "panes"), views = codePanes(r, d);
  part.append(findingList(d, views), panes);
  if (d.n) panes.append(element("p", "note", "The code of this object is not in this page, which would be too large."));
  else panes.append(...views.nodes);
  box.replaceChildren(head, part);
  if (!box.onclose) box.onclose = () => { history.replaceState(null, "", location.pathname + location.search); $("grid").focus({ preventScroll: true }); };
  if (!box.open) box.showModal();
  box.scrollTop = 0;
  close.focus({ preventScroll: true });
}

function facts(r, d, status) {
  const list = [index.kinds[r.kind], index.files[r.file] + ":" + r.line];
  if (r.effort) list.push(minutes(r.effort) + ", " + r.complexity);
  if (d.w) list.push("was " + d.w + " in the base");
  else if (r.change === "new") list.push("added since the base");
  if (r.accepted) list.push("accepted: all that makes it " + status + " is suppressed");
  if (d.r) list.push(d.r);
  ["parsed by the target's parser", "loaded into a real server", "body checked"].forEach((t, i) => { if (d.p[i] !== null) list.push(d.p[i] ? t : "not " + t); });
  return list.join(" · ");
}

// finding shows a finding, with what to do folded away. go brings its line into view.
function finding(f, go) {
  const c = index.codes[f.c], box = element("div", "finding " + c.severity), p = element("p");
  p.append(element("span", "badge " + c.severity, c.id), " ", element("strong", "", c.title), ": " + f.m);
  if (f.w) p.append(" ", element("strong", "", "new"));
  box.append(p);
  if (c.class) box.append(element("p", "note", "If nobody acts: it " + c.class + "." + (f.n ? " Effort: " + minutes(f.n) + "." : "")));
  if (f.u) box.append(element("p", "note", "Suppressed: " + f.u.reason + (f.u.owner ? ", " + f.u.owner : "") + (f.u.until ? ", until " + f.u.until : "") + " (" + f.u.file + ":" + f.u.line + ")"));
  const more = element("details"), why = element("summary", "", c.feature ? "Rewrite it with " + c.feature : "What to do");
  more.append(why, element("p", "", c.text), element("p", "", c.why), element("p", "", c.do));
  if (c.rewrite) more.append(element("pre", "", c.rewrite));
  box.append(more);
  if (go) {
    const b = element("button", "", f.f ? f.f + ":" + f.l : "Line " + f.l + (f.t ? " → " + f.t.file.replace(/.*\//, "") + ":" + f.t.line : ""));
    b.type = "button";
    b.addEventListener("click", go);
    box.append(b);
  }
  return box;
}

function findingList(d, views) {
  const box = element("section");
  box.setAttribute("aria-label", "Findings");
  for (const f of d.f) box.append(finding(f, () => views.go(f)));
  if (!d.f.length) box.append(element("p", "note", "No findings."));
  return box;
}

// codePanes shows source and target side by side, with lines that belong together linked.
function codePanes(r, d) {
  const there = new Map(), back = d.t.map(() => new Map());
  const add = (m, k, v) => { if (!m.has(k)) m.set(k, []); m.get(k).push(v); };
  for (const [s, part, t] of d.k || []) { add(there, s, [part, t]); if (back[part]) add(back[part], t, s); }
  const marks = new Map();
  for (const f of d.f) if (!f.f) add(marks, f.l, { severity: index.codes[f.c].severity, node: finding(f) });
  const targets = [];
  const fromSource = (n) => { show(source, [n]); targets.forEach((v, part) => show(v, (there.get(n) || []).filter((x) => x[0] === part).map((x) => x[1]))); };
  const source = codeView(d.s, d.l, "Source code", marks, new Set(there.keys()), fromSource);
  const left = element("section", "pane"), right = element("section", "pane");
  left.append(element("h3", "", "Source: " + index.files[r.file] + ":" + d.l), source.box);
  d.t.forEach((t, part) => {
    const tmarks = new Map();
    for (const f of d.f) if (f.t && f.t.file === t.f) add(tmarks, f.t.line, { severity: index.codes[f.c].severity });
    const v = codeView(t.s, t.l, "Converted code " + t.f, tmarks, new Set(back[part].keys()), (n) => { show(v, [n]); show(source, back[part].get(n) || []); });
    targets.push(v);
    right.append(element("h3", "", "Converted: " + t.f), v.box);
  });
  if (!d.t.length) right.append(element("h3", "", "Converted"), element("p", "note", "Nothing stands in the output for this object."));
  const go = (f) => { if (!f.f) { show(source, [f.l]); targets.forEach((v, part) => show(v, f.t && f.t.file === d.t[part].f ? [f.t.line] : [])); left.scrollIntoView({ block: "start" }); } };
  return { nodes: [left, right], go };
}

try {
  start();
} catch (e) {
  $("count").textContent = "The page's data could not be opened: " + e.message;
  throw e;
}
