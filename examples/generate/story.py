"""Who sells what to whom, who pays how, and what goes wrong on which day.

Deterministic: one seeded generator, used in one fixed order.
"""

import random
from datetime import date, timedelta

from book import ANCHOR, DEBTORS, FIRST, Book, cents, is_business, next_business, terms_of

CHANCE = random.Random(20261120)
EARLIEST = ANCHOR - timedelta(days=119)

# client: first schedule, days between schedules, number prefix and first number
CLIENTS = {
    "QUILLMERE": (date(2026, 7, 28), 7, "QS-", 10412),
    "TORVANE": (date(2026, 7, 29), 7, "T-", 40107),
    "FENNELWORTH": (date(2026, 8, 13), 14, "FW-", 60231),
    "SALTROAD": (date(2026, 7, 27), 7, "LD", 88204),
    "ALDERBRUCH": (date(2026, 8, 14), 14, "AR 5-", 20817),
    "COPPERWREN": (date(2026, 8, 12), 14, "CW-", 3106),
}

# client, debtor: whole currency units from, to; chance of an invoice, of a second; terms in days; what is sold
SALES = {
    ("QUILLMERE", "GRANMOOR"): (9000, 14500, 100, 15, 30, "Pickers and packers, night shift"),
    ("QUILLMERE", "OSTERVALE"): (4000, 7500, 95, 20, 30, "Seasonal warehouse staff"),
    ("QUILLMERE", "KESTWICK"): (8000, 12800, 90, 10, 45, "Line assemblers"),
    ("QUILLMERE", "MERIDOW"): (3500, 6900, 95, 20, 30, "Kitchen and laundry staff"),
    ("QUILLMERE", "PELLUM"): (2800, 5600, 90, 15, 30, "Machine minders"),
    ("TORVANE", "OSTERVALE"): (2600, 6200, 45, 0, 30, "Conveyor rollers"),
    ("TORVANE", "KESTWICK"): (6000, 13000, 60, 10, 45, "Spindles and bearing seats"),
    ("TORVANE", "BRASSHOLT"): (7000, 22000, 75, 10, 30, "Pump shafts, machined"),
    ("TORVANE", "HEXLEY"): (4000, 11000, 75, 10, 30, "Valve plates"),
    ("TORVANE", "VARNOCK"): (3000, 8500, 65, 0, 30, "Gear blanks"),
    ("TORVANE", "IRONQUAY"): (9000, 31000, 75, 0, 30, "Shear blades and holders"),
    ("FENNELWORTH", "TIDEWICK"): (3000, 8200, 100, 90, 21, "Fresh produce, mixed pallets"),
    ("FENNELWORTH", "LOWMARSH"): (2500, 6300, 100, 70, 21, "Dairy and eggs"),
    ("FENNELWORTH", "CASABRINE"): (1500, 3900, 100, 40, 14, "Restaurant basics"),
    ("FENNELWORTH", "PLOVERDALE"): (1800, 4600, 100, 30, 21, "School lunch fruit"),
    ("FENNELWORTH", "MERIDOW"): (1200, 3100, 90, 20, 21, "Canteen supply"),
    ("SALTROAD", "TIDEWICK"): (900, 2100, 75, 10, 30, "Reefer, produce terminal to Annapolis"),
    ("SALTROAD", "LOWMARSH"): (850, 1900, 70, 0, 30, "Reefer, Salisbury to Dover"),
    ("SALTROAD", "DUNMARROW"): (1200, 3400, 80, 10, 30, "Flatbed, lumber"),
    ("SALTROAD", "IRONQUAY"): (1500, 4200, 70, 0, 30, "Flatbed, steel coils"),
    ("SALTROAD", "WEXHOLM"): (1100, 2600, 75, 0, 30, "Dry van, bottled drinks"),
    ("SALTROAD", "AMBERVALE"): (1400, 3900, 70, 0, 30, "Dry van, paper reels"),
    ("ALDERBRUCH", "QUERSAND"): (6000, 15500, 100, 40, 30, "Faltkartons, bedruckt"),
    ("ALDERBRUCH", "ZOUTENBRINK"): (4200, 11800, 100, 20, 30, "Pflanzenschalen aus Pappe"),
    ("ALDERBRUCH", "BRISEMARNE"): (5100, 12400, 100, 20, 45, "Geschenkschachteln für Düfte"),
    ("ALDERBRUCH", "ALMGRUNDTAL"): (2900, 7700, 100, 20, 30, "Käsekartons, beschichtet"),
    ("ALDERBRUCH", "OOSTWINKELAER"): (2400, 6900, 90, 10, 30, "Brotbeutel und Tortenböden"),
    ("COPPERWREN", "OSTERVALE"): (1200, 3800, 100, 30, 30, "Catalogue inserts"),
    ("COPPERWREN", "ROOKHAVEN"): (900, 2900, 100, 60, 30, "Exhibition leaflets"),
}

