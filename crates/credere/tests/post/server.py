"""A real SMTP server on loopback for the tests of the post: aiosmtpd, with answers that a test chooses.

Usage: server.py FOLDER [CERTIFICATE KEY PASSWORD]

Writes its port to FOLDER/port and every mail it takes to FOLDER/taken/NUMBER.eml (envelope in NUMBER.to and NUMBER.from).
- An address that begins with "gone" is refused for good (550 5.1.1).
- While FOLDER/later exists, every recipient is refused for now (451 4.3.0).
- While FOLDER/hold exists, a mail is kept and its answer waits; FOLDER/answered appears once the answer was written.
With a certificate it offers STARTTLS, and asks for the user "desk" with the password before it takes anything.
"""

import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder = pathlib.Path(sys.argv[1])
taken = folder / "taken"
TAKEN = "250 2.0.0 taken"


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone"):
            return "550 5.1.1 no such mailbox"
        if (folder / "later").exists():
            return "451 4.3.0 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        number = len(list(taken.glob("*.eml"))) + 1
        (taken / f"{number}.from").write_text(envelope.mail_from or "")
        (taken / f"{number}.to").write_text("\n".join(envelope.rcpt_tos))
        beside = taken / f"{number}.part"
        beside.write_bytes(envelope.original_content)
        beside.rename(taken / f"{number}.eml")
        while (folder / "hold").exists():
            await asyncio.sleep(0.01)
        return TAKEN


class Server(SMTP):
    async def push(self, status):
        await super().push(status)
        if status in (TAKEN, TAKEN.encode()):
            (folder / "answered").touch()


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data.login == b"desk" and data.password == sys.argv[4].encode()
    return AuthResult(success=good)


async def main():
    taken.mkdir()
    more = {}
    if len(sys.argv) > 2:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        more = dict(tls_context=context, require_starttls=True, auth_required=True, authenticator=authenticate)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Server(Handler(), enable_SMTPUTF8=True, **more), "127.0.0.1", 0)
    beside = folder / "port.part"
    beside.write_text(str(server.sockets[0].getsockname()[1]))
    beside.rename(folder / "port")
    await server.serve_forever()


asyncio.run(main())
