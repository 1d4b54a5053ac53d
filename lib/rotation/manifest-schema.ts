import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';

// Read by path: the file is shipped beside the code for editors, not compiled into it.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const schema = require('../../schema/rotation-1.schema.json') as object;

let validate: ValidateFunction | undefined;

/** What is wrong with the form of a manifest, or undefined when its form is right. */
export function isShape(document: unknown): string | undefined {
  validate ??= new Ajv({ allErrors: false, strict: true, allowUnionTypes: true }).compile(schema);
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

function complaint({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return `unknown name ${JSON.stringify(params.additionalProperty)}`;
    case 'enum':
      return `must be one of ${(params.allowedValues as readonly unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
    default:
      return message ?? keyword;
  }
}
