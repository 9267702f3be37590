"""Bank statements: two accounts as camt.053 (versions 8 and 2), the lockbox as CSV. Balances prove and chain."""

from datetime import timedelta
from xml.sax.saxutils import escape

from book import ANCHOR, HERE, is_business, plain

FOLDER = HERE / "statements"
CODES = {
    "receipt": ("PMNT", "RCDT", "DMCT"),
    "wire": ("PMNT", "RCDT", "SDVA"),
    "sepa": ("PMNT", "RCDT", "ESCT"),
    "deposit": ("PMNT", "RCHQ", "CCHQ"),
    "returned": ("PMNT", "RCHQ", "UPCQ"),
    "fee": ("ACMT", "MDOP", "FEES"),
    "sweep": ("CAMT", "ACCB", "SWEP"),
}


class Account:
    def __init__(self, name, number, currency, opening, floor, operating):
        self.name, self.number, self.currency = name, number, currency
        self.balance, self.floor, self.operating = opening, floor, operating
        self.pending = []  # (day, entry) since the last statement
        self.count = 0
        self.since = None

    def book(self, day, entry):
        self.pending.append((day, entry))

    def own(self, kind, amount, text):
        number = f"{self.name.upper()[:1]}{kind[:1].upper()}{self.count + 1:04d}"
        return {"kind": kind, "how": "", "id": number, "payer": None, "account": None, "amount": amount,
                "currency": self.currency, "documents": [], "text": text, "check": None}

    def is_statement_day(self, day):
        if self.name == "lockbox":
            return day.weekday() == 3
        if self.name == "main" and day > ANCHOR - timedelta(days=28):
            return True
        following = day + timedelta(days=1)
        while not is_business(following):
            following += timedelta(days=1)
        return following.isocalendar()[1] != day.isocalendar()[1] or day == ANCHOR

    def close(self, day):
        """The statement of a day: charges and sweep are booked, the file is written, its entries come back."""
        month_ends = (day + timedelta(days=7)).month != day.month
        if month_ends and day.weekday() == (3 if self.name == "lockbox" else 4):
            self.book(day, self.own("fee", {"main": 35_00, "lockbox": 60_00, "eur": 9_90}[self.name], "Account fee"))
        now = self.balance + sum(signed(entry) for _, entry in self.pending)
        if day.weekday() in (3, 4) and now > self.floor + 1000_00 and (self.name != "main" or day.weekday() == 4):
            self.book(day, self.own("sweep", (now - self.floor) // 1000_00 * 1000_00, "Sweep to the operating account"))
        entries, self.pending = self.pending, []
        if not entries:
            return []
        self.count += 1
        opening, self.balance = self.balance, self.balance + sum(signed(entry) for _, entry in entries)
        start = self.since or entries[0][0]
        self.since = day + timedelta(days=1)
        write = self.csv if self.name == "lockbox" else self.camt
        write(day, start, opening, entries)
        return [entry for _, entry in entries]

    def csv(self, day, start, opening, entries):
        rows = ["account,statement,currency,opening,closing,booked,valued,amount,"
                "reference,payer,payer_account,end_to_end,text"]
        for booked, entry in entries:
            fields = [self.number, f"LB-{self.count:03d}", self.currency, plain(opening), plain(self.balance),
                      booked.isoformat(), booked.isoformat(), plain(signed(entry)), entry["id"],
                      entry["payer"] or "", entry["account"] or "", entry["check"] or "", entry["text"]]
            rows.append(",".join(f'"{field}"' if "," in field else field for field in fields))
        path = FOLDER / f"{day}-{self.number}.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")

    def camt(self, day, start, opening, entries):
        new = self.name == "main"
        version = "08" if new else "02"
        sums = {True: [0, 0], False: [0, 0]}
        for _, entry in entries:
            side = sums[signed(entry) > 0]
            side[0] += 1
            side[1] += entry["amount"]
        stamp = f"{day}T18:{self.count % 60:02d}:00"
        ident = numbered(self.number)
        lines = [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">',
            "<BkToCstmrStmt>",
            f"<GrpHdr><MsgId>{self.name.upper()}-{self.count:04d}</MsgId><CreDtTm>{stamp}</CreDtTm></GrpHdr>",
            "<Stmt>",
            f"<Id>{self.name.upper()}-{self.count:04d}</Id><ElctrncSeqNb>{self.count}</ElctrncSeqNb>"
            f"<CreDtTm>{stamp}</CreDtTm>",
            f"<FrToDt><FrDtTm>{start}T00:00:00</FrDtTm><ToDtTm>{day}T23:59:59</ToDtTm></FrToDt>",
            f"<Acct><Id>{ident}</Id><Ccy>{self.currency}</Ccy><Ownr><Nm>Lantern Trade Finance LLC</Nm></Ownr></Acct>",
            self.bal("OPBD", opening, start),
            self.bal("CLBD", self.balance, day),
            "<TxsSummry>"
            f"<TtlCdtNtries><NbOfNtries>{sums[True][0]}</NbOfNtries><Sum>{plain(sums[True][1])}</Sum></TtlCdtNtries>"
            f"<TtlDbtNtries><NbOfNtries>{sums[False][0]}</NbOfNtries><Sum>{plain(sums[False][1])}</Sum></TtlDbtNtries>"
            "</TxsSummry>",
        ]
        lines += [self.ntry(booked, entry, new) for booked, entry in entries]
        lines += ["</Stmt>", "</BkToCstmrStmt>", "</Document>"]
        path = FOLDER / f"{day}-{self.number}.xml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def bal(self, code, amount, day):
        return (f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{self.money('Amt', abs(amount))}"
                f"<CdtDbtInd>{'CRDT' if amount >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>")

    def money(self, tag, amount):
        return f'<{tag} Ccy="{self.currency}">{plain(amount)}</{tag}>'

    def ntry(self, day, entry, new):
        kind = entry["kind"]
        if kind == "receipt":
            kind = {"single": "wire", "deposit": "deposit"}.get(entry["how"], "receipt") if new else "sepa"
        domain, family, sub = CODES[kind]
        code = f"<Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly>"
        code = f"<BkTxCd><Domn><Cd>{domain}</Cd>{code}</Domn></BkTxCd>"
        status = "<Sts><Cd>BOOK</Cd></Sts>" if new else "<Sts>BOOK</Sts>"
        side = "CRDT" if signed(entry) > 0 else "DBIT"
        reversal = "<RvslInd>true</RvslInd>" if kind == "returned" else ""
        returned = kind == "returned"
        reference = f"{entry['id']}R" if returned else entry["id"]
        check = f"<ChqNb>{entry['check']}</ChqNb>" if entry["check"] else ""
        refs = f"<Refs><EndToEndId>{entry['id']}</EndToEndId>{check}</Refs>" if entry["payer"] else ""
        amounts = f"{self.money('Amt', entry['amount'])}<CdtDbtInd>{side}</CdtDbtInd>" if new else ""
        parties = ""
        if entry["payer"] and kind != "fee":
            name = f"<Nm>{escape(entry['payer'])}</Nm>"
            name = f"<Pty>{name}</Pty>" if new else name
            number = numbered(entry["account"])
            # The payer stands as debtor of its payment and of the payment's return alike.
            parties = f"<RltdPties><Dbtr>{name}</Dbtr><DbtrAcct><Id>{number}</Id></DbtrAcct></RltdPties>"
        if entry["kind"] == "sweep":
            operating = numbered(self.operating)
            name = "<Nm>Lantern Trade Finance LLC</Nm>"
            name = f"<Pty>{name}</Pty>" if new else name
            parties = f"<RltdPties><Cdtr>{name}</Cdtr><CdtrAcct><Id>{operating}</Id></CdtrAcct></RltdPties>"
        remittance = "".join(self.document(*document, new) for document in entry["documents"])
        if not remittance and entry["text"] and parties:
            remittance = f"<Ustrd>{escape(entry['text'])}</Ustrd>"
        remittance = f"<RmtInf>{remittance}</RmtInf>" if remittance else ""
        reason = "<Rsn><Cd>AM04</Cd></Rsn><AddtlInf>Not sufficient funds</AddtlInf>"
        reason = f"<RtrInf>{reason}</RtrInf>" if returned else ""
        detail = f"{refs}{amounts}{parties}{remittance}{reason}"
        detail = f"<NtryDtls><TxDtls>{detail}</TxDtls></NtryDtls>" if refs or parties else ""
        words = "Returned check" if returned else entry["text"] if not entry["payer"] or kind == "fee" else ""
        words = f"<AddtlNtryInf>{escape(words)}</AddtlNtryInf>" if words else ""
        return (f"<Ntry>{self.money('Amt', entry['amount'])}<CdtDbtInd>{side}</CdtDbtInd>{reversal}{status}"
                f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{reference}</AcctSvcrRef>"
                f"{code}{detail}{words}</Ntry>")

    def document(self, number, paid, discount, new):
        taken = self.money("Amt" if new else "DscntApldAmt", discount) if discount else ""
        taken = f"<DscntApldAmt>{taken}</DscntApldAmt>" if taken and new else taken
        due = self.money("DuePyblAmt", paid + discount)
        return (f"<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>{escape(number)}</Nb></RfrdDocInf>"
                f"<RfrdDocAmt>{due}{taken}{self.money('RmtdAmt', paid)}</RfrdDocAmt></Strd>")


def numbered(account):
    return f"<IBAN>{account}</IBAN>" if account[:2].isalpha() else f"<Othr><Id>{account}</Id></Othr>"


def signed(entry):
    return entry["amount"] if entry["kind"] == "receipt" else -entry["amount"]


def accounts():
    return {
        "main": Account("main", "7700200123", "USD", 5000_00, 5000_00, "7700200100"),
        "lockbox": Account("lockbox", "8300451907", "USD", 2500_00, 2500_00, "7700200100"),
        "eur": Account("eur", "DE77999900000004711001", "EUR", 10000_00, 10000_00, "DE50999900000004711002"),
    }
