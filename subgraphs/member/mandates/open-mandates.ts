import type { GovernmentCode } from '@lawang/schema/region'
import type { Reference } from '../domain/model.ts'
import type { MandateServices } from '../ports.ts'
import type { Database } from '../store/database.ts'
import { openListener } from '../store/listener.ts'
import { MandateBook, type MandateRule } from './book.ts'
import { readCaseActs } from './case-act-log.ts'
import { ensureDevelopmentMandates } from './development.ts'
import { withoutOperator } from './in-force.ts'
import { endMandate, moveSecretariat, registerMandate } from './manage.ts'
import { withSecretariats } from './secretariat-reference.ts'
import type { Mandates } from './standing.ts'
import { MANDATE_CHANNEL, readMandatesAt } from './store.ts'

export interface MandateOptions {
  readonly database: Database
  readonly reference: Reference
  readonly governments: readonly GovernmentCode[]
  /** `DEVELOPMENT`: required, and every agency without a decree gets one that names everybody. */
  readonly setting: MandateRule | 'DEVELOPMENT'
  readonly now: () => Date
  readonly onFault: (error: unknown) => void
}

export interface OpenMandates {
  readonly services: MandateServices
  /** What acts are checked by. */
  readonly rules: Mandates
  /** Reference data with the coordinators that decrees name. */
  readonly reference: Reference
  /** The agency that coordinates a government's complaints now. */
  secretariatOf(government: GovernmentCode): string | undefined
  close(): Promise<void>
}

/** Opens the book of decrees over the database, and what is done with it. */
export async function openMandates(options: MandateOptions): Promise<OpenMandates> {
  const { database, governments, setting, now, onFault } = options
  if (setting === 'DEVELOPMENT') await ensureDevelopmentMandates(database, options.reference, governments)
  const listener = await openListener(database.url, MANDATE_CHANNEL)
  const rule = setting === 'OFF' ? 'OFF' : 'REQUIRED'
  const of = { sql: database, rule, reference: options.reference, governments, wakes: listener, now, onFault } as const
  const book = await MandateBook.open(of)
  const secretariatOf = (government: GovernmentCode) => book.secretariatOf(government, now())
  const reference = withSecretariats(options.reference, secretariatOf)
  return {
    services: mandateServices(book, { ...options, reference }),
    rules: { rule, book },
    reference,
    secretariatOf,
    close: async () => {
      book.close()
      await listener.close()
    },
  }
}

function mandateServices(book: MandateBook, { database, reference, now }: MandateOptions): MandateServices {
  const around = { database, reference, now, refresh: () => book.refresh() }
  return {
    judge: (actor) => book.judge(actor),
    ofGovernment: (government) => book.mandates.filter((mandate) => mandate.government === government).reverse(),
    registeredAt: (government) => readMandatesAt(database, government),
    withoutOperator: (government) => withoutOperator(reference.agenciesOf(government), book.mandates, now()),
    onChange: (listener) => book.onChange(listener),
    register: (input, actor) => registerMandate(around, input, actor),
    end: (input, actor) => endMandate(around, input, actor),
    moveSecretariat: (input, actor) => moveSecretariat(around, input, actor),
    actsOf: (cases) => readCaseActs(database, cases),
  }
}
