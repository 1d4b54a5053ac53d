import { type ManifestSet, Refusal, whyUnverified } from '../../rotation';
import type { ManifestFile } from '../manifest-file';
import { verificationsFor } from './record-file';

/** @throws Refusal when the policy wants the staged credential verified and no record beside the manifest says so */
export async function requireVerified(file: Pick<ManifestFile, 'path'>, set: ManifestSet): Promise<void> {
  const records = await verificationsFor(file, [set]);
  const complaint = whyUnverified(set, records.get(set.name));
  if (complaint !== undefined) throw new Refusal(complaint);
}
