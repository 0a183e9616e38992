import type { Attachments } from '../attachments/attachments.ts'
import { createErasuresMemory, type ErasuresFile, openErasuresFile } from './erasures-file.ts'
import type { Identities } from './identities.ts'

/**
 * Opens the list of erasures beside the state file, and erases again what a restored backup has brought back: the identity,
 * and the files that its reporter sent.
 */
export async function openErasures(
  identities: Identities,
  attachments: Pick<Attachments, 'erase'>,
  stateFile: string | undefined,
): Promise<ErasuresFile> {
  const erasures = stateFile === undefined ? createErasuresMemory() : openErasuresFile(`${stateFile}.erased`)
  for (const complaint of await erasures.all()) {
    await identities.erase(complaint, new Date())
    await attachments.erase(complaint)
  }
  return erasures
}
