import type { CallContext } from '../execute/operation.ts'
import { type AskGraph, listAt, textAt } from './ask-graph.ts'
import { faultFrom, Open311Fault } from './faults.ts'
import type { Parameters } from './parameters.ts'
import type { Row } from './xml.ts'

const CATEGORIES = '{ categories { code name affair parent { name } details { key values } } }'

const JURISDICTION = 'query ($region: ID!) { agencies(region: $region) { id } }'

/** GET services: the categories of the hub. They are the same at every jurisdiction that there is. */
export async function listServices(ask: AskGraph, parameters: Parameters, call: CallContext): Promise<readonly Row[]> {
  await requireJurisdiction(ask, parameters, call)
  return (await categories(ask, call)).map((category) => ({
    service_code: textAt(category, 'code'),
    service_name: textAt(category, 'name'),
    description: textAt(category, 'name'),
    metadata: listAt(category, 'details').length > 0,
    type: 'realtime',
    keywords: textAt(category, 'affair'),
    group: textAt(category, 'parent', 'name') ?? textAt(category, 'name'),
  }))
}

/** GET services/[code]: the details that competence over the category depends on, as attributes. */
export async function defineService(
  ask: AskGraph,
  code: string,
  parameters: Parameters,
  call: CallContext,
): Promise<Row> {
  await requireJurisdiction(ask, parameters, call)
  const category = (await categories(ask, call)).find((each) => textAt(each, 'code') === code)
  if (category === undefined) throw new Open311Fault(404, 'There is no service with this code. Take one from services.')
  const attributes = listAt(category, 'details').map((detail, index): Row => {
    const values = listAt(detail, 'values').map((value): Row => ({ key: String(value), name: String(value) }))
    return {
      variable: true,
      code: textAt(detail, 'key'),
      datatype: values.length > 0 ? 'singlevaluelist' : 'string',
      required: false,
      datatype_description: null,
      order: index + 1,
      description: textAt(detail, 'key'),
      ...(values.length > 0 && { values }),
    }
  })
  return { service_code: code, attributes }
}

/** The standard answers 404 for a jurisdiction that is not found; a government that is away is one all the same. */
async function requireJurisdiction(ask: AskGraph, parameters: Parameters, call: CallContext): Promise<void> {
  const region = parameters.text('jurisdiction_id')
  if (region === undefined) return
  const { faults } = await ask(JURISDICTION, { region }, call)
  const unknown = faults.find(({ code }) => code === 'UNKNOWN_JURISDICTION' || code === 'BAD_USER_INPUT')
  if (unknown) throw new Open311Fault(404, `There is no jurisdiction ${region}. Take a code of regions: 00, 64, 64.08.`)
}

async function categories(ask: AskGraph, call: CallContext): Promise<readonly unknown[]> {
  const { data, faults } = await ask(CATEGORIES, {}, call)
  const [fault] = faults
  if (fault) throw faultFrom(fault)
  return listAt(data, 'categories')
}
