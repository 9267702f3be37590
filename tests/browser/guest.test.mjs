// The three guests of the example book: a debtor's clerk, an owner of a client, a stranger with a letter in hand.
//
// Nobody has an account; each comes by a link, as it stands in a mail or as the desk hands it out. Every act is done by
// clicking, every page is photographed at desk and phone width in light and dark, and nothing scrolls sideways. The
// debtor's page is walked a second time without script. What a wrong link opens is the same page, whatever is wrong with it.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { assertFits, assertText, launchBrowser, shot, startCredere, watch } from "./rig.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "credere-guest-"));
// A day of the factor, whose zone is New York, whatever day it is here.
const day = (offset) =>
  new Date(Date.now() + offset * 86_400_000).toLocaleDateString("en-CA", { timeZone: "America/New_York" });
/** The account that the example's factor is paid to, since its change of account. */
const ACCOUNT = "7700200123";
const CODE = /\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b/;

let browser, credere, desk, page, quiet, printed, debtor, client;

before(async () => {
  credere = await startCredere({ data: path.join(folder, "book"), args: ["demo", "--port", "0"] });
  const [signIn] = await credere.waitFor(/http:\S+\/sign-in\/\S+(?=\s)/);
  printed = ["debtor", "client"].map((party) => credere.said().match(new RegExp(`\\(${party}\\): (\\S+)`))[1]);
  browser = await launchBrowser();
  desk = await (await browser.newContext()).newPage();
  desk.setDefaultTimeout(10_000);
  await desk.goto(signIn);
  page = await (await browser.newContext({ locale: "en-US" })).newPage();
  page.setDefaultTimeout(10_000);
  quiet = watch(page, credere.origin);
});

// Each part comes by links of its own: the pace of a link is made for people, and these clicks are faster.
beforeEach(async () => {
  debtor = await linkOf("debtor", "FENNELWORTH", "LOWMARSH");
  client = await linkOf("client", "FENNELWORTH", "LOWMARSH");
});

