/** One value of DER (X.690): its tag, its length, its content of less than 65,536 bytes. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}

/** A SEQUENCE of values. */
export const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content)

/** An OCTET STRING. */
export const octets = (content: Uint8Array): Buffer => der(0x04, content)

/** An OBJECT IDENTIFIER by the hex of its encoded content. */
export const identifier = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
