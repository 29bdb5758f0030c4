"""Renews the token of a profile's sso-session as the AWS CLI does, with botocore's own token provider.

argv: the profile, the endpoint of SSO-OIDC. Prints nothing; ends with 1 and the error's name where it fails.
"""

import sys

import botocore.session
from botocore.tokens import SSOTokenProvider

profile, endpoint = sys.argv[1:]
session = botocore.session.Session(profile=profile)
create_client = session.create_client
session.create_client = lambda name, **words: create_client(name, endpoint_url=endpoint, **words)
try:
    SSOTokenProvider(session).load_token().get_frozen_token()
except Exception as error:
    sys.exit(type(error).__name__)
