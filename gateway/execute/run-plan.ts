import type { ExecutableNode } from '../plan/executable.ts'
import type { Run } from './run.ts'
import { runEntityFetch } from './run-entity-fetch.ts'
import { runRootFetch } from './run-root-fetch.ts'

/** Runs a plan's node; the answers and errors are then in the run. Stops early when the client has gone. */
export async function runNode(run: Run, node: ExecutableNode): Promise<void> {
  switch (node.kind) {
    case 'root':
      return runRootFetch(run, node)
    case 'entities':
      return runEntityFetch(run, node)
    case 'sequence':
      for (const inner of node.nodes) {
        if (run.call.signal.aborted) return
        await runNode(run, inner)
      }
      return
    case 'parallel':
      await Promise.all(node.nodes.map((inner) => runNode(run, inner)))
      return
    case 'condition': {
      const inner = run.variables[node.variable] === true ? node.whenTrue : node.whenFalse
      if (inner) await runNode(run, inner)
    }
  }
}
