import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import type { Gate } from './gate.ts'

/** A gate that is another program: its fault is what it printed when it ended with anything but 0. */
export function commandGate(name: string, program: string, args: readonly string[]): Gate {
  return {
    name,
    check: async (root) => {
      const { code, output } = await run(root, program, args)
      return code === 0 ? [] : [output.trim() || `${program} ended with ${code}`]
    },
  }
}

function run(root: string, program: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env: withPrograms(root), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** The environment in which the programs that npm brought come first, and telephone nobody. */
export function withPrograms(root: string): NodeJS.ProcessEnv {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter)
  return { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
}
