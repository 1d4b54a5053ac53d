/**
 * The id of the resource that writes one name of a publication: `azure-key-vault_CLIENT-SECRET`. What an address in
 * Terraform cannot hold is written as its code, so that no two names share an address.
 */
export function childId(id: string, name: string): string {
  const safe = name.replace(/[^\w-]/g, (character) => `_x${(character.codePointAt(0) ?? 0).toString(16)}_`);
  return `${id}_${safe}`;
}
