import type { GraphModule } from '@lawang/member/graph/builder'
import { recap } from '@lawang/member/graph/recap'
import type { NationalServices } from '../ports.ts'
import { competence } from './competence.ts'
import { complaints } from './complaints.ts'
import { relatives } from './relatives.ts'
import { watch } from './watch.ts'
import { webhooks } from './webhooks.ts'
import { workReports } from './work-reports.ts'

/** What only the national member's graph has, over the hub's services. */
export function nationalModules(services: NationalServices): readonly GraphModule[] {
  return [
    complaints(services.directory),
    competence,
    relatives(services.relatives),
    recap(services.recaps, services.recapNews),
    workReports(services.work),
    watch(services.watch),
    webhooks(services.webhooks),
  ]
}
