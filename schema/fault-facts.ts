/** What a log may say of an error; pino's serializers give this form. */
export type FaultFacts = {
  readonly type: string
  readonly message: ''
  readonly stack: string
  readonly code?: string
}

/** An error without its text, which can carry what people wrote: its name, its code, and the frames of its stack. */
export function faultFacts(fault: unknown): FaultFacts {
  if (!(fault instanceof Error)) return { type: typeof fault, message: '', stack: '' }
  const frames = (fault.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in fault && typeof fault.code === 'string' ? { code: fault.code } : {}
  return { type: fault.name, message: '', stack: frames.join('\n'), ...code }
}
