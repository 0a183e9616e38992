import type {
  CaseStatus,
  Channel,
  ComplaintKind,
  ComplaintStatus,
  Detail,
  EventType,
} from '@lawang/schema/exchange/messages'
import type { Tier } from '@lawang/schema/tier'
import type { Language } from '@lawang/schema/words/words'
import SchemaBuilder from '@pothos/core'
import type { Light } from '../domain/light.ts'
import type { Category, OnBehalf } from '../domain/model.ts'
import type { Mandate } from '../mandates/model.ts'
import type { GraphContext } from './context.ts'
import type { Representation } from './federation/representation.ts'
import type { SentReporter } from './reporter-input.ts'
import type {
  AgencySource,
  CasePage,
  CaseSource,
  ComplaintSource,
  DeadlineSource,
  EventSource,
  PageInfoSource,
  RegionSource,
} from './sources.ts'

type Leaf<T> = { Input: T; Output: T }

/**
 * The names that every module may refer to as text (`type: 'Complaint'`), with what stands behind each. Modules
 * refer to each other's types by name, so that none has to import or outlive another; a tier's own types are refs
 * inside its modules. Fields are non-null unless they say `nullable: true`; root fields always say so.
 */
export interface GraphTypes {
  Context: GraphContext
  DefaultFieldNullability: false
  Objects: {
    Region: RegionSource
    Category: Category
    CategoryDetail: Category['details'][number]
    Complaint: ComplaintSource
    Case: CaseSource
    CaseConnection: CasePage
    CaseEdge: CasePage['page']['rows'][number]
    Agency: AgencySource
    Deadline: DeadlineSource
    PageInfo: PageInfoSource
    ComplaintEvent: EventSource
    Mandate: Mandate
  }
  Inputs: {
    DetailInput: Detail
    ReporterInput: SentReporter
    OnBehalfInput: OnBehalf
  }
  // Pothos knows leaves by name through this list, enums like scalars.
  Scalars: {
    ID: Leaf<string>
    DateTime: Leaf<Date>
    Tier: Leaf<Tier>
    ComplaintKind: Leaf<ComplaintKind>
    ComplaintStatus: Leaf<ComplaintStatus>
    CaseStatus: Leaf<CaseStatus>
    EventType: Leaf<EventType>
    DeadlineLight: Leaf<Light>
    Channel: Leaf<Channel>
    Language: Leaf<Language>
    ReceiptState: Leaf<'RECEIVED' | 'SECURED'>
    _Any: Leaf<Representation>
  }
}

/** The types that a gateway may ask for by their keys. */
export type EntityName = 'Region' | 'Category' | 'Complaint' | 'Case' | 'Agency'

export type GraphBuilder = ReturnType<typeof createBuilder>

/** One subject's types and root fields, added to a builder. A module that needs ports of its own is made by a function that takes them. */
export type GraphModule = (builder: GraphBuilder) => void

/** An empty builder with the three root types; modules add everything else. */
export function createBuilder() {
  const builder = new SchemaBuilder<GraphTypes>({ defaultFieldNullability: false })
  builder.queryType({})
  builder.mutationType({})
  builder.subscriptionType({})
  return builder
}
