// The whole story by clicking: from an empty book to cash in the client's hands.
//
// A person opens a book, enters a client, a debtor and an agreement, has both sides sign, submits a schedule, sends the payment
// file, takes the bank's statement in, matches a payment by hand, takes it back, places it again, and looks at the reports. Nothing
// is prepared behind the pages' back except the empty book. Every page is photographed at desk and phone width, light and dark.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { assertFits, assertText, launchBrowser, shot, startCredere, watch } from "./rig.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "credere-desk-"));
const data = path.join(folder, "book");
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

const SCHEDULE = `debtor,number,issued,due,amount,currency,delivered,description,order
HARBOR,INV-1001,${day(-3)},${day(27)},10000.00,USD,${day(-3)},Crates,PO-1
HARBOR,INV-1002,${day(-2)},${day(28)},6500.00,USD,${day(-2)},Crates,PO-2
NOBODY,INV-1003,${day(-2)},${day(28)},4000.00,USD,${day(-2)},Crates,PO-3
HARBOR,INV-1004,${day(-2)},,4000.00,USD,${day(-2)},Crates,PO-4
HARBOR,INV-1002,${day(-2)},${day(28)},6600.00,USD,${day(-2)},Crates,PO-2
`;

const STATEMENT = `account,statement,currency,opening,closing,booked,valued,amount,reference,payer,payer_account,text
9900112233,ST-1,USD,1000.00,17500.00,${day(0)},${day(0)},10000.00,B-1,Harbor Stores Inc.,5551112222,Invoice INV-1001
9900112233,ST-1,USD,1000.00,17500.00,${day(0)},${day(0)},6500.00,B-2,Somebody Else,1,thank you
`;

let browser;
let credere;
let page;
let quiet;

before(async () => {
  const words = ["--factor", "Journey Finance", "--country", "US", "--currency", "USD", "--timezone", "UTC"];
  execFileSync(process.env.CREDERE_BIN, ["init", "--data", data, ...words]);
  credere = await startCredere({ data, args: ["serve", "--port", "0"] });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(10_000);
  quiet = watch(page, credere.origin);
  await page.goto(credere.link);
});

