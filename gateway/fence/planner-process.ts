import { createPlan } from '../plan/planner.ts'

/** The process of `fencedPlanner`: it gets the supergraph first, then operations, and answers them in their order. */
export type ToPlanner =
  | { readonly kind: 'supergraph'; readonly sdl: string }
  | { readonly kind: 'plan'; readonly id: number; readonly operation: string }
export type FromPlanner =
  | { readonly id: number; readonly plan: ReturnType<ReturnType<typeof createPlan>> }
  | { readonly id: number; readonly error: string }

let plan: ReturnType<typeof createPlan> | undefined

process.on('message', (message: ToPlanner) => {
  if (message.kind === 'supergraph') plan = createPlan(message.sdl)
  else process.send?.(answer(message.id, message.operation))
})
// the gateway stops it; a terminal's Ctrl-C is for the gateway, which may still need it
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit())

function answer(id: number, operation: string): FromPlanner {
  try {
    if (!plan) throw new Error('The planner has no supergraph')
    return { id, plan: plan(operation) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}
