import type { Construct } from 'constructs';
import { CredentialSet, type CredentialSetProps, Kind, type SlotContent } from '../../lib';
import { TerraformData } from '../../lib/constructs/terraform-data';
import type { Slot } from '../../lib/rotation';

export const DATA_KIND = 'data-kind';

const KIND = Kind.of({ name: DATA_KIND, title: 'test kind', cap: 5, removes: 'any' });

/** A kind whose credentials are `terraform_data`: what the plan does with a set, without any provider. */
export class DataSet extends CredentialSet {
  constructor(scope: Construct, id: string, props: CredentialSetProps) {
    super(scope, id, KIND, `application-of-${props.rotation.name}`, props);
    const contents: Partial<Record<Slot, SlotContent>> = {};
    for (const { slot, id: childId, generation, lifecycle } of this.filledSlots) {
      const resource = this.place(
        new TerraformData(this, childId, { input: `secret-${generation}`, triggersReplace: generation, lifecycle }),
      );
      const keyId = resource.getStringAttribute('id');
      contents[slot] = { resource, keyId, values: { secret: resource.getStringAttribute('output') } };
    }
    this.hold(contents);
  }

  get current(): { readonly secret: string } {
    return this.valuesOf('current');
  }
}
