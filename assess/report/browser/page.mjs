// Drives a real Chromium over an HTML report and prints what it saw as JSON, for page_test.go to judge.
//
//   node page.mjs PAGE '{"search": "…", "kind": "…", "code": "…", "file": "…", "object": "…", "shots": "DIR"}'
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [file, wanted] = process.argv.slice(2);
const want = JSON.parse(wanted);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const url = pathToFileURL(file).href;
const seen = { errors: [], requests: [], axe: [], counts: {}, overflow: [] };

const browser = await chromium.launch({ executablePath: process.env.CROSSWALK_CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

// open loads the page in a window of its own and waits until it is ready.
async function open(name, options = {}, before) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (m) => { if (m.type() === "error" || m.type() === "warning") seen.errors.push(name + ": " + m.text()); });
  page.on("pageerror", (e) => seen.errors.push(name + ": " + e.message));
  page.on("request", (r) => { if (r.url() !== url && !r.url().startsWith("data:")) seen.requests.push(r.url()); });
  if (before) await page.addInitScript(before);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  // Milliseconds from the start of the navigation until the table can be used; and until the file has been read to its end.
  await page.addInitScript(() => {
    const seen = new MutationObserver(() => {
      if (!document.documentElement?.dataset.ready) return;
      window.readyAt = performance.now();
      seen.disconnect();
    });
    seen.observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto(url);
  await page.waitForSelector("html[data-ready=yes]", { timeout: 60000 });
  [page.readyMs, page.loadedMs] = await page.evaluate(() => [window.readyAt, performance.getEntriesByType("navigation")[0].loadEventEnd]);
  // What the page itself needs of the processor, whatever else the machine does meanwhile.
  page.readyCpuMs = 1000 * (await cdp.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value;
  return page;
}

async function accessible(page, where) {
  await page.evaluate(axe);
  const r = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  for (const v of r.violations) seen.axe.push(where + ": " + v.id + " (" + v.impact + "): " + v.help + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " " + (n.any[0] || n.all[0] || n.none[0] || {}).message).join(" | "));
}

const count = async (page) => +(await page.textContent("#count")).split(" ")[0].replace(/,/g, "");
const shot = async (page, name) => { if (want.shots) await page.screenshot({ path: want.shots + "/" + name + ".png" }); };
async function wide(page, where) {
  const [w, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (w > inner) seen.overflow.push(where + ": " + w + " > " + inner);
}

// set changes a control as a user does, and gives how many milliseconds pass until the table shows it.
async function set(page, id, value) {
  return page.evaluate(async ([id, value]) => {
    const e = document.getElementById(id), start = performance.now();
    e.value = e.tagName === "SELECT" ? ([...e.options].find((o) => o.textContent.startsWith(value)) || { value }).value : value;
    e.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - start;
  }, [id, value]);
}

async function filters(page) {
  seen.counts.all = await count(page);
  seen.rowsDrawn = await page.locator("#grid .rows .row").count();
  seen.filterMs = await set(page, "f-text", want.search);
  seen.counts.search = await count(page);
  await set(page, "f-text", "");
  for (const [id, key] of [["f-kind", "kind"], ["f-code", "code"], ["f-file", "file"]]) {
    await set(page, id, want[key]);
    seen.counts[key] = await count(page);
    await set(page, id, "");
  }
  for (const s of ["green", "yellow", "dropped"]) await page.uncheck("[name=status][value=" + s + "]");
  seen.counts.red = await count(page);
  await page.click("#filters button[type=reset]");
  await page.waitForFunction((n) => document.getElementById("count").textContent.startsWith(n), (seen.counts.all).toLocaleString("en"));
}

// object opens one object by the keyboard and looks at its code and findings.
async function object(page) {
  await page.keyboard.press("/");
  seen.slash = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.type(want.object);
  await page.focus("#grid");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#detail[open] .code");
  seen.opened = await page.evaluate(() => ({
    title: document.getElementById("d-title").textContent,
    source: document.querySelectorAll(".pane:first-child .code .ln").length,
    target: document.querySelectorAll(".pane:last-child .code .ln").length,
    sourceText: [...document.querySelectorAll(".pane:first-child .code .ln > span")].map((e) => e.textContent).join("\n"),
    keywords: document.querySelectorAll(".code .kw").length,
    findings: document.querySelectorAll(".dbody > section .finding").length,
    inline: document.querySelectorAll(".code .finding").length,
    marked: document.querySelectorAll(".pane:first-child .marked").length,
    links: document.querySelectorAll(".pane:first-child .ln.link").length,
    focus: document.activeElement.textContent, hash: location.hash,
  }));
  await accessible(page, "object");
  await shot(page, "object-" + page.shotName);
  if (seen.opened.links) {
    await page.locator(".pane:first-child .ln.link").last().click();
    seen.linked = await page.evaluate(() => [...document.querySelectorAll(".pane")].map((p) => [...p.querySelectorAll(".hit > span")].map((e) => e.textContent.trim())));
  }
  await page.keyboard.press("Escape");
  seen.closed = await page.evaluate(() => !document.getElementById("detail").open && document.activeElement.id);
  await page.click("#filters button[type=reset]");
}

const page = await open("light", { colorScheme: "light" });
page.shotName = "light";
seen.readyMs = page.readyMs;
seen.loadedMs = page.loadedMs;
seen.readyCpuMs = page.readyCpuMs;
await accessible(page, "light");
await shot(page, "light");
await filters(page);
await object(page);
await page.evaluate(() => document.getElementById("objects").scrollIntoView());
await shot(page, "table-light");
seen.block = await page.evaluate(async () => JSON.stringify(await openBlock("0")).length);
await page.click("#theme");
seen.themed = await page.evaluate(() => document.documentElement.dataset.theme);

const dark = await open("dark", { colorScheme: "dark" });
dark.shotName = "dark";
await accessible(dark, "dark");
await shot(dark, "dark");
await object(dark);

const phone = await open("phone", { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
phone.shotName = "phone";
await accessible(phone, "phone");
await wide(phone, "phone");
await shot(phone, "phone");
await phone.evaluate(() => document.getElementById("objects").scrollIntoView());
await shot(phone, "table-phone");
await object(phone);
await wide(phone, "phone object");

// A browser without DecompressionStream opens the same data.
const old = await open("fallback", {}, () => { window.crosswalkNoStreams = true; });
seen.fallbackBlock = await old.evaluate(async () => JSON.stringify(await openBlock("0")).length);
seen.fallbackCount = await count(old);

await browser.close();
console.log(JSON.stringify(seen));
