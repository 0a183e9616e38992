import type { MemberEntry } from '@lawang/schema/network'
import { watchText } from '@lawang/trust/registry/watched-file'
import type { Supergraph } from '../plan/supergraph.ts'

/** What the gateway serves: a supergraph and, but for a plain gateway, the members behind it. */
export interface Graph {
  readonly supergraph: Supergraph
  readonly members: readonly MemberEntry[] | undefined
}

export interface GraphFiles {
  readonly supergraphFile: string
  readonly membersFile: string | undefined
  /** Reads a file's text. Throws with one sentence when it is wrong. */
  readonly readSupergraph: (text: string) => Supergraph
  readonly readMembers: (text: string) => readonly MemberEntry[]
  /** Throws with one sentence when the two do not fit each other. */
  readonly check: (graph: Graph) => void
  /** How often the files are looked at; each second by default. */
  readonly intervalMs?: number
}

/** Told of each graph that takes the place of the one before, and of files that cannot be used. */
export interface GraphListener {
  readonly changed: (graph: Graph) => void
  /** The graph before stays. */
  readonly refused: (file: string, fault: unknown) => void
}

/** Follows the files of a graph that was read from them. Returns what ends it. */
export function followGraph(first: Graph, files: GraphFiles, listener: GraphListener): () => void {
  let graph = first
  const take = (file: string, read: () => Partial<Graph>) => {
    try {
      const next = { ...graph, ...read() }
      files.check(next)
      graph = next
      listener.changed(next)
    } catch (fault) {
      listener.refused(file, fault)
    }
  }
  const { supergraphFile, membersFile, readSupergraph, readMembers, intervalMs } = files
  const ends = [
    watchText(supergraphFile, (text) => take(supergraphFile, () => ({ supergraph: readSupergraph(text) })), intervalMs),
  ]
  if (membersFile !== undefined) {
    ends.push(watchText(membersFile, (text) => take(membersFile, () => ({ members: readMembers(text) })), intervalMs))
  }
  return () => {
    for (const end of ends) end()
  }
}
