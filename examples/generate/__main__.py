"""Writes examples/schedules and examples/statements anew, and prints what is in them.

    python3 examples/generate

Python 3.11, standard library only. The same files come out of every run: all chance is seeded. The master
data are written by hand in examples/portfolio.toml, which this program reads.
"""

import shutil
from collections import Counter
from datetime import timedelta

import bank
import oddities
import papers
from book import ANCHOR, BOOK, FIRST, cents, is_business, plain, terms_of
from story import Story


def main():
    for folder in (papers.FOLDER, bank.FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    story, accounts = Story(), bank.accounts()
    schedules, placed, employed = Counter(), Counter(), {}
    waiting = []
    day = FIRST
    while day <= ANCHOR:
        if is_business(day):
            for client, suffix, lines in story.schedules(day):
                papers.write(client, day, suffix, lines)
                story.submit(day, lines)
                schedules[client] += 1
            for entry in [*story.receipts(day), *oddities.entries(story, day)]:
                accounts[entry["bank"]].book(day, entry)
            for account in accounts.values():
                if account.is_statement_day(day):
                    for entry in account.close(day):
                        outcome = settle(story.book, entry)
                        placed[outcome] += 1
                        if outcome in ("not placed", "rest unapplied"):
                            what = f"{entry['payer']} {plain(entry['amount'])} {entry['text'] or 'remittance'}"
                            waiting.append(f"  {day} {what}: {outcome}")
            for client in schedules:
                employed.setdefault(client, []).append(story.book.employed(client))
        day += timedelta(days=1)
    report(story, schedules, placed, employed, waiting)


def settle(book, entry):
    if entry["kind"] == "returned":
        entry["invoice"]["open"] += entry["part"]
        return "returned"
    if entry["kind"] != "receipt":
        return entry["kind"]
    parts = book.place(entry)
    if parts is None:
        return "not placed"
    rest = entry["amount"] - sum(part for _, part in parts)
    for invoice, part in parts:
        left = book.pay(invoice, part)
        rest += left if left > 500 else 0
    return "rest unapplied" if rest else "placed"


def report(story, schedules, placed, employed, waiting):
    print("schedules", sum(schedules.values()), dict(schedules))
    print("lines", len(story.results), dict(Counter(result for *_, result in story.results)))
    bought = story.book.invoices
    state = lambda i: "closed" if not i["open"] else "open" if i["open"] == i["amount"] else "part paid"
    print("bought", len(bought), dict(Counter(map(state, bought))))
    overdue = [i for i in bought if i["open"] and i["due"] < ANCHOR]
    print("past due on the anchor day", len(overdue), "not planned", sum(story.planned(i) == FIRST for i in overdue))
    print("bank entries", sum(placed.values()), dict(placed))
    for client, path in employed.items():
        limit = cents(terms_of(client, ANCHOR)["facility_limit"]["amount"])
        print(f"{client}: {100 * path[-1] // limit} % of the facility at the end, most {100 * max(path) // limit} %")
    for debtor in BOOK["debtor"]:
        used = sum(i["open"] for i in story.book.open_of(debtor["code"]))
        print(f"  {debtor['code']} {100 * used // cents(debtor['limit'])} %", end="")
    print("\nnot placed, or with a rest:", *waiting, sep="\n")


main()
