import type { TerraformResource } from './cdktf';

/**
 * Lets an import block bring what is at the provider already into the state of a resource. The core's own `importFrom`
 * runs the Terraform binary at synth to check its version: synth has to be pure.
 *
 * @param id what the provider calls it; with Terraform < 1.6 a literal
 */
export function addImportBlock(resource: TerraformResource, id: string): void {
  const made = resource.toTerraform.bind(resource);
  resource.toTerraform = () => ({
    ...made(),
    import: [
      {
        ...(resource.provider && { provider: resource.provider.fqn }),
        id,
        to: `${resource.terraformResourceType}.${resource.friendlyUniqueId}`,
      },
    ],
  });
}
