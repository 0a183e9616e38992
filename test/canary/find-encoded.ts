/** The forms in which a text may stand in bytes; each is looked for as it is, and in both cases where that differs. */
export function formsOf(text: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(text, 'utf8')
  const utf16 = Buffer.from(text, 'utf16le')
  const json = JSON.stringify(text).slice(1, -1)
  const forms: [string, Buffer][] = [
    ['as it is', bytes],
    ['in lower case', Buffer.from(text.toLowerCase())],
    ['in upper case', Buffer.from(text.toUpperCase())],
    ['JSON', Buffer.from(json)],
    ['URL', Buffer.from(encodeURIComponent(text))],
    ['form', Buffer.from(new URLSearchParams({ t: text }).toString().slice(2))],
    ['hex', Buffer.from(bytes.toString('hex'))],
    ['HEX', Buffer.from(bytes.toString('hex').toUpperCase())],
    ['UTF-16 LE', utf16],
    ['UTF-16 BE', Buffer.from(utf16).swap16()],
    ['backwards', Buffer.from([...text].reverse().join(''))],
    ...[0, 1, 2].flatMap((shift): [string, Buffer][] => {
      const core = base64Core(bytes, shift)
      const urlCore = core.replaceAll('+', '-').replaceAll('/', '_')
      return [
        [`base64 after ${shift} bytes`, Buffer.from(core)],
        [`base64url after ${shift} bytes`, Buffer.from(urlCore)],
      ]
    }),
  ]
  return new Map(forms)
}

/** The characters of base64 that depend on the text alone when `shift` bytes stand before it. */
function base64Core(bytes: Buffer, shift: number): string {
  const all = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const first = Math.ceil((shift * 8) / 6)
  const last = Math.floor(((shift + bytes.length) * 8) / 6)
  return all.slice(first, last)
}

/** In which forms a text stands in the bytes. */
export function formsFound(bytes: Buffer, text: string): readonly string[] {
  return [...formsOf(text)].flatMap(([name, form]) => (bytes.includes(form) ? [name] : []))
}
