# What policy.rego says, for a machine with neither OPA nor conftest.
[
  "auth0_client_credentials",
  "azuread_application_certificate",
  "azuread_application_password",
  "okta_app_oauth",
  "rotation_okta_client_secret",
  "rotation_uaa_client_key",
  "rotation_uaa_client_secret"
] as $credentials
| [
    .resource_changes[]
    | select(.type as $type | $credentials | index($type))
    | select(.change.actions | index("delete"))
    | "\(.address) holds a credential and would be deleted or replaced"
  ]