# debtor: days after the due date (from, to), weekdays on which it pays, how
#   docs: one transfer with structured remittance; list: one with all numbers in its text; single: one transfer
#   for each invoice; bare: no reference at all; check: to the lockbox; deposit: checks on the main account
HABITS = {
    "GRANMOOR": (-2, 3, (3,), "docs"),
    "OSTERVALE": (0, 8, (1,), "docs"),
    "KESTWICK": (-3, 2, (0, 2, 4), "single"),
    "MERIDOW": (4, 12, (4,), "list"),
    "PELLUM": (0, 6, (2,), "bare"),
    "BRASSHOLT": (-1, 4, (1, 3), "list"),
    "HEXLEY": (2, 9, (0, 3), "check"),
    "VARNOCK": (15, 28, (2,), "deposit"),
    "TIDEWICK": (-2, 4, (0,), "docs"),
    "LOWMARSH": (5, 14, (3,), "list"),
    "CASABRINE": (34, 52, (2,), "check"),
    "PLOVERDALE": (0, 5, (1, 4), "list"),
    "DUNMARROW": (2, 8, (0, 3), "bare"),
    "IRONQUAY": (-1, 5, (0, 1, 2, 3, 4), "single"),
    "WEXHOLM": (6, 12, (1,), "check"),
    "AMBERVALE": (0, 4, (2, 4), "list"),
    "ROOKHAVEN": (3, 9, (3,), "check"),
    "QUERSAND": (-2, 3, (1, 4), "docs"),
    "ZOUTENBRINK": (3, 10, (2,), "list"),
    "BRISEMARNE": (10, 22, (0, 3), "list"),
    "ALMGRUNDTAL": (-1, 4, (1, 3), "bare"),
    "OOSTWINKELAER": (0, 7, (4,), "docs"),
}

# Faults of schedules: client, number of the schedule, what, debtor
FLAWS = [
    ("QUILLMERE", 2, "no order", "KESTWICK"),
    ("QUILLMERE", 4, "no amount", "MERIDOW"),
    ("QUILLMERE", 5, "duplicate", None),
    ("QUILLMERE", 8, "pre-billed", "PELLUM"),
    ("QUILLMERE", 10, "unknown debtor", "GRANMOOR"),
    ("QUILLMERE", 12, "due before issue", "OSTERVALE"),
    ("QUILLMERE", 16, "same number", None),
    ("TORVANE", 7, "too old", "HEXLEY"),
    ("TORVANE", 6, "terms too long", "BRASSHOLT"),
    ("TORVANE", 9, "over limit", "VARNOCK"),
    ("TORVANE", 11, "duplicate", None),
    ("TORVANE", 16, "same number", None),
    ("FENNELWORTH", 1, "no order", "PLOVERDALE"),
    ("FENNELWORTH", 3, "credit note", None),
    ("FENNELWORTH", 4, "unknown debtor", "TIDEWICK"),
    ("FENNELWORTH", 5, "credit note", None),
    ("FENNELWORTH", 6, "credit note", None),
    ("FENNELWORTH", 7, "credit note", None),
    ("SALTROAD", 3, "no due date", "WEXHOLM"),
    ("SALTROAD", 5, "past due", "DUNMARROW"),
    ("SALTROAD", 7, "duplicate", None),
    ("SALTROAD", 10, "too old", "AMBERVALE"),
    ("SALTROAD", 13, "pre-billed", "IRONQUAY"),
    ("SALTROAD", 15, "over limit", "WEXHOLM"),
    ("SALTROAD", 16, "same number", None),
    ("ALDERBRUCH", 2, "past due", "ZOUTENBRINK"),
    ("ALDERBRUCH", 4, "credit note", None),
    ("ALDERBRUCH", 6, "duplicate", None),
    ("COPPERWREN", 3, "not approved", "JESSAMY"),
    ("COPPERWREN", 5, "over limit", "ROOKHAVEN"),
]

