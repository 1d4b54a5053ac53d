import { fileArgument } from './file-argument';

/** What a command says of a manifest without sets. */
export function noSets(path: string): string {
  return `${path} has no sets: "cdktf-rotation add${fileArgument(path)}" makes one`;
}
