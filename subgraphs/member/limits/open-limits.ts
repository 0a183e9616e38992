import type { IncomingMessage } from 'node:http'
import { createPseudonyms } from '@lawang/trust/limits/pseudonyms'
import type { Actor } from '../domain/model.ts'
import type { MemberServices } from '../ports.ts'
import type { EntranceSettings } from '../settings/entrance.ts'
import { clientsOf } from './client-of.ts'
import { limitedServices } from './limited-services.ts'
import { createLimits } from './limits.ts'

/** The services as whoever has sent a request may use them. The request's signature, if it has one, was taken. */
export type LimitServices = (services: MemberServices, request: IncomingMessage, actor: Actor) => MemberServices

/** A server's limits, by its settings; they begin anew when it does. `now` is in milliseconds. */
export function openLimits({ proxies, filings }: EntranceSettings, now: () => number): LimitServices {
  const nameOf = createPseudonyms()
  const clientOf = clientsOf(proxies, nameOf, now)
  const limits = createLimits(filings, nameOf)
  return (services, request, actor) => limitedServices(services, { network: clientOf(request), actor }, limits, now)
}
