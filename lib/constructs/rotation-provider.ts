import { join } from 'node:path';
import type { Construct } from 'constructs';
import { InputError } from '../rotation';
import { type ISynthesisSession, type IStackSynthesizer, TerraformProvider, TerraformStack, Token } from './cdktf';
import { PLUGIN_SOURCE, pluginVersion, writePlugin } from './plugin-files';

/** How the provider reaches an Okta organization. What is left out comes from the environment (docs/provider.md). */
export interface RotationOktaConfig {
  /** `https://example.okta.com`. Default: OKTA_ORG_URL. */
  readonly orgUrl?: string;
  /** A sensitive variable, never a literal. Default: OKTA_API_TOKEN. */
  readonly apiToken?: string;
  /** A service app with the scope `okta.apps.manage`, instead of a token. Default: OKTA_API_CLIENT_ID. */
  readonly clientId?: string;
  /** Its private key, PEM: a sensitive variable, never a literal. Default: OKTA_API_PRIVATE_KEY. */
  readonly privateKey?: string;
  /** The `kid` of that key. Default: OKTA_API_PRIVATE_KEY_ID. */
  readonly privateKeyId?: string;
  /** A private CA, PEM or a path. Default: OKTA_CA_CERTIFICATE. */
  readonly caCertificate?: string;
  /** How long one call may take, in seconds: 0.1 to 300. Default: 30. */
  readonly requestTimeout?: number;
}

/** How the provider reaches a UAA. What is left out comes from the environment (docs/provider.md). */
export interface RotationUaaConfig {
  /** `https://uaa.sys.example.com`. Default: UAA_URL. */
  readonly url?: string;
  /** An admin client. Default: UAA_CLIENT_ID. */
  readonly clientId?: string;
  /** A sensitive variable, never a literal. Default: UAA_CLIENT_SECRET. */
  readonly clientSecret?: string;
  /** The access token of a person, instead of a client: a sensitive variable, never a literal. Default: UAA_TOKEN. */
  readonly token?: string;
  /** Identity zone. Default: UAA_ZONE_ID. */
  readonly zoneId?: string;
  /** The zone's own address, where its clients sign in; needed with `zoneId`. Default: UAA_ZONE_URL. */
  readonly zoneUrl?: string;
  /** A private CA, PEM or a path. Default: UAA_CA_CERTIFICATE. */
  readonly caCertificate?: string;
  /** How long one call may take, in seconds: 0.1 to 300. Default: 30. */
  readonly requestTimeout?: number;
  /** Below UAA 74 with a person's token: whether a short-lived client may be made for the change. Default: true. */
  readonly helperClient?: boolean;
}

export interface RotationProviderConfig {
  readonly okta?: RotationOktaConfig;
  readonly uaa?: RotationUaaConfig;
  /** For a second organization or UAA; give the provider to its sets as `provider`. */
  readonly alias?: string;
}

/**
 * The Terraform provider that comes with this package, for Okta client secrets and UAA. Sets make it themselves; make
 * it before them to say what is not in the environment. `app.synth()` writes the plugin beside the stack.
 */
export class RotationProvider extends TerraformProvider {
  static readonly tfResourceType = 'rotation';

  /** The one of the stack without an alias, which is made when there is none. */
  static of(scope: Construct): RotationProvider {
    const stack = TerraformStack.of(scope);
    return defaultOf(stack) ?? new RotationProvider(stack, 'rotation');
  }

  private readonly config: RotationProviderConfig;

  /** @throws InputError when the stack has one without an alias already, or a secret is a literal */
  constructor(scope: Construct, id: string, config: RotationProviderConfig = {}) {
    const stack = TerraformStack.of(scope);
    if (config.alias === undefined && defaultOf(stack)) {
      throw new InputError(
        `a stack has one provider rotation without an alias, got another one, "${id}": make yours before the first set, or give it an alias and pass it to its sets as provider`,
      );
    }
    const { okta = {}, uaa = {} } = config;
    refuseLiterals({
      'okta.apiToken': okta.apiToken,
      'okta.privateKey': okta.privateKey,
      'uaa.clientSecret': uaa.clientSecret,
      'uaa.token': uaa.token,
    });
    super(scope, id, {
      terraformResourceType: RotationProvider.tfResourceType,
      terraformGeneratorMetadata: { providerName: 'rotation', providerVersion: pluginVersion() },
      terraformProviderSource: PLUGIN_SOURCE,
    });
    this.config = config;
    if (!(stack.synthesizer instanceof WithPlugin)) stack.synthesizer = new WithPlugin(stack, stack.synthesizer);
  }

  /** The base class always answers undefined, which would lose the alias. */
  override get alias(): string | undefined {
    return this.config.alias;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    const { okta, uaa, alias } = this.config;
    return { okta: snakeCase(okta), uaa: snakeCase(uaa), alias };
  }
}

/** Writes the plugin beside the stack; `Testing.synth` does not come here, so snapshots write nothing. */
class WithPlugin implements IStackSynthesizer {
  constructor(
    private readonly stack: TerraformStack,
    private readonly inner: IStackSynthesizer,
  ) {}

  synthesize(session: ISynthesisSession): void {
    this.inner.synthesize(session);
    writePlugin(join(session.outdir, session.manifest.forStack(this.stack).workingDirectory));
  }
}

function defaultOf(stack: TerraformStack): RotationProvider | undefined {
  return stack.node
    .findAll()
    .find((node): node is RotationProvider => node instanceof RotationProvider && node.alias === undefined);
}

function refuseLiterals(secrets: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(secrets)) {
    if (value !== undefined && !Token.isUnresolved(value)) {
      throw new InputError(
        `${name} is a secret and never stands in code, got a literal: leave it out and set the environment variable, or pass a sensitive TerraformVariable`,
      );
    }
  }
}

function snakeCase(config: object | undefined): Record<string, unknown> | undefined {
  return (
    config &&
    Object.fromEntries(
      Object.entries(config).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]),
    )
  );
}
