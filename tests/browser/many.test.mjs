// What the example book is too small for: five hundred invoices, three currencies, a party with nothing, links that end.
//
// The book is made by the command line alone, as a factor that moves here would make it. Links come from `credere link`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { assertText, launchBrowser, shot, startCredere, watch } from "./rig.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "credere-many-"));
const book = path.join(folder, "book");
const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const MANY = 500;

/** Supplier, its name, its currency, its customer, that one's limit, invoices. A debtor's limit has one currency. */
const SUPPLIERS = [
  ["GROVE", "Grove Street Bakery LLC", "USD", "BIG", "90000000.00", MANY],
  ["HAFEN", "Hafenmühle GmbH", "EUR", "ELBE", "900000.00", 3],
  ["SORA", "Sora Tea Co", "JPY", "YOKO", "90000000", 2],
];

const party = ([code, name, currency, debtor, limit]) => `
[[debtor]]
code = "${debtor}"
name = "${debtor} Stores"
status = "ACTIVE"
limit = "${limit}"
currency = "${currency}"

[[client]]
code = "${code}"
name = "${name}"
status = "ACTIVE"
account_manager = "Ida Quist"

[[customer]]
client = "${code}"
debtor = "${debtor}"
notice = { received = 2025-11-03, evidence = "REPLIED", how = "courier's signature" }
`;

const agreement = (code, currency) => {
  const money = (units) => (currency === "JPY" ? `${units}` : `${units}.00`);
  return `
[[agreement]]
client = "${code}"
version = 1
effective_from = ${day(0)}

[agreement.terms]
currency = "${currency}"
advance_rate = "85 %"
facility_limit = { amount = "${money(9_000_000)}", basis = "NFE" }
release = "WEEKLY"
recourse = { kind = "FULL_RECOURSE", window_days = 90, from = "PURCHASE" }
notification = "NOTIFICATION"
max_terms_days = 60
max_age_days = 30
tolerance = { share = "0.5 %", cap = "${money(5)}" }
transfer_fees = { wire = "${money(25)}", credit_transfer = "${money(5)}" }
fee = { model = "FULL_PERIOD", p1 = "1.75 %", d1 = 30, p2 = "0.6 %", d2 = 10 }

[[agreement.signature]]
side = "FACTOR"
signer = "Ida Quist"
capacity = "Director"
signed_on = ${day(-1)}

[[agreement.signature]]
side = "CLIENT"
signer = "Somebody"
capacity = "Member"
signed_on = ${day(-1)}
`;
};

const PORTFOLIO = `
[factor.account]
holder = "Quay Factors"
number = "7700200100"
clearing = "990000013"

[factor.sender]
address = { lines = ["9 Wick Lane"], city = "Cleveland", region = "OH", postcode = "44113", country = "US" }
email = "desk@quay.example"
phone = "+1 555 010 0100"
register = "Quay Factors, registered in Ohio, 1"
guest_address = "http://127.0.0.1:1"

[policy.verification]
mode = "NONE"

[[debtor]]
code = "NEW"
name = "New Corner Shop"
status = "ACTIVE"
limit = "1000.00"
currency = "USD"
${SUPPLIERS.map(party).join("")}
[[customer]]
client = "GROVE"
debtor = "NEW"
notice = { received = 2025-11-03, evidence = "REPLIED", how = "courier's signature" }
${SUPPLIERS.map(([code, , currency]) => agreement(code, currency)).join("")}`;

const schedule = (code, currency, debtor, count) => {
  const rows = ["debtor,number,issued,due,amount,currency,delivered,description,order"];
  for (let at = 1; at <= count; at += 1) {
    const amount = currency === "JPY" ? `${1000 + at}` : `${100 + at}.50`;
    rows.push(`${debtor},${code}-${String(at).padStart(4, "0")},${day(0)},${day(30)},${amount},${currency},${day(0)},Goods,`);
  }
  return rows.join("\n") + "\n";
};

let browser, credere, page, quiet, links;

/** Runs the program; its output, or what it refused. */
const run = (...words) => execFileSync(process.env.CREDERE_BIN, [...words, "--data", book], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const written = (name, text) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};
const make = (...words) => new URL(run("link", "make", ...words).trim()).pathname;

