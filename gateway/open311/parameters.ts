/** What a request of the façade carries, in its query or as a form. */
export interface Parameters {
  /** Undefined where it is missing or blank; the first one where it stands several times. */
  text(name: string): string | undefined
  /** Values with commas between. */
  list(name: string): readonly string[]
  /** `attribute[CODE]=value`: by code. */
  attributes(): ReadonlyMap<string, string>
}

export function readParameters(sent: URLSearchParams): Parameters {
  const text = (name: string): string | undefined => {
    const value = sent.get(name)?.trim()
    return value === '' ? undefined : value
  }
  return {
    text,
    list: (name) =>
      (text(name) ?? '')
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== ''),
    attributes: () => {
      const found = new Map<string, string>()
      for (const [name, value] of sent) {
        const code = /^attribute\[([^\]]+)\](\[\])?$/.exec(name)?.[1]
        if (code !== undefined && value.trim() !== '') found.set(code, value.trim())
      }
      return found
    },
  }
}
