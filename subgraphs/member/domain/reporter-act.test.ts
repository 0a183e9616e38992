import { describe, expect, test } from 'vitest'
import { type KnownAtDoor, type ReporterCommand, readReporterAct } from './reporter-act.ts'
import { COMPLAINT } from './testing/samples.ts'

type Said = Omit<ReporterCommand, 'complaint'> & { readonly type: ReporterCommand['type'] }

// What belongs to each type is what the tests below write.
const read = (said: Said, status: KnownAtDoor['status'], timeline?: KnownAtDoor['timeline']) =>
  readReporterAct({ complaint: COMPLAINT, ...said } as ReporterCommand, { status, timeline })
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const say = (fields: object) => fields as Said

describe('at the door', () => {
  test('a reply says something, or whether the reporter is satisfied', () => {
    expect(read(say({ type: 'reply', satisfied: true }), 'ANSWERED')).toEqual({
      act: { kind: 'REPLY', satisfied: true },
    })
    expect(read(say({ type: 'reply', body: ' Di Jalan Diponegoro. ' }), 'VERIFIED')).toEqual({
      act: { kind: 'REPLY' },
      text: 'Di Jalan Diponegoro.',
    })
    expect(() => read(say({ type: 'reply', body: ' ' }), 'ANSWERED')).toThrow(refusal('EMPTY_BODY'))
  })

  test('nobody is satisfied before there is an answer', () => {
    expect(() => read(say({ type: 'reply', satisfied: true }), 'IN_PROGRESS')).toThrow(
      refusal('WRONG_COMPLAINT_STATUS'),
    )
  })

  test('who says after the closing that it is not done takes it up again', () => {
    const reply = say({ type: 'reply', satisfied: false, body: 'Belum selesai' })
    expect(read(reply, 'CLOSED')).toEqual({ act: { kind: 'REOPEN' }, text: 'Belum selesai' })
    expect(() => read(say({ type: 'reply', body: 'Terima kasih' }), 'CLOSED')).toThrow(
      refusal('WRONG_COMPLAINT_STATUS'),
    )
  })

  test.each([
    ['withdrawn', { type: 'withdraw' }, 'CLOSED', 'WRONG_COMPLAINT_STATUS'],
    ['reopened', { type: 'reopen', reason: 'Belum.' }, 'IN_PROGRESS', 'WRONG_COMPLAINT_STATUS'],
    ['reopened without a reason', { type: 'reopen', reason: '' }, 'CLOSED', 'EMPTY_REASON'],
    ['rated before the answer', { type: 'rate', satisfaction: 5 }, 'IN_PROGRESS', 'WRONG_COMPLAINT_STATUS'],
    ['rated with six', { type: 'rate', satisfaction: 6 }, 'CLOSED', 'BAD_USER_INPUT'],
    ['rated with a half', { type: 'rate', satisfaction: 2.5 }, 'CLOSED', 'BAD_USER_INPUT'],
    ['consented to', { type: 'consentToExtension', granted: true }, 'IN_PROGRESS', 'NO_CONSENT_ASKED'],
    ['given to the Ombudsman', { type: 'consentToOmbudsman', granted: true }, 'IN_PROGRESS', 'NO_CONSENT_ASKED'],
  ] as const)('what is in vain cannot be %s', (_what, command, status, code) => {
    expect(() => read(say(command), status)).toThrow(refusal(code))
  })
})
