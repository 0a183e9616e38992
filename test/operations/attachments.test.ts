import { jpeg } from '@lawang/member/attachments/testing/samples'
import { expect, inject, it } from 'vitest'
import { fetchClient } from './clients/fetch.ts'
import { codesOf, dataOf, ELECTRICITY, file } from './hub.ts'

const { gateway } = inject('network')
const hub = fetchClient.connect(gateway)

const REQUEST = `mutation ($input: RequestUploadInput!) { requestUpload(input: $input) { url expiresAt mostBytes } }`
const READ = `query ($id: ID!, $secret: String) { complaint(id: $id, secret: $secret) { attachments { type size url } } }`
interface Read {
  readonly complaint: { readonly attachments: readonly { readonly size: number; readonly url: string }[] }
}

it('a photo goes to the door by a link, and is read by those who may read the complaint', async () => {
  const { id, receipt } = await file(hub, { ...ELECTRICITY, confidential: true })
  const ask = async (secret: string) =>
    hub.ask<{ requestUpload: { url: string } }>({
      query: REQUEST,
      variables: { input: { complaint: id, secret, type: 'JPEG' } },
    })
  expect(codesOf(await ask('wrong'))).toEqual(['RECEIPT_NOT_RECOGNISED'])
  const { url } = dataOf(await ask(receipt.secret)).requestUpload
  expect((await fetch(url, { method: 'PUT', body: Buffer.from(jpeg()) })).status).toBe(201)

  const read = async (secret?: string) =>
    dataOf(await hub.ask<Read>({ query: READ, variables: { id, secret } })).complaint.attachments
  expect(await read()).toEqual([])
  const [photo] = await read(receipt.secret)
  expect(photo).toMatchObject({ type: 'JPEG', size: jpeg().length })
  const served = await fetch(photo?.url ?? '')
  expect(Buffer.from(await served.arrayBuffer()).equals(Buffer.from(jpeg()))).toBe(true)
})
