import type { Values } from '../../plugin';
import { type CredentialBlock, hashedBlocks, ownIds } from './credential-block';
import { credentialState } from './credential-state';
import type { CredentialAnswer, ManagementClient } from './management-client';
import { thumbprint } from './thumbprint';

export interface Ownership {
  /** Absent when the resource is created. */
  readonly prior?: Values;
  /** The planned values during an apply, the prior ones during a refresh. */
  readonly wanted: Values;
}

/**
 * The attached keys that belong to the resource, as its state holds them: the others are foreign, are left out
 * and are not mentioned again. Without anything to compare with, which is an import, all belong to it.
 */
export async function ownedKeys(
  api: ManagementClient,
  clientId: string,
  attached: readonly string[],
  { prior, wanted }: Ownership,
): Promise<readonly Values[]> {
  const answers: CredentialAnswer[] = [];
  for (const id of attached) answers.push(await api.getCredential(clientId, id));
  const known = prior ? ownIds(prior) : [];
  const blocks = [...hashedBlocks(wanted).values()];
  const unfiltered = (known.length === 0 && blocks.length === 0) || blocks.some(isUnrecognizable);
  return answers
    .filter((answer) => unfiltered || known.includes(answer.id) || blocks.some((block) => describes(block, answer)))
    .map((answer) => stateOf(answer, blocks));
}

function isUnrecognizable({ id, name, pem }: CredentialBlock): boolean {
  return id === '' && name === '' && thumbprint(pem) === '';
}

function describes({ name, pem }: CredentialBlock, answer: CredentialAnswer): boolean {
  return (answer.kid !== undefined && thumbprint(pem) === answer.kid) || (name !== '' && name === answer.name);
}

function stateOf(answer: CredentialAnswer, blocks: readonly CredentialBlock[]): Values {
  const byId = blocks.find(({ id, pem }) => id === answer.id && pem !== '');
  const known = byId ?? blocks.find(({ name }) => name === (answer.name ?? ''));
  const pem = known?.pem ?? '';
  return {
    ...credentialState(answer),
    // The API never shows the PEM: the one that was configured is put back, unless the key behind it is another one.
    pem: thumbprint(pem) === answer.kid ? pem : '',
    parse_expiry_from_cert: known?.parsesExpiry ?? false,
  };
}
