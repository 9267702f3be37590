// The rig proves itself: against a page it serves itself, and against a stand-in for the product.

import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { assertFits, assertText, launchBrowser, linksIn, SCREENS, shot, startCredere, tableRows, watch } from "./rig.mjs";

const PAGE = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>Rig</title>
<style>body{background:#fff;color:#000}@media(prefers-color-scheme:dark){body{background:#000;color:#fff}}</style>
<h1>Receivables   bought</h1>
<table><thead><tr><th>Invoice<th>Amount</thead><tbody><tr><td>A-1<td>1,000.00</tr><tr><td>A-2<td>2.50</tr></tbody></table>`;

let browser, server, origin, folder;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "credere-rig-"));
  server = createServer((request, response) => {
    const wide = request.url === "/wide" ? `<div style="width:2000px">wide</div>` : "";
    const loud = request.url === "/loud" ? `<script>throw new Error("planted")</script>` : "";
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE + wide + loud);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** Opens a page, hands it over, closes it. */
async function onPage(url, work) {
  const page = await browser.newPage({ viewport: SCREENS[0] });
  try {
    const watched = watch(page, origin);
    await page.goto(origin + url);
    await work(page, watched);
  } finally {
    await page.close();
  }
}

/** A program that stands in for the product: prints, then does as `script` says. */
async function standIn(name, script) {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o700);
  process.env.CREDERE_BIN = file;
}

test("a page is opened, read and found quiet", () =>
  onPage("/", async (page, watched) => {
    await assertText(page.locator("h1"), "Receivables bought");
    await assert.rejects(assertText(page.locator("h1"), "sold"), /expected "sold"/);
    assert.deepEqual(await tableRows(page.locator("table")), [
      ["A-1", "1,000.00"],
      ["A-2", "2.50"],
    ]);
    watched.assertQuiet();
  }));

test("pictures are taken on both screens, in light and dark", () =>
  onPage("/", async (page) => {
    const files = await shot(page, "rig");
    assert.equal(files.length, 4);
    for (const file of files) assert.ok((await stat(file)).size > 1000, file);
    assert.deepEqual(page.viewportSize(), SCREENS[0]);
  }));

test("a page wider than the screen is found", () =>
  onPage("/wide", (page) => assert.rejects(assertFits(page), /px wide on a screen of/)));

test("a script error is found", () =>
  onPage("/loud", (_page, watched) => assert.throws(() => watched.assertQuiet(), /planted/)));

test("links are found whole", () => {
  assert.deepEqual(linksIn("Desk: http://127.0.0.1:4711/enter/ab-C_1?x=1.\nhttp://localhost:1/ (http://127.0.0.1:2/a)"), [
    "http://127.0.0.1:4711/enter/ab-C_1?x=1",
    "http://localhost:1/",
    "http://127.0.0.1:2/a",
  ]);
  assert.deepEqual(linksIn("https://example.com/ and http://10.0.0.1:80/"), []);
});

test("the product is started with its book, its link is read, and it is ended", async () => {
  await standIn("serves", `echo "book $*"; echo "Sign in: http://127.0.0.1:4711/enter/abc"; exec sleep 300`);
  const credere = await startCredere({ data: folder, args: ["demo", "--port", "0"] });
  assert.equal(credere.link, "http://127.0.0.1:4711/enter/abc");
  assert.equal(credere.origin, "http://127.0.0.1:4711");
  assert.ok(credere.said().includes(`book demo --port 0 --data ${folder}`), credere.said());
  const { signal } = await credere.stop();
  assert.equal(signal, "SIGTERM");
  assert.throws(() => process.kill(credere.pid, 0), { code: "ESRCH" });
});

test("a product that ends early, or is not there, is told with its last words", async () => {
  await standIn("ends", `echo "the book is locked" >&2; exit 7`);
  await assert.rejects(startCredere({ data: folder }), /it ended with 7.*the book is locked/s);
  process.env.CREDERE_BIN = path.join(folder, "absent");
  await assert.rejects(startCredere({ data: folder }), /could not be started/);
});
