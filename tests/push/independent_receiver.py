"""What a browser and its push service do with a message, from the standards alone.

Written with the primitives of ``cryptography``, and with none of the libraries that send: RFC 8291
(the keys of a message), RFC 8188 (its one record) and RFC 8292 (who sends it).
"""

import base64
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SALT_BYTES = 16
HEAD_BYTES = SALT_BYTES + 4 + 1
"""Salt, length of a record, length of the sender's key."""
TAG_BYTES = 16
LAST_RECORD = b"\x02"


def opened(body: bytes, key: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """Decrypt a message with the keys of the browser that it was made for."""
    salt, head = body[:SALT_BYTES], body[:HEAD_BYTES]
    record_bytes, point_bytes = int.from_bytes(head[SALT_BYTES:-1]), head[-1]
    point, record = body[HEAD_BYTES:][:point_bytes], body[HEAD_BYTES + point_bytes :]
    assert len(record) <= record_bytes, "There is more than one record."
    sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    ours = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = key.exchange(ec.ECDH(), sender)
    secret = _derived(shared, auth, b"WebPush: info\0" + ours + point, 32)
    content_key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    content, mark, padding = (
        AESGCM(content_key).decrypt(nonce, record, None).rpartition(LAST_RECORD)
    )
    assert mark, "It is not marked as the last record."
    assert not padding.strip(b"\0")
    return content


def claims_in(authorization: str, known_key: str) -> dict[str, Any]:
    """Check who signed (ES256, by the key that browsers were given) and return what is claimed."""
    scheme, _space, told = authorization.partition(" ")
    fields = dict(field.strip().split("=", 1) for field in told.split(","))
    assert scheme == "vapid"
    assert fields["k"] == known_key
    head, claims, signature = fields["t"].split(".")
    assert json.loads(_bytes(head)) == {"typ": "JWT", "alg": "ES256"}
    signer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(known_key))
    halves = _bytes(signature)
    assert len(halves) == 64
    both = encode_dss_signature(int.from_bytes(halves[:32]), int.from_bytes(halves[32:]))
    signer.verify(both, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    found: dict[str, Any] = json.loads(_bytes(claims))
    return found


def _derived(secret: bytes, salt: bytes, told: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, told).derive(secret)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
