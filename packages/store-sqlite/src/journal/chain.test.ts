import { describe, expect, it } from 'vitest'
import { GENESIS, link } from './chain.ts'

describe('the stored text of an event', () => {
  // journals of released versions hold these very bytes: this expectation may never change
  it('is canonical and its hash does not change', () => {
    const event = link(GENESIS, { run: 'run-1', seq: 1, epoch: 1, at: 1_700_000_000_000 }, { type: 'run-adopt', data: { owner: 'Grüße', epoch: 1 } })
    expect(event.text).toBe('{"at":1700000000000,"data":{"epoch":1,"owner":"Grüße"},"epoch":1,"run":"run-1","seq":1,"type":"run-adopt","version":1}')
    expect(event.hash).toBe('de8b044fb0dd4c87867379e89485f23b6cfb2dcd827d7298fd3dd471d393c023')
  })
})
