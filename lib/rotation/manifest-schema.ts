import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';

// Read by path: the file is shipped beside the code for editors, not compiled into it.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const schema = require('../../schema/rotation-1.schema.json') as object;

const LONGEST_SHOWN = 40;

let validate: ValidateFunction | undefined;

/** What is wrong with the form of a manifest, or undefined when its form is right. */
export function shapeComplaint(document: unknown): string | undefined {
  validate ??= new Ajv({ allErrors: false, strict: true, verbose: true }).compile(schema);
  if (validate(document)) return undefined;
  const [error] = validate.errors ?? [];
  return error ? `manifest, ${place(error)}: ${complaint(error)}` : 'manifest: not in the form of the schema';
}

function place({ instancePath }: ErrorObject): string {
  if (instancePath === '') return 'top level';
  return instancePath
    .slice(1)
    .split('/')
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .join('.');
}

function complaint({ keyword, params, message, propertyName, data }: ErrorObject): string {
  if (propertyName !== undefined) return `${message} as a name, got ${shown(propertyName)}`;
  switch (keyword) {
    case 'additionalProperties':
      return `unknown name ${shown(params.additionalProperty)}`;
    case 'required':
      return message ?? keyword;
    case 'enum':
      return `must be one of ${(params.allowedValues as readonly unknown[]).map((value) => JSON.stringify(value)).join(', ')}, got ${shown(data)}`;
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}, got ${shown(data)}`;
    default:
      return `${(message ?? keyword).replace('NOT', 'not')}, got ${shown(data)}`;
  }
}

/** What was got, if it is short: a long text may be a key that stands in the wrong place. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string' && value.length > LONGEST_SHOWN) return `a text of ${value.length} characters`;
  return JSON.stringify(value);
}