# What debtors do otherwise than usual: the first payment of the debtor from that day on
ODD_PAYMENTS = [
    ("HEXLEY", date(2026, 9, 10), "short within tolerance"),
    ("MERIDOW", date(2026, 9, 18), "part"),
    ("GRANMOOR", date(2026, 9, 24), "short"),
    ("AMBERVALE", date(2026, 9, 23), "cents over"),
    ("QUERSAND", date(2026, 10, 2), "discount"),
    ("BRASSHOLT", date(2026, 10, 6), "over"),
    ("IRONQUAY", date(2026, 10, 6), "part"),
    ("VARNOCK", date(2026, 10, 7), "returned"),
    ("KESTWICK", date(2026, 10, 19), "twice"),
    ("TIDEWICK", date(2026, 10, 26), "short"),
    ("ZOUTENBRINK", date(2026, 10, 28), "over"),
    ("OOSTWINKELAER", date(2026, 10, 30), "part"),
    ("AMBERVALE", date(2026, 11, 10), "part"),
    ("PLOVERDALE", date(2026, 11, 13), "short"),
]

ORDERS = {"KESTWICK": "KW-", "PLOVERDALE": "PSK ", "IRONQUAY": "IQ/", "BRASSHOLT": "BPW", "QUERSAND": "B-"}


