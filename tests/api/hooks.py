"""A new Idempotency-Key for every request that carries a good one.

The tool makes a few keys and uses them over and over: without this nearly every write would be answered with
IDEMPOTENCY_KEY_REUSED and reach nothing behind it. Keys that are missing or no keys at all stay as they were made.
"""

import itertools

import schemathesis

KEY = "Idempotency-Key"
numbers = itertools.count(1)


@schemathesis.hook
def before_call(context, case, kwargs):
    given = (case.headers or {}).get(KEY)
    if isinstance(given, str) and 8 <= len(given) <= 128 and all(" " <= letter <= "~" for letter in given):
        case.headers[KEY] = f"schemathesis-{next(numbers):08}"
