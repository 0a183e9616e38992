/** Looks for harmful software in a file. */
export interface ScannerPort {
  /** Whether nothing was found. Throws `ScannerUnavailable`: what could not be looked through is not taken. */
  isClean(bytes: Uint8Array): Promise<boolean>
}

export class ScannerUnavailable extends Error {
  override readonly name = 'ScannerUnavailable'
}

/** The text by which every scanner can be tried without harm, in two parts so that this file is none. */
const EICAR = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''))

/** Knows the test file only: what a member without a scanner has. */
export const testFileScanner: ScannerPort = {
  isClean: async (bytes) => !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(EICAR),
}

/** Clean is what all of them find clean. */
export function scannersInTurn(...scanners: readonly ScannerPort[]): ScannerPort {
  return {
    async isClean(bytes) {
      for (const scanner of scanners) if (!(await scanner.isClean(bytes))) return false
      return true
    },
  }
}
