import { readFileSync } from 'node:fs';
import ts from 'typescript';
import type { BlockSchema } from '../../../lib/plugin';

/** One thing that a configuration can set, `timeouts.create` in a block. */
export interface Property {
  readonly path: string;
  readonly required: boolean;
}

/** What can be set in a generated config interface, by Terraform's names, sorted. */
export function configProperties(file: string, name: string): readonly Property[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  const interfaces = new Map(
    source.statements.filter(ts.isInterfaceDeclaration).map((declaration) => [declaration.name.text, declaration]),
  );
  const collect = (declaration: ts.InterfaceDeclaration, prefix: string): readonly Property[] =>
    declaration.members.filter(ts.isPropertySignature).flatMap((member) => {
      const path = `${prefix}${snakeCase((member.name as ts.Identifier).text)}`;
      const block = interfaces.get(referencedName(member.type));
      return [{ path, required: member.questionToken === undefined }, ...(block ? collect(block, `${path}.`) : [])];
    });
  const declaration = interfaces.get(name);
  if (!declaration) throw new Error(`${file} has no interface ${name}`);
  return sorted(collect(declaration, ''));
}

/** What can be set according to a schema, sorted. */
export function schemaProperties(schema: BlockSchema): readonly Property[] {
  const collect = ({ attributes = {}, blocks = {} }: BlockSchema, prefix: string): readonly Property[] => [
    ...Object.entries(attributes)
      .filter(([, { required, optional }]) => required || optional)
      .map(([name, { required = false }]) => ({ path: `${prefix}${name}`, required })),
    ...Object.entries(blocks).flatMap(([name, { minItems = 0, block }]) => [
      { path: `${prefix}${name}`, required: minItems > 0 },
      ...collect(block, `${prefix}${name}.`),
    ]),
  ];
  return sorted(collect(schema, ''));
}

/** The interface that a type names, also as `X | cdktf.IResolvable` or `X[]`. */
function referencedName(type: ts.TypeNode | undefined): string {
  if (!type) return '';
  if (ts.isUnionTypeNode(type)) return type.types.map(referencedName).find((name) => name !== '') ?? '';
  if (ts.isArrayTypeNode(type)) return referencedName(type.elementType);
  return ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName) ? type.typeName.text : '';
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function sorted(properties: readonly Property[]): readonly Property[] {
  return [...properties].sort((one, other) => (one.path < other.path ? -1 : 1));
}
