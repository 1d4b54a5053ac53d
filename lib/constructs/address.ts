import { DefaultTokenResolver, StringConcat, type TerraformResource, type TerraformStack, Tokenization } from './cdktf';

/**
 * Gives a resource an address that comes from the set's name alone. An address that followed the construct path would
 * make moving a construct look like a first deployment, which replaces both live credentials.
 */
export function fixAddress(resource: TerraformResource, address: string): void {
  resource.overrideLogicalId(address);
  if (resource.friendlyUniqueId !== address) {
    throw new Error(`the address of ${address} must be fixed before an attribute of the resource is read`);
  }
  Object.defineProperty(resource, 'constructNodeMetadata', {
    get: () => ({ metadata: { path: address, uniqueId: address } }),
  });
}

/** `azuread_application_password.billing_slot_a` */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/** What Terraform will see in the place of a value with tokens. */
export function resolved(stack: TerraformStack, value: unknown): unknown {
  return Tokenization.resolve(value, {
    scope: stack,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing: false,
  });
}
