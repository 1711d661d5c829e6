"""Keys for an App, made anew for each run."""

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)


def _private(key: rsa.RSAPrivateKey) -> str:
    form = PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()


_KEYS = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]
PRIVATE, ANOTHER = map(_private, _KEYS)
PUBLIC = (
    _KEYS[0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
)
