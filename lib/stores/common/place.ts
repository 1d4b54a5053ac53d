import type { TerraformProvider } from '../../constructs/cdktf';

/** A place in a store, for comparison and for messages: `aws-ssm other /billing`, where `other` is the provider's alias. */
export function place(store: string, provider: TerraformProvider | undefined, ...parts: readonly string[]): string {
  return [store, provider?.alias ?? '', ...parts].filter((part) => part !== '').join(' ');
}