before(async () => {
  run("init", "--factor", "Quay Factors", "--country", "US", "--currency", "USD", "--timezone", "UTC");
  run("import", "portfolio", written("portfolio.toml", PORTFOLIO));
  for (const [code, , currency, debtor, , count] of SUPPLIERS) {
    run("import", "schedule", written(`${code}.csv`, schedule(code, currency, debtor, count)), "--client", code);
  }
  links = Object.fromEntries(["BIG", "ELBE", "YOKO", "NEW"].map((code) => [code, make("--debtor", code)]));
  links.client = make("--client", "SORA");
  credere = await startCredere({ data: book, args: ["serve", "--no-jobs", "--port", "0"] });
  browser = await launchBrowser();
  page = await (await browser.newContext({ locale: "en-US" })).newPage();
  page.setDefaultTimeout(20_000);
  quiet = watch(page, credere.origin);
});

after(async () => {
  await browser?.close();
  await credere?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const main = () => page.locator("main");
const open = (link, where = "") => page.goto(credere.origin + link + where);
const press = async (name) => {
  await main().getByRole("button", { name, exact: true }).first().click();
  await page.waitForLoadState("load");
};

test("each currency is written as it is, with its own places", async () => {
  for (const [code, open_] of [["BIG", /USD open on 500 invoices/], ["ELBE", /307\.50 EUR open on 3 invoices/], ["YOKO", /2,003 JPY open on 2 invoices/]]) {
    await open(links[code]);
    await assertText(main(), open_);
    await shot(page, `many-01-${code.toLowerCase()}`);
  }
});

test("a debtor that owes nothing, and a client that is asked nothing, are told so", async () => {
  await open(links.NEW);
  await assertText(page.locator("main h1"), "Nothing is open");
  await shot(page, "many-02-nothing-owed");
  for (const where of ["/letters", "/sheet", "/remittance", "/answer?say=confirmed"]) {
    assert.equal((await open(links.NEW, where)).status(), 200, where);
    await shot(page, `many-03-nothing-${where.replace(/\W/g, "")}`);
  }
  await open(links.client);
  await shot(page, "many-04-client");
});

test("five hundred are answered by one sheet", async () => {
  await open(links.BIG, "/sheet");
  const [download] = await Promise.all([page.waitForEvent("download"), main().getByRole("link", { name: "CSV" }).click()]);
  const lines = readFileSync(await download.path(), "utf8").trimEnd().split(/\r?\n/);
  const at = lines[0].split(",").indexOf("Answer");
  const answered = lines.filter((line) => line.includes("GROVE-")).map((line) => {
    const cells = line.split(",");
    cells[at] = "confirmed";
    return cells.join(",");
  });
  assert.equal(answered.length, MANY);
  await main().locator('[name="file"]').setInputFiles(written("answers.csv", [lines[0], ...answered].join("\n")));
  await main().locator('[name="name"]').fill("Ambrose Teel");
  await press("Continue");
  await assertText(main(), /500 answers\. Nothing has been sent yet/);
  await shot(page, "many-05-sheet-preview");
  await press("Send");
  await assertText(main(), /500 answers are noted/);
});

test("as many as one page shows are confirmed by one answer", async () => {
  await open(links.BIG);
  await main().locator('[name="all"]').check();
  await press("Continue");
  const count = await main().locator('[name="invoice"]:checked').count();
  assert.equal(count, MANY);
  await main().locator('[name="name"]').fill("Ambrose Teel");
  await press("Send");
  await assertText(main(), /Noted for 500 invoices: Everything is correct/);
});

test("a link that was taken back opens nothing, like one that never was", async () => {
  const id = run("link", "list", "--debtor", "NEW").split("  for")[0].trim();
  await open(links.NEW);
  run("link", "revoke", id, "--why", "The phone was lost", "--by", "Ida Quist");
  const looks = [];
  for (const link of [links.NEW, "/g/never-made"]) {
    assert.equal((await open(link)).status(), 404);
    looks.push(await main().innerText());
  }
  assert.equal(looks[0], looks[1]);
  await shot(page, "many-06-taken-back");
});

test("no page complained", () => {
  assert.deepEqual(quiet.complaints.filter((text) => !/status of 404/.test(text)), []);
});
