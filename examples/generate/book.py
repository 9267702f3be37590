"""What the story knows of the book: master data, open invoices, and a rough copy of the product's judgement.

The copy exists so that payments refer to invoices that were really bought. It leaves out what does not
change a result here (fees, reserves, rounding).
"""

import re
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
ANCHOR = date(2026, 11, 20)
FIRST = date(2026, 7, 27)
HOLIDAYS = {date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11)}

BOOK = tomllib.loads((HERE / "portfolio.toml").read_text(encoding="utf-8"))
DEBTORS = {entry["code"]: entry for entry in BOOK["debtor"]}
CLIENTS = {entry["code"]: entry for entry in BOOK["client"]}
CUSTOMERS = {(entry["client"], entry["debtor"]): entry for entry in BOOK["customer"]}


def cents(text):
    whole, _, part = str(text).partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


def plain(amount):
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def percent(text):
    return Decimal(text.strip(" %")) / 100


def is_business(day):
    return day.weekday() < 5 and day not in HOLIDAYS


def next_business(day):
    while not is_business(day):
        day += timedelta(days=1)
    return day


def terms_of(client, day):
    """The version in force; None before the first."""
    versions = [a for a in BOOK["agreement"] if a["client"] == client and a["effective_from"] <= day]
    return max(versions, key=lambda a: a["version"])["terms"] if versions else None


def key(number):
    """FR-00: capitals, no signs, no leading zeros of a run of digits."""
    runs = re.findall(r"[A-Z]+|[0-9]+", number.upper())
    return "".join(run.lstrip("0") if run.isdigit() else run for run in runs)


class Book:
    def __init__(self):
        self.invoices = []  # bought ones, each a dict with open, debtor, client, number
        self.offered = {}  # (client, debtor, key) -> amount

    def open_of(self, debtor, client=None):
        return [i for i in self.invoices if i["open"] > 0 and i["debtor"] == debtor and client in (None, i["client"])]

    def employed(self, client):
        """Funds employed (or the ledger), as the facility limit caps it."""
        open_ones = [i for i in self.invoices if i["client"] == client and i["open"] > 0]
        if self.basis(client) == "LEDGER":
            return sum(i["open"] for i in open_ones)
        return sum(max(0, i["open"] - i["held"]) for i in open_ones)

    @staticmethod
    def basis(client):
        return terms_of(client, ANCHOR)["facility_limit"]["basis"]

    def judge(self, line, day):
        """'bought', 'review', or why not."""
        if line["amount"] is None or line["due"] is None or line["due"] < line["issued"]:
            return "rejected: " + line["flaw"]
        client, debtor, amount = line["client"], line["debtor"], line["amount"]
        terms = terms_of(client, day)
        if line.get("unknown") or (client, debtor) not in CUSTOMERS:
            return "refused: unknown debtor"
        known = self.offered.get((client, debtor, key(line["number"])))
        reasons = []
        if DEBTORS[debtor]["status"] not in ("APPROVED", "ACTIVE"):
            reasons.append("debtor not approved")
        if line["currency"] != terms["currency"]:
            return "refused: currency"
        limit = cents(DEBTORS[debtor]["limit"])
        if sum(i["open"] for i in self.open_of(debtor)) + amount > limit:
            reasons.append("over debtor limit")
        pair = CUSTOMERS[client, debtor]
        if "limit" in pair and sum(i["open"] for i in self.open_of(debtor, client)) + amount > cents(pair["limit"]):
            reasons.append("over pair limit")
        if pair.get("order_required") and not line["order"]:
            reasons.append("order missing")
        if (line["due"] - line["issued"]).days > terms["max_terms_days"]:
            reasons.append("terms too long")
        if (day - line["issued"]).days > terms["max_age_days"]:
            reasons.append("too old")
        if line["due"] < day:
            reasons.append("past due")
        if line["delivered"] and line["delivered"] > day:
            reasons.append("pre-billed")
        rate = percent(terms.get("advance_rate_by_debtor", {}).get(debtor, terms["advance_rate"]))
        adds = amount if self.basis(client) == "LEDGER" else int(amount * rate)
        if self.employed(client) + adds > cents(terms["facility_limit"]["amount"]):
            reasons.append("facility full")
        if known == amount:
            reasons.append("duplicate")
        if reasons:
            return "refused: " + ", ".join(reasons)
        if known is not None:
            return "review"
        return "bought"

    def buy(self, line, day):
        terms = terms_of(line["client"], day)
        rate = percent(terms.get("advance_rate_by_debtor", {}).get(line["debtor"], terms["advance_rate"]))
        self.offered[line["client"], line["debtor"], key(line["number"])] = line["amount"]
        invoice = dict(line, open=line["amount"], held=line["amount"] - int(line["amount"] * rate), bought=day)
        self.invoices.append(invoice)
        return invoice

    def place(self, entry):
        """LE-10: the invoices that a receipt certainly pays, each with its part; else None."""
        debtor = entry["debtor"]
        open_ones = [i for i in self.invoices if i["open"] > 0]
        mine = [i for i in open_ones if i["debtor"] == debtor]
        if entry["documents"]:
            parts = []
            for number, amount, _ in entry["documents"]:
                found = [i for i in mine if key(i["number"]) == key(number)]
                if len(found) != 1:
                    return None
                parts.append((found[0], amount))
            return parts
        words = re.split(r"[\s,;+|():#&]+", entry["text"])
        named = {key(word) for word in words + [a + b for a, b in zip(words, words[1:])] if len(key(word)) >= 3}
        found = [i for i in mine if key(i["number"]) in named]
        if found:
            total = sum(i["open"] for i in found)
            if len(found) == 1:
                return [(found[0], entry["amount"])]
            if entry["amount"] < total:
                return None
            return [(i, i["open"]) for i in found]
        if len({i["client"] for i in mine}) != 1:
            return None
        sums = [c for size in range(1, 6) for c in combinations(mine, size)]
        fits = [c for c in sums if sum(i["open"] for i in c) == entry["amount"]]
        singles = [c for c in fits if len(c) == 1]
        fits = singles or fits
        return [(i, i["open"]) for i in fits[0]] if len(fits) == 1 else None

    @staticmethod
    def pay(invoice, amount):
        """Takes a payment; what is left of it stays unapplied. LE-11: a small rest closes the invoice."""
        taken = min(amount, invoice["open"])
        invoice["open"] -= taken
        if 0 < invoice["open"] <= min(500, (invoice["open"] + taken) * 5 // 1000):
            invoice["open"] = 0
        return amount - taken
