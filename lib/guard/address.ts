/** The address of what a module holds; the root has no name. */
export function inModule(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`;
}

/** Without the keys of instances, of modules and resources alike: they are not in the code. */
export function withoutKeys(address: string): string {
  return address.includes('[') ? address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '') : address;
}

/** The set whose credential has this name, by the name that a set gives it; undefined for any other resource. */
export function setOfSlot(name: string): string | undefined {
  return /^(.+)_(?:slot_[ab]|slots)$/.exec(name)?.[1];
}
