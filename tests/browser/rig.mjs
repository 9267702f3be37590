// The rig of the browser journeys: a browser, the product, pictures.
//
// Contract: everything that a journey starts, it ends; processes are ended by their own id. The product listens where
// it likes (the link it prints says where). Nothing here sleeps for luck: every wait has an event and a limit, and a
// limit that is hit says what was waited for and what the product had said by then.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

/** How long the product may take to print its first link: it may fill a demo book first. */
const START_LIMIT_MS = 120_000;
/** How long it may take to end after being asked to, before it is made to. */
const STOP_LIMIT_MS = 15_000;
/** How much of its output is kept for messages, in characters. */
const KEPT_OUTPUT = 100_000;

const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The two screens every page must fit: a desk and a telephone. */
export const SCREENS = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

const SHOTS = path.join(path.dirname(fileURLToPath(import.meta.url)), "shots");
const LINK = /http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+\/[^\s"'<>\u001b]*/g;

/** Starts Chromium (`CREDERE_CHROMIUM`, else Debian's). Close it with `browser.close()`. */
export function launchBrowser() {
  const executablePath = process.env.CREDERE_CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, args: ARGS });
}

/** All links to this machine in a text, in order, without the full stop that may end a sentence. */
export function linksIn(text) {
  return [...text.matchAll(LINK)].map(([link]) => link.replace(/[.,;:)\]]+$/, ""));
}

/**
 * Starts the product (`CREDERE_BIN`) with `args` (default `demo`) on the book in `data`, and waits for its first link.
 *
 * Returns the one-time sign-in `link`, all `links` printed so far, the `origin`, the `pid`, `said()` with its output,
 * `waitFor(pattern)` for a later line, and `stop()`, which ends it and returns `{ code, signal }`.
 */
export async function startCredere({ data, args = ["demo"], env = {} }) {
  const binary = process.env.CREDERE_BIN;
  assert.ok(binary, "CREDERE_BIN is not set; run the journeys with `cargo xtask browser`");
  const words = data === undefined ? args : [...args, "--data", data];
  const child = spawn(binary, words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const watchers = new Set();
  let output = "";
  let end;
  const tell = () => watchers.forEach((watcher) => watcher());
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      output = (output + text).slice(-KEPT_OUTPUT);
      tell();
    });
  }
  const ended = new Promise((resolve) => {
    const finish = (result) => {
      end ??= result;
      resolve(end);
      tell();
    };
    child.once("error", (error) => finish({ code: null, signal: null, error }));
    child.once("close", (code, signal) => finish({ code, signal }));
  });
  // When the test runner itself is ended, the product must not stay behind.
  const orphan = () => child.kill("SIGKILL");
  process.once("exit", orphan);

  const waitUntil = (what, limit, look) =>
    new Promise((resolve, reject) => {
      const settle = (answer) => {
        watchers.delete(watcher);
        clearTimeout(timer);
        answer();
      };
      const fail = (why) => settle(() => reject(new Error(`${what}: ${why}. credere had said:\n${output || "nothing"}`)));
      const watcher = () => {
        const found = look();
        if (found) settle(() => resolve(found));
        else if (end) fail(end.error ? `it could not be started (${end.error.message})` : `it ended with ${end.code ?? end.signal}`);
      };
      const timer = setTimeout(() => fail(`not within ${limit / 1000} s`), limit);
      watchers.add(watcher);
      watcher();
    });

  const stop = async () => {
    if (end === undefined) {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
      await ended;
      clearTimeout(timer);
    }
    process.removeListener("exit", orphan);
    return ended;
  };

  try {
    // A link is whole only when something follows it: the end of its line.
    const whole = () => linksIn(output.slice(0, output.lastIndexOf("\n") + 1));
    const link = await waitUntil("the sign-in link", START_LIMIT_MS, () => whole()[0]);
    return {
      link,
      origin: new URL(link).origin,
      pid: child.pid,
      get links() {
        return whole();
      },
      said: () => output,
      waitFor: (pattern, limit = START_LIMIT_MS) => waitUntil(`a line like ${pattern}`, limit, () => output.match(pattern)),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Pictures of the page as `shots/NAME-SCHEME-WIDTH.png`, on both screens, in light and dark; the page keeps its screen
 * and scheme. Returns the files. Also asserts that nothing is wider than the screen.
 */
export async function shot(page, name) {
  assert.match(name, /^[a-z0-9-]+$/, "a picture's name is lower-case words with hyphens");
  await mkdir(SHOTS, { recursive: true });
  const before = page.viewportSize();
  const files = [];
  for (const screen of SCREENS) {
    await page.setViewportSize(screen);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const file = path.join(SHOTS, `${name}-${colorScheme}-${screen.width}.png`);
      await page.screenshot({ path: file, fullPage: true, animations: "disabled" });
      files.push(file);
    }
    await assertFits(page, name);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
  return files;
}

/** The page itself never scrolls sideways (a wide table scrolls in a box of its own). */
export async function assertFits(page, name = page.url()) {
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  assert.ok(content <= screen, `${name}: content is ${content} px wide on a screen of ${screen} px`);
}

/**
 * Listens for what a page must not do: script errors, messages of level error (a refused style or script is one), and
 * requests to any other origin. Call `assertQuiet()` at the end of the journey.
 */
export function watch(page, origin) {
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    const own = url.origin === origin || url.protocol === "data:" || url.protocol === "blob:";
    if (!own) complaints.push(`request to another origin: ${request.url()}`);
  });
  return { complaints, assertQuiet: () => assert.deepEqual(complaints, [], "the page complained") };
}

/** The element holds this text, once white space is evened out. Waits for the element. */
export async function assertText(locator, expected) {
  const even = (text) => text.replace(/\s+/g, " ").trim();
  const text = even(await locator.innerText());
  if (expected instanceof RegExp) assert.match(text, expected);
  else assert.ok(text.includes(expected), `expected "${expected}" in "${text}"`);
}

/** The texts of a table's body, row by row. */
export function tableRows(table) {
  return table.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim())),
  );
}
