import { connect } from 'node:net'
import { type ScannerPort, ScannerUnavailable } from './scanner.ts'

const CHUNK = 64 * 1024
const LONGEST_ANSWER = 4_096

/** A ClamAV daemon, asked by its INSTREAM command over TCP. `timeoutMs` is for the whole of one file. */
export function clamdScanner(options: {
  readonly host: string
  readonly port: number
  readonly timeoutMs: number
}): ScannerPort {
  return {
    async isClean(bytes) {
      const answer = await ask(options, bytes)
      if (answer === 'stream: OK') return true
      if (answer.endsWith(' FOUND')) return false
      throw new ScannerUnavailable('The scanner gives no answer that can be understood.')
    },
  }
}

function ask(
  { host, port, timeoutMs }: { readonly host: string; readonly port: number; readonly timeoutMs: number },
  bytes: Uint8Array,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host)
    const fail = () => {
      socket.destroy()
      reject(new ScannerUnavailable('The scanner does not answer.'))
    }
    const timer = setTimeout(fail, timeoutMs)
    let answer = ''
    socket.once('connect', () => {
      socket.write('zINSTREAM\0')
      for (let at = 0; at < bytes.length; at += CHUNK) {
        const part = bytes.subarray(at, at + CHUNK)
        const length = Buffer.alloc(4)
        length.writeUInt32BE(part.length)
        socket.write(length)
        socket.write(part)
      }
      socket.write(Buffer.alloc(4))
    })
    socket.on('data', (data) => {
      answer += data.toString('latin1')
      if (answer.length > LONGEST_ANSWER) fail()
      if (!answer.includes('\0')) return
      clearTimeout(timer)
      socket.destroy()
      resolve(answer.slice(0, answer.indexOf('\0')))
    })
    socket.once('error', fail)
    socket.once('end', fail)
    socket.once('close', () => clearTimeout(timer))
  })
}
