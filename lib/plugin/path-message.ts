import { blockType } from './block-type';
import type { WirePath, WireStep } from './messages';
import type { Path } from './replacement';
import type { AttributeType, BlockSchema } from './schema';

/** A path as Terraform follows it: by name into objects, by key into maps, by index into lists, and not into sets. */
export function pathMessage(schema: BlockSchema, path: Path): WirePath {
  const steps: WireStep[] = [];
  let type: AttributeType = blockType(schema);
  for (const key of path) {
    if (typeof type === 'string' || type[0] === 'set') break;
    switch (type[0]) {
      case 'object':
        steps.push({ attributeName: String(key) });
        type = type[1][key] ?? 'dynamic';
        break;
      case 'map':
        steps.push({ elementKeyString: String(key) });
        type = type[1];
        break;
      case 'list':
        steps.push({ elementKeyInt: Number(key) });
        type = type[1];
        break;
      case 'tuple':
        steps.push({ elementKeyInt: Number(key) });
        type = type[1][Number(key)] ?? 'dynamic';
        break;
    }
  }
  return { steps };
}

/** `block.0.name` as a path. */
export function parsePath(text: string): Path {
  return text.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