class Story:
    def __init__(self):
        self.book = Book()
        self.numbers = {client: numbers for client, (_, _, _, numbers) in CLIENTS.items()}
        self.plans = []  # [day, invoice, part or None]: what will be paid when
        self.odd = list(ODD_PAYMENTS)
        self.checks = 20411
        self.later = {}  # day -> entries that were decided earlier
        self.results = []  # (client, day, line, result)

    # ---- schedules

    def schedules(self, day):
        """The schedules that come in on a day: (client, suffix, lines)."""
        for client, (first, step, _, _) in CLIENTS.items():
            nth, rest = divmod((day - first).days, step)
            if not is_business(day - timedelta(days=1)) and rest == 1:  # Its day was a holiday.
                rest = 0
            if nth >= 0 and rest == 0:
                yield client, "", self.lines(client, day, nth)
        if day == date(2026, 9, 16):
            line = self.line("QUILLMERE", "OSTERVALE", day, 5200_00)
            yield "QUILLMERE", ".2", [dict(line, currency="CAD", flaw="currency")]
        if day == date(2026, 10, 14):
            line = self.line("TORVANE", "HEXLEY", day, 7350_40)
            yield "TORVANE", ".2", [line]

    def lines(self, client, day, nth):
        lines = []
        for (seller, debtor), (low, high, chance, again, _, _) in SALES.items():
            if seller == client and CHANCE.randrange(100) < chance:
                lines.append(self.line(client, debtor, day, CHANCE.randrange(low * 100, high * 100)))
                if CHANCE.randrange(100) < again:
                    lines.append(self.line(client, debtor, day, CHANCE.randrange(low * 60, high * 70)))
        for seller, when, flaw, debtor in FLAWS:
            if (seller, when) == (client, nth):
                lines.append(self.flawed(client, debtor, day, flaw, lines))
        return lines

    def line(self, client, debtor, day, amount):
        _, _, prefix, _ = CLIENTS[client]
        self.numbers[client] += CHANCE.randrange(1, 4)
        sale = SALES.get((client, debtor), (0, 0, 0, 0, 30, "Invitations and programmes"))
        issued = day - timedelta(days=CHANCE.randrange(0, 5))
        if client == "QUILLMERE":  # Weeks end on Sunday, invoices are written on Monday.
            issued = day - timedelta(days=day.weekday())
        delivered = issued - timedelta(days=1 if client == "QUILLMERE" else CHANCE.randrange(0, 4))
        issued, delivered = max(issued, EARLIEST), max(delivered, EARLIEST)
        order = ORDERS.get(debtor)
        if order or CHANCE.randrange(100) < 35:
            order = f"{order or 'PO '}{CHANCE.randrange(31000, 58000)}"
        return {
            "client": client,
            "debtor": debtor,
            "number": f"{prefix}{self.numbers[client]}",
            "issued": issued,
            "due": issued + timedelta(days=sale[4]),
            "amount": amount,
            "currency": DEBTORS[debtor]["currency"],
            "delivered": delivered,
            "description": sale[5],
            "order": order,
            "kind": "invoice",
            "corrects": None,
            "flaw": None,
        }

    def flawed(self, client, debtor, day, flaw, others):
        if flaw in ("duplicate", "same number"):
            old = [i for i in self.book.invoices if i["client"] == client and 3 <= (day - i["bought"]).days <= 15]
            most = 7000_00 if flaw == "same number" else 99999_00  # A small one, so that only its number stands out.
            young = day - timedelta(days=terms_of(client, day)["max_age_days"])
            fits = [i for i in old if not i["flaw"] and i["open"] == i["amount"] < most and i["issued"] >= young]
            line = dict(CHANCE.choice(fits))
            for name in ("open", "held", "bought"):
                del line[name]
            if flaw == "same number":
                line["amount"] += 110_00
            return dict(line, flaw=flaw)
        if flaw == "credit note":
            fits = [
                i
                for i in self.book.invoices
                if i["client"] == client and i["open"] == i["amount"] and self.planned(i) > day + timedelta(days=9)
            ]
            invoice = CHANCE.choice(fits)
            line = self.line(client, invoice["debtor"], day, invoice["amount"] * CHANCE.randrange(3, 8) // 100)
            words = "Gutschrift, beschädigte Ware" if client == "ALDERBRUCH" else "Credit for damaged goods"
            return dict(line, kind="credit", corrects=invoice["number"], description=words, flaw=flaw, due=None)
        low, high = SALES.get((client, debtor), (900, 2200))[:2]
        line = self.line(client, debtor, day, CHANCE.randrange(low * 100, high * 100))
        line["flaw"] = flaw
        if flaw == "no order":
            line["order"] = None
        elif flaw == "no amount":
            line["amount"] = None
        elif flaw == "no due date":
            line["due"] = None
        elif flaw == "due before issue":
            line["due"] = line["issued"] - timedelta(days=2)
        elif flaw == "pre-billed":
            line["delivered"] = day + timedelta(days=6)
        elif flaw == "too old":
            move = timedelta(days=44)
            line.update(issued=day - move, delivered=day - move, due=day + timedelta(days=1))
        elif flaw == "past due":
            move = timedelta(days=12)
            line.update(issued=day - move, delivered=day - move, due=day - timedelta(days=2))
        elif flaw == "terms too long":
            line["due"] = line["issued"] + timedelta(days=90)
        elif flaw == "over limit":
            limit = cents(DEBTORS[debtor]["limit"])
            line["amount"] = CHANCE.randrange(limit * 90 // 100, limit * 97 // 100)
        elif flaw == "unknown debtor":
            stranger = ("C-199", "Sparrowgate Stables") if client == "QUILLMERE" else (None, "Sparrowgate Stables Inc.")
            line["unknown"] = stranger
        return line

    def submit(self, day, lines):
        for line in lines:
            if line["kind"] == "credit":
                found = next(i for i in self.book.invoices if i["number"] == line["corrects"])
                self.book.pay(found, line["amount"])
                result = "credit note"
            else:
                result = self.book.judge(line, day)
                if result == "bought":
                    invoice = self.book.buy(line, day)
                    low, high, _, _ = HABITS[line["debtor"]]
                    pays = line["due"] + timedelta(days=CHANCE.randrange(low, high + 1))
                    self.plans.append([next_business(max(pays, day + timedelta(days=4))), invoice, None])
            self.results.append((line["client"], day, line, result))

    def planned(self, invoice):
        """The day of its payment; the first day of the story where none is to come."""
        return min((plan[0] for plan in self.plans if plan[1] is invoice), default=FIRST)

    # ---- payments

    def receipts(self, day):
        """What debtors pay on a day, as bank entries."""
        yield from self.later.pop(day, [])
        for debtor, (_, _, weekdays, how) in HABITS.items():
            if day.weekday() not in weekdays:
                continue
            due = [plan for plan in self.plans if plan[0] <= day and plan[1]["debtor"] == debtor]
            if due:
                self.plans = [plan for plan in self.plans if plan not in due]
                yield from self.pay(debtor, how, due, day)

    def pay(self, debtor, how, due, day):
        odd = next((o for o in self.odd if o[0] == debtor and o[1] <= day), None)
        if odd:
            self.odd.remove(odd)
        parts = [(invoice, part or invoice["open"]) for _, invoice, part in due]
        parts = [(invoice, part) for invoice, part in parts if part > 0]
        if how in ("docs", "list"):
            groups = [parts[at : at + 8] for at in range(0, len(parts), 8)]
        elif how == "bare":  # Only what a reader can tell without a reference goes without one.
            groups = [parts] if len(parts) <= 3 else [[part] for part in parts]
        else:
            groups = [[part] for part in parts]
        for group in groups:
            yield from self.one(debtor, how, group, day, odd[2] if odd else None)
            odd = None

    def one(self, debtor, how, group, day, odd):
        """One transfer or check for a group of invoices."""
        first, part = group[0]
        change = {
            "short within tolerance": -3_20,
            "short": -(part * 4 // 100),
            "discount": -(part * 2 // 100),
            "cents over": 1_15,
            "over": 125_00,
            "part": -(part * 2 // 5),
        }.get(odd, 0)
        if odd == "part":
            self.plans.append([next_business(day + timedelta(days=15)), first, -change])
        paid = [(first, part + change)] + group[1:]
        entry = self.entry(debtor, sum(amount for _, amount in paid), how)
        numbers = [invoice["number"] for invoice, _ in paid]
        if how == "docs":
            entry["documents"] = [(invoice["number"], amount, 0) for invoice, amount in paid]
            if odd == "discount":
                entry["documents"][0] = (numbers[0], paid[0][1], -change)
        elif how == "bare":
            entry["text"] = "Payment, thank you"
        elif how in ("check", "deposit"):
            self.checks += CHANCE.randrange(1, 4)
            entry["check"] = str(self.checks)
            entry["text"] = f"Check {self.checks} for {' '.join(numbers)}"
        else:
            entry["text"] = f"{'Rechnung' if entry['currency'] == 'EUR' else 'Invoice'} {', '.join(numbers)}"
        if how == "bare" and self.book.place(entry) is None:
            entry["text"] = f"Invoice {', '.join(numbers)}"
        yield entry
        if odd == "twice":
            again = dict(entry, id=self.next_id())
            self.later.setdefault(next_business(day + timedelta(days=5)), []).append(again)
        if odd == "returned":
            back = next_business(day + timedelta(days=3))
            returned = dict(entry, kind="returned", invoice=first, part=part)
            fee = dict(self.entry(debtor, 12_00, how), kind="fee", text=f"Returned item fee, check {entry['check']}")
            self.later.setdefault(back, []).extend([returned, fee])
            words = f"Replaces check {entry['check']}, invoice {first['number']}"
            again = dict(self.entry(debtor, part, "single"), text=words)
            self.later.setdefault(next_business(back + timedelta(days=9)), []).append(again)

    ids = 700141

    def next_id(self):
        Story.ids += CHANCE.randrange(3, 60)
        return f"P{Story.ids}"

    def entry(self, debtor, amount, how="single", payer=None, account=None):
        known = DEBTORS.get(debtor, {})
        currency = known.get("currency", "USD")
        bank = "eur" if currency == "EUR" else "lockbox" if how == "check" else "main"
        accounts = known.get("paying_accounts") or [account]
        return {
            "kind": "receipt",
            "bank": bank,
            "how": how,
            "id": self.next_id(),
            "debtor": debtor,
            "payer": payer or known["name"],
            "account": accounts[0],
            "amount": amount,
            "currency": currency,
            "documents": [],
            "text": "",
            "check": None,
        }