after(async () => {
  await browser?.close();
  await credere?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const go = (where) => page.goto(credere.origin + where);
const fill = async (fields) => {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main [name="${name}"]`).first();
    const tag = await field.evaluate((element) => element.tagName);
    await (tag === "SELECT" ? field.selectOption(value) : field.fill(value));
  }
};
const press = async (name) => {
  await page.locator("main").getByRole("button", { name, exact: false }).first().click();
  await page.waitForLoadState("load");
};
/** Sends the page's main form. */
const send = async () => {
  await page.locator("main .form-actions button.primary").first().click();
  await page.waitForLoadState("load");
};
const main = () => page.locator("main");

test("a link signs in once", async () => {
  await assertText(main(), /first|client/i);
  await shot(page, "01-first-day");
  const stranger = await browser.newContext();
  const theirs = await stranger.newPage();
  const answer = await theirs.goto(credere.link);
  assert.equal(answer.status(), 401);
  assert.equal((await theirs.goto(`${credere.origin}/clients`)).status(), 401);
  await stranger.close();
});

test("client, debtor and customer are entered; what is wrong is said at the field", async () => {
  await go("/settings/factor");
  await fill({ holder: "Journey Finance", account: "9900112233", clearing: "990000013" });
  await send();
  await go("/clients/new");
  await fill({ code: "TIMBER", name: "Timber Works Inc.", status: "ACTIVE", account: "DE00123" });
  await send();
  await assertText(main(), /account manager/i);
  await assertText(main(), /IBAN/);
  assert.equal(await page.locator('[name="name"]').inputValue(), "Timber Works Inc.", "what was typed is kept");
  await shot(page, "02-client-refused");
  await fill({ account_manager: "Ada Field", holder: "Timber Works Inc.", account: "5512004471", clearing: "990000026" });
  await send();
  await assertText(main(), "Timber Works Inc.");
  await go("/debtors/new");
  await fill({ code: "HARBOR", name: "Harbor Stores Inc.", status: "ACTIVE", limit: "50,000.00", paying_accounts: "5551112222" });
  await send();
  await assertText(main(), "Harbor Stores Inc.");
  await go("/clients/TIMBER/customers/new");
  await fill({ debtor: "HARBOR", client_reference: "C-1" });
  await send();
  await go("/clients/TIMBER");
  await assertText(main(), "HARBOR");
});

test("an agreement is drafted, issued, signed by both sides and put in force", async () => {
  await go("/clients/TIMBER/agreements/new");
  await fill({
    facility_limit: "100,000.00", advance_rate: "85", model: "FULL_PERIOD", p1: "1.5", d1: "30", p2: "0.5", d2: "10",
    wire_fee: "25.00", transfer_fee: "0.00", release: "PER_INVOICE", window: "90", max_terms: "60", max_age: "30",
    effective_from: day(-1),
  });
  await send();
  await assertText(main(), /85 %/);
  await press("Issue for signature");
  for (const side of ["FACTOR", "CLIENT"]) {
    await page.locator(`main [name="side"][value="${side}"]`).check();
    await fill({ signer: "Ada Field", capacity: "Director", signed_on: day(0) });
    await press("Record the signature");
  }
  await press("Put in force");
  await assertText(main(), /in force/i);
  await shot(page, "03-agreement");
});

test("a schedule is previewed with every reason, submitted, and decided line by line", async () => {
  const file = path.join(folder, "schedule.csv");
  writeFileSync(file, SCHEDULE);
  // This story is about the money: its factor verifies nothing, and took the debtor's notice over from before.
  const policy = path.join(folder, "policy.toml");
  writeFileSync(policy, '[policy.verification]\nmode = "NONE"\n');
  execFileSync(process.env.CREDERE_BIN, ["import", "portfolio", "--data", data, policy]);
  await go("/relations/TIMBER/HARBOR");
  await page.getByText("The debtor was notified before Credere").click();
  await page.locator('[name="existing_level"]').selectOption("SIGNED");
  await page.locator('[name="existing_on"]').fill(day(-60));
  await page.locator('[name="existing_how"]').fill("signed copy in folder 12");
  await page.getByRole("button", { name: "Take it over" }).click();
  await go("/schedules/new?client=TIMBER");
  if (await page.locator('main [name="files"]').count() === 0) {
    await fill({ client: "TIMBER" });
    await press("Continue");
  }
  await page.locator('main [name="files"]').setInputFiles(file);
  await page.locator('main [name="method"][value="WIRE"]').check().catch(() => fill({ method: "WIRE" }));
  await press("Preview");
  await assertText(main(), /27,100\.00/); // control sum of the readable lines
  await assertText(main(), /line 5/i); // no due date
  await assertText(main(), /NOBODY/);
  await shot(page, "04-schedule-preview");
  await press("Submit");
  await assertText(main(), /S-1/);
  await assertText(main(), /14,000\.00/); // 85 % of 16,500.00 less the wire of 25.00
  await shot(page, "05-schedule");
  await assertFits(page, "schedule");
});

test("a line of the same number waits for a person, who refuses it", async () => {
  await go("/today");
  await assertText(main(), /Decide 1 invoice/);
  await shot(page, "06-today");
  await page.locator("main").getByRole("link", { name: /Decide 1 invoice/ }).click();
  await page.waitForLoadState("load");
  // The task leads to exactly its things: the one line that waits.
  await page.locator("main").getByRole("link", { name: /INV-1002/ }).click();
  await page.waitForLoadState("load");
  await assertText(main(), /6,600\.00/);
  await shot(page, "07-waiting-line");
  await fill({ reason: "The client has corrected the amount" });
  await press("The same: refuse it");
  await assertText(main(), /refused/i);
});

test("the advance leaves as a payment file", async () => {
  await go("/payments");
  await assertText(main(), /14,000\.00/);
  await press("Preview all");
  await shot(page, "08-payment-preview");
  await send();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("main").getByRole("link", { name: /download/i }).first().click(),
  ]);
  const xml = readFileSync(await download.path(), "utf8");
  assert.match(xml, /pain\.001\.001\.09/);
  assert.match(xml, /<CtrlSum>14000\.00<\/CtrlSum>/);
});

test("the statement posts what is certain; the rest is matched by hand, taken back and placed again", async () => {
  const file = path.join(folder, "statement.csv");
  writeFileSync(file, STATEMENT);
  await go("/cash/import");
  await page.locator('main [name="files"]').setInputFiles(file);
  await press("Take in");
  await go("/cash");
  await assertText(main(), /6,500\.00/);
  await shot(page, "09-cash");
  assert.equal((await go("/cash/zzz")).status(), 404);
  await go("/cash/2?q=INV-1002");
  await shot(page, "10-receipt");
  await page.locator('main form:has([name="reason"]) input[type="text"]').first().fill("6,500.00");
  await page.locator('main [name="reason"]').last().fill("the debtor paid through its parent");
  await press(/^Check$/);
  await send();
  await assertText(main(), /INV-1002/);
  await shot(page, "11-receipt-applied");
  await page.locator("main").getByRole("link", { name: /undo|take back/i }).first().click();
  await page.locator('main [name="reason"]').fill("wrong at first sight");
  await send();
  await assertText(main(), /6,500\.00/);
  await go("/cash");
  await assertText(main(), /R-2/);
});

test("an invoice tells its life and explains every figure", async () => {
  await go("/search?q=INV-1001");
  await assertText(main(), /INV-1001/);
  await page.locator("main details.why summary").first().click();
  await assertText(main(), /GL-04|FE-2/);
  await shot(page, "12-invoice");
});

test("reserve is released to the client", async () => {
  await go("/clients/TIMBER");
  await shot(page, "13-client");
  await press("Release");
  await assertText(main(), /1,3/); // 1,500.00 held less the fee of 150.00
});

test("runs over all clients show what they would do, and do only what has come since", async () => {
  await go("/payments/runs");
  await assertText(main(), /No reserve is due/);
  await fill({ by: day(40) });
  await press("Accrue fees");
  await assertText(main(), /lies ahead/);
  await fill({ by: day(0) });
  await press("Accrue fees");
  await assertText(page.locator("body"), /Nothing was accrued/); // bought today: nothing is earned yet
  await press("Release what is due today");
  await assertText(page.locator("body"), /Nothing was released/);
  await shot(page, "27-runs");
});

test("a federal agency gets a packet in place of a notice, and each step says what is next", async () => {
  await go("/debtors/new");
  await fill({ code: "SURVEY", name: "Lake Survey Office", status: "ACTIVE", debtor_type: "US_FEDERAL", limit: "20,000.00" });
  await send();
  await assertText(main(), "US federal agency");
  await go("/clients/TIMBER/customers/new");
  await fill({ debtor: "SURVEY" });
  await send();
  await go("/relations/TIMBER/SURVEY");
  await page.locator("main").getByRole("link", { name: "Begin a packet" }).click();
  await fill({ contract: "LSO-26-C-9", amount: "999.99" });
  await send();
  await assertText(main(), /1,000\.00 USD or more/);
  await fill({ amount: "31,500.00" });
  await send();
  await assertText(main(), /5 points of the checklist are to be confirmed/);
  const paper = path.join(folder, "contract.txt");
  writeFileSync(paper, "Contract LSO-26-C-9");
  await fill({ point: "AMOUNT", confirmed_by: "Ada Field" });
  await page.locator('main [name="paper"]').setInputFiles(paper);
  await press("Confirm");
  await assertText(main(), /4 points of the checklist are to be confirmed/);
  await shot(page, "28-packet");
  await assertFits(page, "packet");
  await go("/relations/TIMBER/SURVEY");
  await shot(page, "29-federal-relation");
});

test("every page of the desk fits, on a desk and on a phone", async () => {
  const pages = {
    "14-clients": "/clients", "15-debtors": "/debtors", "16-debtor": "/debtors/HARBOR", "17-schedules": "/schedules",
    "18-entries": "/cash/entries", "19-payments": "/payments/all", "20-reports": "/reports", "21-aging": "/reports/aging",
    "22-trial-balance": "/reports/trial-balance", "23-client-statement": "/reports/client-statement?client=TIMBER",
    "24-settings": "/settings", "25-audit": "/audit", "26-nothing": "/search?q=zzz",
  };
  for (const [name, where] of Object.entries(pages)) {
    const answer = await go(where);
    assert.equal(answer.status(), 200, where);
    await shot(page, name);
  }
  assert.equal((await go("/clients/NOBODY")).status(), 404);
});

test("the audit holds", async () => {
  await go("/audit");
  await press("Run the audit");
  await assertText(main(), /everything holds|holds/i);
});

test("keys: slash searches, j walks the rows", async () => {
  await go("/schedules");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.name), "q");
  await page.keyboard.press("Escape");
  await page.locator("h1").click();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/schedules\/\d+|\/schedules\/S-\d+/);
});

test("no page has asked for anything elsewhere or complained", async () => {
  const unexpected = quiet.complaints.filter((complaint) => !/status of 4(01|04|22)/.test(complaint));
  assert.deepEqual(unexpected, []);
});
