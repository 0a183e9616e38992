import { commandGate } from './command.ts'
import { floors } from './floors.ts'
import type { Gate } from './gate.ts'
import { licences } from './licences.ts'
import { links } from './links.ts'
import { lockfile } from './lockfile.ts'
import { proofs } from './proofs.ts'
import { topLevel } from './top-level.ts'
import { words } from './words.ts'

/** The quick ones first. Contracts against the members' schemas are compared by the members' own tests. */
export const GATES: readonly Gate[] = [
  topLevel,
  lockfile,
  floors,
  licences,
  words,
  links,
  proofs,
  commandGate('boundaries', 'turbo', ['boundaries', '--no-color']),
  commandGate('supergraph', 'node', ['scripts/compose.ts', '--check']),
  commandGate('error page', 'node', ['scripts/error-page.ts', '--check']),
  commandGate('access page', 'node', ['scripts/access-page.ts', '--check']),
  commandGate('types', 'turbo', ['run', 'typecheck', '--output-logs=errors-only', '--no-color']),
  commandGate('lint', 'turbo', ['run', 'lint', '--output-logs=errors-only', '--no-color']),
]
