import { findFreePort, isPortFree } from './ports.ts'

/** The ports of the network: the gateway's, each member's by its name, and the development issuer's where it is started. */
export interface Ports {
  readonly gateway: number
  readonly issuer: number | undefined
  readonly members: ReadonlyMap<string, number>
}

export interface PortWishes {
  /** 0 lets the system choose, for the members too. */
  readonly gatewayPort: number
  /** By member name; members that are not named follow the gateway's port in order. */
  readonly memberPorts?: ReadonlyMap<string, number>
  /** Where the development issuer listens; without it none is started. 0 lets the system choose. */
  readonly issuerPort?: number
}

/** Chooses the ports and makes sure that they are free. Throws one sentence that names the first that is not. */
export async function choosePorts(memberNames: readonly string[], wishes: PortWishes): Promise<Ports> {
  const { gatewayPort, memberPorts = new Map<string, number>(), issuerPort } = wishes
  const anotherPort = differentPorts()
  const gateway = gatewayPort === 0 ? await anotherPort() : gatewayPort
  const members = new Map<string, number>()
  for (const [index, name] of memberNames.entries()) {
    const following = gatewayPort === 0 ? await anotherPort() : gateway + 1 + index
    members.set(name, memberPorts.get(name) ?? following)
  }
  const issuer = issuerPort === 0 ? await anotherPort() : issuerPort
  if (issuer !== undefined && !(await isPortFree(issuer))) {
    throw new Error(inUse(issuer, 'the development issuer', memberSetting('PORT', 'issuer')))
  }
  if (!(await isPortFree(gateway))) throw new Error(inUse(gateway, 'the gateway', 'PORT'))
  for (const [name, port] of members) {
    if (!(await isPortFree(port))) throw new Error(inUse(port, `the member ${name}`, memberSetting('PORT', name)))
  }
  return { gateway, members, issuer }
}

/** Gives free ports, none of them twice: nobody listens on them yet. */
function differentPorts(): () => Promise<number> {
  const given = new Set<number>()
  return async () => {
    for (;;) {
      const port = await findFreePort()
      if (given.has(port)) continue
      given.add(port)
      return port
    }
  }
}

/** `LAWANG_PORT_KUTAI_TIMUR`: the setting of one member. */
export function memberSetting(setting: string, memberName: string): string {
  return `LAWANG_${setting}_${memberName.replaceAll('-', '_').toUpperCase()}`
}

function inUse(port: number, owner: string, setting: string): string {
  return (
    `Port ${port}, meant for ${owner}, is in use by another program. ` +
    `Choose another with ${setting}, for example ${setting}=${port < 60_000 ? port + 100 : port - 100} npm start.`
  )
}