after(async () => {
  await browser?.close();
  await credere?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const main = () => page.locator("main");
const fill = async (fields, on = page) => {
  for (const [name, value] of Object.entries(fields)) {
    const field = on.locator(`main [name="${name}"]`).first();
    const tag = await field.evaluate((element) => element.tagName);
    await (tag === "SELECT" ? field.selectOption(value) : field.fill(value));
  }
};
/** Presses the button of this name in the page's content. */
const press = async (name, on = page) => {
  await on.locator("main").getByRole("button", { name, exact: true }).first().click();
  await on.waitForLoadState("load");
};
const follow = async (name, on = page) => {
  await on.locator("main").getByRole("link", { name }).first().click();
  await on.waitForLoadState("load");
};
/** A link to a party's page, as the desk hands it out for a pair. */
const linkOf = async (party, clientCode, debtorCode) => {
  await desk.goto(`${credere.origin}/relations/${clientCode}/${debtorCode}`);
  await desk.getByRole("button", { name: `Link to the ${party}'s page` }).click();
  await desk.waitForLoadState("load");
  const [link] = (await desk.locator("body").innerText()).match(/http:\S+\/g\/[\w-]+/);
  return link;
};
/** Ticks invoices of the list by their place and says something of them. */
const say = async (places, what) => {
  await page.goto(debtor);
  for (const place of places) await page.locator('main tbody [name="invoice"]').nth(place).check();
  await fill({ say: what });
  await press("Continue");
};

test("the demo's links lead to where it is served, and open", async () => {
  for (const link of printed) {
    assert.equal(new URL(link).origin, credere.origin);
    assert.equal((await page.goto(link)).status(), 200);
  }
});

test("the debtor sees what it owes, to whom, and where it is paid", async () => {
  await page.goto(debtor);
  await assertText(main(), /USD open on 6 invoices/);
  await assertText(main(), /Fennelworth Foods LLC has assigned its invoices to Lantern Trade Finance/);
  await assertText(main(), ACCOUNT);
  await assertText(main(), /We never change bank details by e-mail/);
  await shot(page, "guest-01-debtor");
});

test("many invoices are confirmed by one answer", async () => {
  await page.goto(debtor);
  await page.locator('main [name="all"]').check();
  await press("Continue");
  await assertText(main(), /You confirm that goods or services were received/);
  assert.equal(await page.locator('main [name="invoice"]:checked').count(), 6);
  await fill({ name: "" });
  await press("Send");
  await assertText(page.locator(".errors"), "Write your name.");
  await shot(page, "guest-02-confirm-refused");
  assert.equal(await page.locator('main [name="invoice"]:checked').count(), 6, "what was ticked stays");
  await fill({ name: "Ambrose Teel" });
  await press("Send");
  await assertText(main(), /Noted for 6 invoices: Everything is correct\. Receipt \d+/);
  await shot(page, "guest-03-confirmed");
});

test("a part of an invoice is disputed, and the case is talked about", async () => {
  await say([1], "disputed");
  await fill({ amount: "much", words: "Two crates were wet." });
  await press("Continue");
  await assertText(page.locator(".errors"), /Choose the reason/);
  await assertText(page.locator(".errors"), /Write the amount as 1,234\.50/);
  assert.equal(await page.locator('main [name="words"]').inputValue(), "Two crates were wet.");
  await shot(page, "guest-04-dispute-refused");
  await page.locator('main [name="reason"][value="QUALITY"]').check();
  await fill({ amount: "99,999.00" });
  await press("Continue");
  await assertText(page.locator(".errors"), /more than/);
  await fill({ amount: "140.00" });
  await press("Continue");
  await assertText(main(), /Nothing has been sent yet/);
  await assertText(main(), /140\.00 USD/);
  await shot(page, "guest-05-dispute-preview");
  await press("Send");
  await assertText(main(), /In dispute, C-\d+/);
  await follow(/Dispute C-/);
  await assertText(main(), /Two crates were wet/);
  await shot(page, "guest-06-case");
  await fill({ words: "Pictures follow." });
  await press("Send");
  await assertText(main(), /Pictures follow/);
});

test("payment is announced, and said to be made", async () => {
  await say([2], "will-pay");
  await fill({ on: "" });
  await press("Continue");
  await assertText(page.locator(".errors"), /Write the day/);
  await shot(page, "guest-07-will-pay-refused");
  await fill({ on: day(10) });
  await press("Continue");
  await shot(page, "guest-08-will-pay-preview");
  await press("Send");
  await assertText(main(), /Payment announced for/);
  await say([3], "paid");
  await fill({ how: "cheque 4711" });
  await press("Continue");
  await press("Send");
  await assertText(main(), /You say it was paid on/);
});

test("a remittance advice is read at once; what is not an advice is refused in words", async () => {
  const numbers = await (async () => {
    await page.goto(debtor);
    return page.locator("main tbody td a").allInnerTexts();
  })();
  await follow(/Send a remittance advice/);
  await fill({ name: "" });
  await press("Send");
  await assertText(page.locator(".errors"), /2 answers need a look/);
  await shot(page, "guest-09-remittance-refused");
  const file = path.join(folder, "remittance.csv");
  writeFileSync(file, `Invoice,Amount\n${numbers[4]},100.00\nNO-SUCH-1,5.00\n`);
  await page.locator('main [name="file"]').setInputFiles(file);
  await fill({ name: "Ambrose Teel" });
  await press("Send");
  await assertText(main(), /Your remittance advice has arrived/);
  await assertText(main(), /NO-SUCH-1/);
  await shot(page, "guest-10-remittance-taken");
});

test("what is open is fetched as a sheet, and answered by it", async () => {
  await page.goto(debtor);
  await follow(/Answer many invoices by a sheet/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("main").getByRole("link", { name: "CSV" }).click()]);
  const lines = readFileSync(await download.path(), "utf8").trimEnd().split(/\r?\n/);
  const at = lines[0].split(",").indexOf("Answer");
  assert.ok(at > 0, lines[0]);
  const cells = lines[1].split(",");
  cells[at] = "confirmed";
  const file = path.join(folder, "answers.csv");
  writeFileSync(file, [lines[0], cells.join(",")].join("\n"));
  await page.locator('main [name="file"]').setInputFiles(file);
  await fill({ name: "Ambrose Teel" });
  await press("Continue");
  await assertText(main(), /One answer\. Nothing has been sent yet/);
  await shot(page, "guest-11-sheet-preview");
  await press("Send");
  await assertText(main(), /One answer is noted/);
});

test("questions, complaints and better contacts reach a person", async () => {
  for (const [what, words, shown] of [
    [/Ask a question/, "May we pay twice a month?", /Question C-\d+/],
    [/Complain/, "We were written to twice.", /Complaint C-\d+/],
    [/Correct whom we write to/, "payables@lowmarsh.example", /Contact to correct C-\d+/],
  ]) {
    await page.goto(debtor);
    await follow(what);
    await press("Send");
    await assertText(page.locator(".errors"), /Write in a few words what it is about/);
    await fill({ words, name: "Ambrose Teel" });
    await press("Send");
    await assertText(page.locator("main h1"), shown);
    await assertText(main(), words);
  }
  await shot(page, "guest-12-asked");
});

test("the debtor chooses channels and language", async () => {
  await page.goto(debtor);
  await follow(/How we write to you/);
  await page.locator('main [name="way"][value="LETTER"]').check();
  await page.locator('main [name="stop"][value="PHONE"]').check();
  await press("Save");
  await assertText(main(), /Saved/);
  await shot(page, "guest-13-preferences");
  for (const [code, title] of [
    ["de", /Was Sie schulden/],
    ["fr", /Ce que vous devez/],
    ["es", /Lo que debe/],
    ["en", /What you owe/],
  ]) {
    await page.goto(debtor);
    await page.locator('footer [name="lang"]').selectOption(code);
    await page.locator("footer button").click();
    await page.waitForLoadState("load");
    await page.goto(debtor);
    assert.equal(await page.locator("html").getAttribute("lang"), code);
    await assertText(page.locator("main h1"), title);
    if (code !== "en") await shot(page, `guest-14-debtor-${code}`);
  }
});

test("every page of the debtor fits", async () => {
  const pages = ["/letters", "/sheet", "/remittance", "/preferences", "/ask?what=question", "/answer?say=not-received"];
  for (const [at, where] of pages.entries()) {
    await page.goto(debtor + where);
    await shot(page, `guest-15-debtor-${at}`);
  }
  await page.goto(`${debtor}/letters`);
  await page.locator("main summary").first().click();
  await shot(page, "guest-16-letters");
});

test("a true notice is confirmed; an altered account or code is refused", async () => {
  await page.goto(debtor);
  await follow(/Check the notice/);
  await assertText(page.locator("main h1"), "This code is ours");
  await shot(page, "guest-20-check");
  const code = (await main().innerText()).match(CODE)[0];
  await press("Compare");
  await assertText(page.locator(".errors"), /Type the account number/);
  await fill({ account: ACCOUNT });
  await press("Compare");
  await assertText(page.getByRole("alert"), /Yes\. The account number is the one we wrote/);
  await shot(page, "guest-21-check-right");
  await fill({ account: ACCOUNT.replace(/3$/, "4") });
  await press("Compare");
  await assertText(page.getByRole("alert"), /No\. This is not the account number we wrote/);
  await shot(page, "guest-22-check-wrong");
  await page.goto(`${credere.origin}/check`);
  await shot(page, "guest-23-check-ask");
  const altered = (code[0] === "0" ? "1" : "0") + code.slice(1);
  await fill({ code: altered });
  await press("Check");
  await assertText(page.getByRole("alert"), /We do not know this code/);
  await shot(page, "guest-24-check-unknown");
  await fill({ code: code.toLowerCase().replaceAll("-", " ") });
  await press("Check");
  await assertText(page.locator("main h1"), "This code is ours");
});

test("a superseded and a released notice say so", async () => {
  // A notice came back and was sent again, to a better address: the first one no longer holds. Its client has both.
  await page.goto(await linkOf("client", "TORVANE", "PINDALE"));
  await follow(/Pindale/);
  await follow(/came back/);
  const superseded = (await main().innerText()).match(CODE)[0];
  await page.goto(`${credere.origin}/check/${superseded.replaceAll("-", "")}`);
  await assertText(page.locator("main h1"), /a newer one has taken its place/);
  await shot(page, "guest-25-check-superseded");
  await follow("See the newer letter");
  await assertText(page.locator("main h1"), "This code is ours");
  // A customer that was released still has its letters.
  await page.goto(`${await linkOf("debtor", "SALTROAD", "WYNDLEY")}/letters`);
  const letter = page.locator("main details", { hasText: "New bank details" }).first();
  await letter.locator("summary").click();
  const released = (await letter.innerText()).match(CODE)[0];
  await page.goto(`${credere.origin}/check/${released.replaceAll("-", "")}`);
  await assertText(page.locator("main h1"), "This assignment has ended");
  await shot(page, "guest-26-check-released");
});

test("nothing can be listed: what opens nothing looks the same, whatever is wrong with it", async () => {
  const token = new URL(debtor).pathname.split("/")[2];
  const forged = token.slice(0, -2) + (token.endsWith("AA") ? "BB" : "AA");
  const own = (await (await page.goto(client)).text()) && (await page.locator('main a[href*="/customer/"]').first().getAttribute("href"));
  const looks = [];
  for (const where of ["/g/absent", `/g/${forged}`, `/g/${token}/case/${crypto.randomUUID()}`, `/g/${token}/letter/${crypto.randomUUID()}`]) {
    const answer = await page.goto(credere.origin + where);
    assert.equal(answer.status(), 404, where);
    // Who holds a link that opens something is led back to it; that tells nobody anything.
    looks.push((await page.locator("main").innerText()).replace(/\s+/g, " ").replace(/ Back$/, ""));
  }
  assert.equal(new Set(looks).size, 1, looks.join("\n"));
  await shot(page, "guest-30-nothing");
  // The client's customer page is not there for the debtor's link, nor the debtor's pages for the client's.
  const customer = own.split("/").slice(3).join("/");
  assert.equal((await page.goto(`${debtor}/${customer}`)).status(), 404);
  assert.equal((await page.goto(`${client}/sheet`)).status(), 404);
  const other = await linkOf("debtor", "SALTROAD", "MOSSWATER");
  await page.goto(debtor);
  const invoice = await page.locator("main tbody td a").first().getAttribute("href");
  assert.equal((await page.goto(`${other}/${invoice.split("/").slice(3).join("/")}`)).status(), 404);
});

test("the client's owner sees what needs it, and answers a dispute", async () => {
  await page.goto(client);
  await assertText(page.locator("main h1"), "What needs your attention");
  await shot(page, "guest-40-client");
  await follow(/Dispute C-\d+/);
  await assertText(main(), /Two crates were wet/);
  await press("Send");
  await assertText(page.locator(".errors"), /Write in a few words what you want to add/);
  await shot(page, "guest-41-client-case-refused");
  await fill({ words: "We credit the two crates.", amount: "140.00", name: "Marian Fennel" });
  await page.locator('main [name="outcome"][value="CREDIT"]').check();
  await press("Send");
  await assertText(main(), /Settled on/);
  await shot(page, "guest-42-client-case-settled");
});

test("a letter is read as it leaves, without its reader's links, and approved", async () => {
  await page.goto(client);
  await follow(/Letter to Ploverdale/);
  await assertText(main(), /Waits for you to read it/);
  assert.ok(!(await page.content()).replaceAll(new URL(client).pathname, "").includes("/g/"), "the debtor's own link is shown");
  await shot(page, "guest-43-letter");
  await press("Yes, send it");
  await assertText(main(), /Thank you/);
});

test("contact is paused with its consequence, and resumed; a better contact is named; the timeline tells it", async () => {
  await page.goto(client);
  await follow(/Casabrine/);
  await shot(page, "guest-44-customer");
  await follow("Pause contact");
  await assertText(main(), /What a pause does not stop/);
  await fill({ days: "soon", why: "" });
  await press("Pause contact");
  await assertText(page.locator(".errors"), /Write a number of days/);
  await shot(page, "guest-45-pause-refused");
  await fill({ days: "5", why: "We meet them on Friday" });
  await press("Pause contact");
  await assertText(main(), /Contact is paused until/);
  await assertText(main(), /How the relationship fares/);
  await shot(page, "guest-46-paused");
  await press("Contact may go on");
  await assertText(main(), /Contact goes on/);
  await follow("Name a better contact");
  await fill({ words: "Edmund Farrow, edmund@casabrine.example", name: "Marian Fennel" });
  await press("Send");
  await assertText(main(), /C-\d+/);
});

test("the client ticks a heads-up with person and channel", async () => {
  const owner = await linkOf("client", "SALTROAD", "HOLLOWBECK");
  await page.goto(owner);
  await shot(page, "guest-47-other-client");
  const tick = page.locator("main").getByRole("link", { name: /^We have told/ }).first();
  assert.ok(await tick.count(), "no heads-up waits");
  await tick.click();
  await page.waitForLoadState("load");
  await fill({ person: "" });
  await press("We have told them");
  await assertText(page.locator(".errors"), /Write whom you have told/);
  await shot(page, "guest-48-heads-up-refused");
  await fill({ on: day(0), person: "Nell Corbet, accounts payable" });
  await press("We have told them");
  await assertText(main(), /The letter of introduction follows/);
});

test("the debtor's page needs no script", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const plain = await context.newPage();
  plain.setDefaultTimeout(10_000);
  await plain.goto(await linkOf("debtor", "SALTROAD", "MOSSWATER"));
  await plain.locator('main tbody [name="invoice"]').first().check();
  await fill({ say: "confirmed" }, plain);
  await press("Continue", plain);
  await fill({ name: "Wilma Tarn" }, plain);
  await press("Send", plain);
  await assertText(plain.locator("main"), /Noted for one invoice: Everything is correct/);
  await follow(/Ask a question/, plain);
  await fill({ words: "Is the account the same for all loads?", name: "Wilma Tarn" }, plain);
  await press("Send", plain);
  await assertText(plain.locator("main h1"), /Question C-\d+/);
  await context.close();
});

test("no page complained", () => {
  // What is refused or is not there answers 422 or 404, which the browser writes into its console.
  const complaints = quiet.complaints.filter((text) => !/status of (404|422)/.test(text));
  assert.deepEqual(complaints, []);
});
