import type { Value, Values } from '../../plugin';
import { given } from '../provider/given';
import type { GraphApplication } from './graph-client';

type Json = Readonly<Record<string, unknown>>;

/** What the arguments of a registration are called in Graph. */
export function registrationBody(planned: Values): Json {
  const text = (name: string): string | null => given(planned[name]) ?? null;
  const claims = planned.group_membership_claims;
  return {
    displayName: text('display_name'),
    signInAudience: text('sign_in_audience'),
    notes: text('notes'),
    serviceManagementReference: text('service_management_reference'),
    groupMembershipClaims: Array.isArray(claims) && claims.length > 0 ? claims.join(',') : null,
    api: { requestedAccessTokenVersion: planned.requested_access_token_version },
    info: {
      marketingUrl: text('marketing_url'),
      privacyStatementUrl: text('privacy_statement_url'),
      supportUrl: text('support_url'),
      termsOfServiceUrl: text('terms_of_service_url'),
    },
    web: {
      homePageUrl: text('homepage_url'),
      logoutUrl: text('logout_url'),
      implicitGrantSettings: {
        enableAccessTokenIssuance: planned.implicit_access_token_issuance_enabled === true,
        enableIdTokenIssuance: planned.implicit_id_token_issuance_enabled === true,
      },
    },
  };
}

/** The same, read back. */
export function registrationState(application: GraphApplication): Values {
  const { api, info, web } = application as unknown as Readonly<Record<'api' | 'info' | 'web', Json>>;
  const { implicitGrantSettings = {} } = web as { readonly implicitGrantSettings?: Json };
  const claims = application.groupMembershipClaims;
  return {
    id: `/applications/${application.id}`,
    object_id: application.id,
    client_id: application.appId,
    disabled_by_microsoft: '',
    publisher_domain: value(application.publisherDomain),
    display_name: value(application.displayName),
    sign_in_audience: value(application.signInAudience),
    notes: value(application.notes),
    service_management_reference: value(application.serviceManagementReference),
    group_membership_claims: typeof claims === 'string' ? claims.split(',') : null,
    requested_access_token_version: value(api.requestedAccessTokenVersion),
    marketing_url: value(info.marketingUrl),
    privacy_statement_url: value(info.privacyStatementUrl),
    support_url: value(info.supportUrl),
    terms_of_service_url: value(info.termsOfServiceUrl),
    homepage_url: value(web.homePageUrl),
    logout_url: value(web.logoutUrl),
    implicit_access_token_issuance_enabled: value(implicitGrantSettings.enableAccessTokenIssuance),
    implicit_id_token_issuance_enabled: value(implicitGrantSettings.enableIdTokenIssuance),
  };
}

function value(json: unknown): Value {
  return (json ?? null) as Value;
}
