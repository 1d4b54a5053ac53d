import type { AttributeSchema, AttributeType, BlockSchema } from '../../plugin';

const string: AttributeSchema = { type: 'string', optional: true };
const number: AttributeSchema = { type: 'number', optional: true };
const bool: AttributeSchema = { type: 'bool', optional: true };
const map: AttributeSchema = { type: ['map', 'string'], optional: true };
const strings: AttributeSchema = { type: ['list', 'string'], optional: true };
const id: AttributeSchema = { type: 'string', optional: true, computed: true };

function computed(type: AttributeType): AttributeSchema {
  return { type, computed: true };
}

function fixed(attribute: AttributeSchema): AttributeSchema {
  return { ...attribute, forceNew: true };
}

function required(attribute: AttributeSchema): AttributeSchema {
  return { ...attribute, optional: false, required: true };
}

function orComputed(attribute: AttributeSchema): AttributeSchema {
  return { ...attribute, computed: true };
}

/** The provider's own arguments, as of vault 5.6; of the ways to log in only the general one. */
export const PROVIDER: BlockSchema = {
  attributes: {
    add_address_to_env: string,
    address: string,
    ca_cert_dir: string,
    ca_cert_file: string,
    max_lease_ttl_seconds: number,
    max_retries: number,
    max_retries_ccc: number,
    namespace: string,
    set_namespace_from_token: bool,
    skip_child_token: bool,
    skip_get_vault_version: bool,
    skip_tls_verify: bool,
    tls_server_name: string,
    token: { ...string, sensitive: true },
    token_name: string,
    vault_version_override: string,
  },
  blocks: {
    auth_login: {
      nesting: 'list',
      maxItems: 1,
      block: {
        attributes: {
          method: string,
          namespace: string,
          parameters: { ...map, sensitive: true },
          path: required(string),
          use_root_namespace: bool,
        },
      },
    },
    client_auth: {
      nesting: 'list',
      maxItems: 1,
      block: { attributes: { cert_file: required(string), key_file: required(string) } },
    },
    headers: {
      nesting: 'list',
      block: { attributes: { name: required(string), value: { ...required(string), sensitive: true } } },
    },
  },
};

export const KV_SECRET_V2: BlockSchema = {
  attributes: {
    cas: number,
    data: { ...computed(['map', 'string']), sensitive: true },
    data_json: { ...string, sensitive: true },
    data_json_wo: { ...string, sensitive: true, writeOnly: true },
    data_json_wo_version: number,
    delete_all_versions: { ...bool, default: false },
    disable_read: { ...bool, default: false },
    id,
    metadata: computed(['map', 'string']),
    mount: fixed(required(string)),
    name: fixed(required(string)),
    namespace: fixed(string),
    options: map,
    path: computed('string'),
  },
  blocks: {
    custom_metadata: {
      nesting: 'list',
      maxItems: 1,
      block: {
        attributes: {
          cas_required: orComputed(bool),
          data: map,
          delete_version_after: orComputed(number),
          max_versions: orComputed(number),
        },
      },
    },
  },
};

export const MOUNT: BlockSchema = {
  attributes: {
    accessor: computed('string'),
    allowed_managed_keys: { type: ['set', 'string'], optional: true },
    allowed_response_headers: strings,
    audit_non_hmac_request_keys: orComputed(strings),
    audit_non_hmac_response_keys: orComputed(strings),
    default_lease_ttl_seconds: orComputed(number),
    delegated_auth_accessors: strings,
    description: string,
    external_entropy_access: fixed(bool),
    force_no_cache: orComputed(bool),
    id,
    identity_token_key: string,
    listing_visibility: string,
    local: fixed(bool),
    max_lease_ttl_seconds: orComputed(number),
    namespace: fixed(string),
    options: map,
    passthrough_request_headers: strings,
    path: fixed(required(string)),
    plugin_version: string,
    seal_wrap: fixed(orComputed(bool)),
    type: fixed(required(string)),
  },
};
