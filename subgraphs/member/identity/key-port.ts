/** A complaint's data key as it is stored: encrypted under the master key with this id. */
export interface WrappedKey {
  readonly keyId: string
  readonly bytes: Uint8Array
}

/**
 * Keeps master keys, and nothing else: it encrypts (wraps) and decrypts (unwraps) the data keys of complaints, and
 * never sees what they protect. A key that was wrapped for one complaint cannot be unwrapped for another.
 */
export interface KeyPort {
  /** The id of the master key that new data keys are wrapped with. */
  currentKeyId(): Promise<string>
  /** Wraps 32 bytes under the current master key. Throws `KeysUnavailable`. */
  wrap(complaint: string, dataKey: Uint8Array): Promise<WrappedKey>
  /** Throws `KeysUnavailable` where the master key is not known, or the bytes were changed or belong elsewhere. */
  unwrap(complaint: string, wrapped: WrappedKey): Promise<Uint8Array>
}

/** The master key cannot be used: the message is one sentence for whoever operates the server, without secrets. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}
