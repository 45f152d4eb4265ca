import { describe, expect, it } from 'vitest'
import { createFakeClock } from './fake-clock.ts'

describe('the fake clock', () => {
  it('stands still until it is moved', async () => {
    const clock = createFakeClock({ start: 1000 })
    await clock.advance(250)
    expect([clock.now(), clock.monotonic()]).toEqual([1250, 250])
  })

  it('wakes sleepers in the order of their time, at their time', async () => {
    const clock = createFakeClock()
    const woken: string[] = []
    const sleeper = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms)
      woken.push(`${name} at ${clock.monotonic()}`)
    }
    const all = Promise.all([sleeper('late', 30), sleeper('early', 10), sleeper('last', 100)])
    await clock.advance(50)
    expect(woken).toEqual(['early at 10', 'late at 30'])
    expect(clock.sleepers).toBe(1)
    await clock.advance(50)
    await all
  })

  it('runs who sleeps again within the same advance', async () => {
    const clock = createFakeClock()
    const times: number[] = []
    const ticking = (async () => {
      for (let tick = 0; tick < 3; tick += 1) {
        await clock.sleep(10)
        times.push(clock.monotonic())
      }
    })()
    await clock.advance(35)
    await ticking
    expect(times).toEqual([10, 20, 30])
  })

  it('lets the wall clock jump without waking anybody', async () => {
    const clock = createFakeClock({ start: 1000 })
    const abort = new AbortController()
    const asleep = clock.sleep(10, abort.signal)
    clock.jump(-500)
    expect([clock.now(), clock.monotonic(), clock.sleepers]).toEqual([500, 0, 1])
    abort.abort(new Error('enough'))
    await expect(asleep).rejects.toThrow('enough')
    expect(clock.sleepers).toBe(0)
    await expect(clock.sleep(10, abort.signal)).rejects.toThrow('enough')
  })
})
