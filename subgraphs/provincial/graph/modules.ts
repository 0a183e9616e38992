import type { GraphModule } from '@lawang/member/graph/builder'
import { recap } from '@lawang/member/graph/recap'
import type { ProvincialServices } from '../ports.ts'
import { commitments } from './commitments.ts'
import { evaluation } from './evaluation.ts'
import { outreachProgrammes } from './outreach-programmes.ts'

/** What only a province's graph has, over its services. */
export function provincialModules(services: ProvincialServices): readonly GraphModule[] {
  return [
    recap(services.recaps),
    evaluation(services.evaluations),
    commitments(services.commitments),
    outreachProgrammes(services.outreach),
  ]
}
