"""Schedules of accounts, each client in its own way of writing."""

from xml.sax.saxutils import escape

from book import CLIENTS, CUSTOMERS, DEBTORS, HERE, plain

FOLDER = HERE / "schedules"


def write(client, day, suffix, lines):
    name = f"{day}-{client}{suffix}"
    if client == "FENNELWORTH":
        folder = FOLDER / name
        folder.mkdir(parents=True, exist_ok=True)
        for line in lines:
            (folder / f"{line['number']}.xml").write_text(ubl(line), encoding="utf-8")
        return
    text, encoding = WRITERS[client](lines)
    (FOLDER / f"{name}.csv").write_bytes(text.encode(encoding))


def stated(line):
    """The client's number and name of the debtor."""
    code = CUSTOMERS.get((line["client"], line["debtor"]), {}).get("client_reference")
    return line.get("unknown") or (code, DEBTORS[line["debtor"]]["name"])


def joined(fields, delimiter):
    fields = ["" if field is None else str(field) for field in fields]
    return delimiter.join(f'"{field}"' if delimiter in field else field for field in fields)


def quillmere(lines):
    short = lambda day: f"{day.month}/{day.day}/{day.year}"
    rows = ["Quillmere Staffing LLC", "Schedule of accounts offered for sale", "",
            "Customer,Customer name,Week ending,Invoice no.,Inv. date,Due,Work,Their PO,Total,Cur"]
    for line in lines:
        amount = "" if line["amount"] is None else f"{line['amount'] // 100:,}.{line['amount'] % 100:02d}"
        rows.append(joined([*stated(line), short(line["delivered"]), line["number"], short(line["issued"]),
                            short(line["due"]), line["description"], line["order"], amount, line["currency"]], ","))
    total = sum(line["amount"] or 0 for line in lines)
    rows.append(joined(["Branch Toledo", "", "", "", "", "", "", "", f"{total // 100:,}.{total % 100:02d}", ""], ","))
    return "\r\n".join(rows) + "\r\n", "utf-8"


def torvane(lines):
    rows = ["CUSTNO\tDOCNO\tDOCDATE\tNETDATE\tSHIPDATE\tTEXT\tCUSTPO\tAMTCENTS"]
    for line in lines:
        days = [line[name].strftime("%Y%m%d") for name in ("issued", "due", "delivered")]
        fields = [stated(line)[0], line["number"], *days, line["description"], line["order"], line["amount"]]
        rows.append(joined(fields, "\t"))
    rows.append(f"TOTAL\t\t\t\t\t\t\t{sum(line['amount'] for line in lines)}")
    return "\n".join(rows) + "\n", "utf-8"


def saltroad(lines):
    short = lambda day: day.strftime("%m/%d/%y") if day else ""
    rows = []
    for line in lines:
        days = [short(line[name]) for name in ("issued", "delivered", "due")]
        fields = [line["number"], stated(line)[0], *days, line["description"], plain(line["amount"]), line["order"]]
        rows.append(joined(fields, "|"))
    return "\n".join(rows) + "\n", "utf-8"


def alderbruch(lines):
    short = lambda day: day.strftime("%d.%m.%Y") if day else ""
    german = lambda amount: f"{amount // 100:,}".replace(",", ".") + f",{amount % 100:02d}"
    rows = ["Kd.-Nr.;Kunde;Art;Beleg;Datum;Fällig;Lieferung;Ware;Bestellung;Zu Beleg;Betrag"]
    total = 0
    for line in lines:
        credit = line["kind"] == "credit"
        total += -line["amount"] if credit else line["amount"]
        days = [short(line[name]) for name in ("issued", "due", "delivered")]
        kind = "Gutschrift" if credit else "Rechnung"
        rows.append(joined([*stated(line), kind, line["number"], *days, line["description"], line["order"],
                            line["corrects"], german(line["amount"])], ";"))
    rows.append(joined(["Summe"] + [""] * 9 + [german(total)], ";"))
    return "\r\n".join(rows) + "\r\n", "cp1252"


def copperwren(lines):
    rows = ["debtor,debtor_name,number,issued,due,amount,currency,delivered,description,order"]
    for line in lines:
        rows.append(joined([*stated(line), line["number"], line["issued"], line["due"], plain(line["amount"]),
                            line["currency"], line["delivered"], line["description"], line["order"]], ","))
    return "\n".join(rows) + "\n", "utf-8"


WRITERS = {
    "QUILLMERE": quillmere,
    "TORVANE": torvane,
    "SALTROAD": saltroad,
    "ALDERBRUCH": alderbruch,
    "COPPERWREN": copperwren,
}


