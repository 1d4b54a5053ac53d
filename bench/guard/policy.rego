# The usual gate for a plan: a rule for each resource by itself. It reads the same for OPA and for conftest.
package main

import rego.v1

credentials := {
	"auth0_client_credentials",
	"azuread_application_certificate",
	"azuread_application_password",
	"okta_app_oauth",
	"rotation_okta_client_secret",
	"rotation_uaa_client_key",
	"rotation_uaa_client_secret",
}

deny contains message if {
	some resource in input.resource_changes
	resource.type in credentials
	"delete" in resource.change.actions
	message := sprintf("%s holds a credential and would be deleted or replaced", [resource.address])
}
