"""Money that no rule can place by itself: strangers, wrong references, and the open questions of the last week."""

from datetime import date, timedelta

from book import ANCHOR


def entries(story, day):
    make = MAKERS.get(day)
    return list(make(story)) if make else []


def candidates(story, debtor, client=None):
    """Open invoices that nobody is about to pay, oldest first."""
    soon = ANCHOR + timedelta(days=1)
    fits = [i for i in story.book.open_of(debtor, client) if i["open"] == i["amount"] and story.planned(i) >= soon]
    return sorted(fits, key=lambda i: (i["due"], i["number"]))


def take(story, invoices):
    """Their planned payment is this one."""
    story.plans = [plan for plan in story.plans if not any(plan[1] is i for i in invoices)]
    return sum(i["open"] for i in invoices)


def stranger(story):
    entry = story.entry("SABLECOURT", 1842_60, "single", "Sablecourt Trading LLC", "4999000417")
    yield dict(entry, text="Invoice 7719")


def refused_invoice(client):
    """A debtor pays an invoice that was refused: the money is the client's (LE-28)."""

    def make(story):
        refused = [r for r in story.results if r[0] == client and r[3].startswith("refused") and r[2]["amount"]]
        line = next(r[2] for r in refused if r[2]["flaw"] in ("no order", "terms too long"))
        yield dict(story.entry(line["debtor"], line["amount"]), text=f"Invoice {line['number']}")

    return make


def shared_without_reference(story):
    """An exact amount, but the debtor owes two clients."""
    invoices = candidates(story, "KESTWICK", "TORVANE")[:1]
    yield dict(story.entry("KESTWICK", take(story, invoices)), text="Vendor payment")


def misread(story):
    """A letter O where the number has a zero, else a digit left out."""
    invoices = candidates(story, "HEXLEY")[:1]
    amount = take(story, invoices)
    number = invoices[0]["number"]
    wrong = number.replace("0", "O", 1) if "0" in number else number[:-2] + number[-1]
    story.checks += 2
    entry = story.entry("HEXLEY", amount - 45_00, "check")
    yield dict(entry, text=f"Check {story.checks} for {wrong}", check=str(story.checks))


def on_account(story):
    yield dict(story.entry("LOWMARSH", 5000_00), text="On account")


def too_little_for_two(story):
    invoices = candidates(story, "GRANMOOR")[:2]
    amount = take(story, invoices) - 380_00
    yield dict(story.entry("GRANMOOR", amount), text="Invoices " + " and ".join(i["number"] for i in invoices))


def remittance_with_a_stranger(story):
    invoices = candidates(story, "TIDEWICK")[:3]
    documents = [(i["number"], i["open"], 0) for i in invoices] + [("FW-99120", 615_25, 0)]
    take(story, invoices)
    entry = story.entry("TIDEWICK", sum(amount for _, amount, _ in documents), "docs")
    yield dict(entry, documents=documents)


def sum_without_reference(story):
    """Two invoices of one client, from a debtor that owes three."""
    invoices = candidates(story, "OSTERVALE", "QUILLMERE")[:2]
    yield dict(story.entry("OSTERVALE", take(story, invoices)), text="Vendor run")
    yield dict(story.entry("SABLECOURT", 960_00, "single", "Sablecourt Trading LLC", "4999000417"), text="")


def wrong_client_number(story):
    """In euros: the customer's own number in place of the invoice's, and an amount of no invoice."""
    amount = take(story, candidates(story, "BRISEMARNE")[:1]) - 61_00
    yield dict(story.entry("BRISEMARNE", amount), text="Client 10101, facture du mois")


MAKERS = {
    date(2026, 9, 17): stranger,
    date(2026, 10, 15): refused_invoice("FENNELWORTH"),
    date(2026, 10, 29): refused_invoice("TORVANE"),
    date(2026, 11, 16): shared_without_reference,
    date(2026, 11, 17): misread,
    date(2026, 11, 18): on_account,
    date(2026, 11, 19): too_little_for_two,
    date(2026, 11, 20): lambda story: [
        *remittance_with_a_stranger(story),
        *sum_without_reference(story),
        *wrong_client_number(story),
    ],
}
