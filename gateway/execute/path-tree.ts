import type { ErrorPath } from './member-answer.ts'

interface Branch {
  end: boolean
  readonly next: Map<string | number, Branch>
}

/** A set of paths that tells whether one of them lies on the way to another, or beyond it. */
export class PathTree {
  readonly #root: Branch = { end: false, next: new Map() }

  constructor(paths: readonly ErrorPath[]) {
    for (const path of paths) this.add(path)
  }

  add(path: ErrorPath): void {
    let branch = this.#root
    for (const step of path) {
      let next = branch.next.get(step)
      if (!next) {
        next = { end: false, next: new Map() }
        branch.next.set(step, next)
      }
      branch = next
    }
    branch.end = true
  }

  /** Whether a path of the set is this one, leads to it, or begins with it. */
  meets(path: ErrorPath): boolean {
    let branch: Branch | undefined = this.#root
    for (const step of path) {
      if (branch.end) return true
      branch = branch.next.get(step)
      if (!branch) return false
    }
    return true
  }
}
