"""An app that shows codes, as a person holds it; and how a second step is set up on the pages."""

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.models import Authenticator
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.documents.scans import make_keys

__all__ = ["App", "add_passkey", "make_keys", "spare_codes", "turn_on"]


class App:
    """RFC 6238, written anew: the site's own arithmetic is not what it is tested by."""

    def __init__(self, seed: str):
        self.seed = base64.b32decode(seed)

    def code(self, later: int = 0) -> str:
        """The code of the half minute that is, or of one `later`."""
        counter = struct.pack(">Q", int(time.time()) // 30 + later)
        digest = hmac.new(self.seed, counter, hashlib.sha1).digest()
        start = digest[-1] & 15
        number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"


def turn_on(client) -> App:
    """Set up an app in a browser that has shown lately who it is."""
    page = client.get("/account/second-step/app/")
    app = App(page.context["form"].secret)
    # The code of the next half minute: the one of now is left for signing in.
    done = client.post("/account/second-step/app/", {"code": app.code(later=1)})
    assert done.status_code == 302, done.context["form"].errors
    return app


def spare_codes(client) -> list[str]:
    """What the page of spare codes shows; empty where it shows none."""
    return client.get("/account/second-step/spare-codes/").context["codes"]


def add_passkey(user, name="My phone") -> Authenticator:
    """A passkey as it lies in the database; nobody holds its private half."""
    key = ES256.from_ctap1(b"\x04" + b"\x11" * 64)
    held = AttestedCredentialData.create(b"\0" * 16, f"{user.pk}-{name}".encode(), key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, 0, held)
    said = CollectedClientData.create("webauthn.create", b"challenge", "https://testserver")
    credential = {
        "id": websafe_encode(held.credential_id),
        "rawId": websafe_encode(held.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(said),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }
    data = {"name": name, "credential": credential}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
