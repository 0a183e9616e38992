import type { HubPort } from '../exchange/hub-port.ts'
import type { Nudges } from './nudges.ts'

/** The subject by which a member is told that there may be mail for it. */
export function mailSubject(member: string): string {
  return `mail.${member}`
}

/** A hub whose wakes come as nudges: no stream is kept open for them. While nudges are away, rounds come by the clock. */
export function nudgedHub(hub: HubPort, nudges: Nudges): HubPort {
  return {
    exchange: (request, signal) => hub.exchange(request, signal),
    onWake: (member, listener) => nudges.on(mailSubject(member), () => listener()),
  }
}
