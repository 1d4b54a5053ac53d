import Ajv, { type ValidateFunction } from 'ajv';
import { InputError, isObject, isTimestamp, type Verification } from '../../rotation';
import type { Verifications } from './record-file';

const VERSION = 1;

type Kept = Omit<Verification, 'manifest' | 'set'>;

interface Document {
  readonly version: number;
  /** The id of the manifest. */
  readonly manifest: string;
  readonly sets: Readonly<Record<string, Kept>>;
}

const time = { type: 'string', format: 'time' };
const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'manifest', 'sets'],
  properties: {
    version: { const: VERSION },
    manifest: { type: 'string' },
    sets: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['slot', 'generation', 'created', 'from', 'until', 'signIns', 'endpoint'],
        properties: {
          slot: { enum: ['a', 'b'] },
          generation: { type: 'integer', minimum: 1 },
          created: time,
          keyId: { type: 'string' },
          from: time,
          until: time,
          signIns: { type: 'integer', minimum: 1 },
          endpoint: { type: 'string' },
        },
      },
    },
  },
};

let validate: ValidateFunction<Document> | undefined;

/** @throws InputError when the text is none of ours, or of a later release */
export function parseRecords(path: string, text: string): Verifications {
  const document = json(path, text);
  if (isObject(document) && typeof document.version === 'number' && document.version > VERSION) {
    throw new InputError(
      `this release reads ${path} up to version ${VERSION}, got version ${document.version}: update cdktf-rotation`,
    );
  }
  validate ??= new Ajv({ formats: { time: isTimestamp } }).compile<Document>(SCHEMA);
  if (!validate(document)) {
    const [error] = validate.errors ?? [];
    const place = error?.instancePath.slice(1).replaceAll('/', '.') || 'top level';
    throw unreadable(path, `at ${place}: ${error?.message ?? 'another form'}`);
  }
  const { manifest, sets } = document;
  return new Map(Object.entries(sets).map(([set, kept]) => [set, { manifest, set, ...kept }]));
}

/** The same records give the same text. */
export function recordText(manifest: string, records: readonly Verification[]): string {
  const byName = [...records].sort((one, other) => (one.set < other.set ? -1 : 1));
  const sets = byName.map(({ set, manifest: _, ...kept }) => [set, kept] as const);
  const document: Document = { version: VERSION, manifest, sets: Object.fromEntries(sets) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function json(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable(path, 'it is not JSON');
  }
}

function unreadable(path: string, why: string): InputError {
  return new InputError(
    `${path} must be what "cdktf-rotation verify" wrote, but ${why}: restore it from git, or remove it and verify again`,
  );
}
