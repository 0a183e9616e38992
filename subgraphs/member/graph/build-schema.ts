import type { GraphQLSchema } from 'graphql'
import { agency } from './agency.ts'
import { attachments } from './attachments.ts'
import { createBuilder, type GraphModule } from './builder.ts'
import { caseType } from './case.ts'
import { caseActs } from './case-acts.ts'
import { caseClocks } from './case-clocks.ts'
import { caseReporter } from './case-reporter.ts'
import { category } from './category.ts'
import { categorySuggestions } from './category-suggestions.ts'
import { channels } from './channels.ts'
import { complaint } from './complaint.ts'
import { addEntities, addService } from './federation/entities.ts'
import { fileComplaint } from './file-complaint.ts'
import { flags } from './flags.ts'
import { journey } from './journey.ts'
import { leaves } from './leaves.ts'
import { mandate } from './mandate.ts'
import { mandateActs } from './mandate-acts.ts'
import { mandateNews } from './mandate-news.ts'
import { MEMBER_ENTITIES } from './member-entities.ts'
import { pageInfo } from './page-info.ts'
import { personalData } from './personal-data.ts'
import { redactionSuggestions } from './redaction-suggestions.ts'
import { region } from './region.ts'
import { relationActs } from './relation-acts.ts'
import { relations } from './relations.ts'
import { replies } from './replies.ts'
import { reporterActs } from './reporter-acts.ts'
import { reporterInput } from './reporter-input.ts'
import { statusText } from './status-text.ts'
import { viewer } from './viewer.ts'
import { whyHere } from './why-here.ts'
import { words } from './words.ts'
import { workActs } from './work-acts.ts'
import { worklist } from './worklist.ts'

const MEMBER_MODULES: readonly GraphModule[] = [
  leaves,
  region,
  category,
  pageInfo,
  agency,
  caseType,
  worklist,
  caseActs,
  workActs,
  relationActs,
  caseClocks,
  mandate,
  mandateActs,
  mandateNews,
  viewer,
  complaint,
  journey,
  whyHere,
  relations,
  replies,
  reporterInput,
  fileComplaint,
  reporterActs,
  caseReporter,
  personalData,
  attachments,
  flags,
  redactionSuggestions,
  categorySuggestions,
  channels,
  statusText,
  words,
]

/**
 * A member's whole schema: what every member serves, and the modules of its tier. `sdl` is the text of the
 * contracts that it serves, which `_service` answers.
 */
export function buildMemberSchema(modules: readonly GraphModule[], sdl: string): GraphQLSchema {
  const builder = createBuilder()
  for (const add of [...MEMBER_MODULES, ...modules]) add(builder)
  addEntities(builder, MEMBER_ENTITIES)
  addService(builder, sdl)
  return builder.toSchema()
}