def party(entry, name=None):
    known = entry.get("identifiers", []) if name is None else []
    gln = next((i["value"] for i in known if i["scheme"] == "0088"), None)
    endpoint = f'<cbc:EndpointID schemeID="0088">{gln}</cbc:EndpointID>' if gln else ""
    legal = f'<cbc:CompanyID schemeID="0088">{gln}</cbc:CompanyID>' if gln else ""
    address = entry["address"]
    return f"""    <cac:Party>
      {endpoint}
      <cac:PostalAddress>
        <cbc:StreetName>{escape(address['lines'][0])}</cbc:StreetName>
        <cbc:CityName>{escape(address['city'])}</cbc:CityName>
        <cbc:PostalZone>{address['postcode']}</cbc:PostalZone>
        <cac:Country><cbc:IdentificationCode>{address['country']}</cbc:IdentificationCode></cac:Country>
      </cac:PostalAddress>
      <cac:PartyLegalEntity>
        <cbc:RegistrationName>{escape(name or entry['name'])}</cbc:RegistrationName>
        {legal}
      </cac:PartyLegalEntity>
    </cac:Party>"""


def ubl(line):
    """An invoice or credit note of EN 16931, payable to the factor. Food for resale: no sales tax."""
    credit = line["kind"] == "credit"
    root, kind, quantity = ("CreditNote", "396", "Credited") if credit else ("Invoice", "393", "Invoiced")
    money = lambda tag, cents: f'<cbc:{tag} currencyID="{line["currency"]}">{plain(cents)}</cbc:{tag}>'
    first = line["amount"] if credit else line["amount"] * 3 // 5
    items = [(line["description"], first)] + ([("Delivery and pallets", line["amount"] - first)] if not credit else [])
    rows = "".join(f"""
  <cac:{root}Line>
    <cbc:ID>{n}</cbc:ID>
    <cbc:{quantity}Quantity unitCode="C62">1</cbc:{quantity}Quantity>
    {money('LineExtensionAmount', cents)}
    <cac:Item>
      <cbc:Name>{escape(text)}</cbc:Name>
      <cac:ClassifiedTaxCategory>
        <cbc:ID>O</cbc:ID>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
      </cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price>{money('PriceAmount', cents)}</cac:Price>
  </cac:{root}Line>""" for n, (text, cents) in enumerate(items, 1))
    due = "" if credit else f"\n  <cbc:DueDate>{line['due']}</cbc:DueDate>"
    order = f"\n  <cac:OrderReference><cbc:ID>{line['order']}</cbc:ID></cac:OrderReference>" if line["order"] else ""
    corrects = f"""
  <cac:BillingReference>
    <cac:InvoiceDocumentReference><cbc:ID>{line['corrects']}</cbc:ID></cac:InvoiceDocumentReference>
  </cac:BillingReference>""" if credit else ""
    unknown = stated(line)[1] if line.get("unknown") else None
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
  <cbc:ID>{line['number']}</cbc:ID>
  <cbc:IssueDate>{line['issued']}</cbc:IssueDate>{due}
  <cbc:{root}TypeCode>{kind}</cbc:{root}TypeCode>
  <cbc:Note>This invoice has been sold to Lantern Trade Finance LLC. Please pay it to the account below.</cbc:Note>
  <cbc:DocumentCurrencyCode>{line['currency']}</cbc:DocumentCurrencyCode>{order}{corrects}
  <cac:AccountingSupplierParty>
{party(CLIENTS[line['client']])}
  </cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty>
{party(DEBTORS[line['debtor']], unknown)}
  </cac:AccountingCustomerParty>
  <cac:PayeeParty>
    <cac:PartyName><cbc:Name>Lantern Trade Finance LLC</cbc:Name></cac:PartyName>
  </cac:PayeeParty>
  <cac:Delivery><cbc:ActualDeliveryDate>{line['delivered']}</cbc:ActualDeliveryDate></cac:Delivery>
  <cac:PaymentMeans>
    <cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
    <cbc:PaymentID>{line['number']}</cbc:PaymentID>
    <cac:PayeeFinancialAccount>
      <cbc:ID>7700200123</cbc:ID>
      <cbc:Name>Lantern Trade Finance LLC</cbc:Name>
    </cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:TaxTotal>
    {money('TaxAmount', 0)}
    <cac:TaxSubtotal>
      {money('TaxableAmount', line['amount'])}
      {money('TaxAmount', 0)}
      <cac:TaxCategory>
        <cbc:ID>O</cbc:ID>
        <cbc:TaxExemptionReason>Sold for resale, no sales tax</cbc:TaxExemptionReason>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
      </cac:TaxCategory>
    </cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    {money('LineExtensionAmount', line['amount'])}
    {money('TaxExclusiveAmount', line['amount'])}
    {money('TaxInclusiveAmount', line['amount'])}
    {money('PayableAmount', line['amount'])}
  </cac:LegalMonetaryTotal>{rows}
</{root}>
"""
    return "\n".join(row for row in text.split("\n") if row.strip()) + "\n"
