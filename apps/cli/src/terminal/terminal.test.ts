import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChannel } from './channel.ts'
import { columns } from './columns.ts'
import { jsonLine, neutralise } from './neutralise.ts'
import { createPainter, wantsColour } from './painter.ts'
import { shorten } from './shorten.ts'
import { span } from './span.ts'
import { symbolsFor } from './symbols.ts'

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

describe('text from elsewhere', () => {
  it('loses its colours and shows what would have moved the cursor', () => {
    expect(neutralise('\u001b[31mred\u001b[0m\u001b[2J \u0007\r\nnext\rover\u202etxt')).toBe('red \\u0007\nnext\\u000dover\\u202etxt')
  })

  it('never holds a control character, whatever it was', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !control.test(neutralise(text))))
  })

  it('stays the same value in JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = jsonLine({ text })
        expect(JSON.parse(line)).toEqual({ text })
        expect(line.trimEnd()).not.toMatch(control)
      }),
    )
  })

  it('is cut between whole characters, with a mark', () => {
    expect(shorten('a short one', 20, '…')).toBe('a short one')
    expect(shorten('a somewhat longer one', 10, '…')).toBe('a somewha…')
    expect(shorten('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 2, '…')).toBe('👩‍👩‍👧‍👦…')
    expect(shorten('first\nsecond', 20, '…')).toBe('first…')
  })
})

describe('a channel', () => {
  class Pipe extends EventEmitter {
    readonly written: string[] = []
    write(text: string): boolean {
      this.written.push(text)
      return true
    }
  }

  it('drops what is written after its reader has left, and says once that it did', () => {
    const pipe = new Pipe()
    let left = 0
    const channel = createChannel(pipe, () => (left += 1))
    channel.write('one')
    pipe.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }))
    pipe.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }))
    channel.write('two')
    expect(pipe.written).toEqual(['one'])
    expect([left, channel.closed]).toEqual([1, true])
  })

  it('is 120 columns wide where it has no width', () => {
    expect([createChannel(new Pipe(), () => {}).columns, createChannel(Object.assign(new Pipe(), { columns: 0 }), () => {}).columns, createChannel(Object.assign(new Pipe(), { columns: 80 }), () => {}).columns]).toEqual([120, 120, 80])
  })

  it('tells of any other error, and drops what comes after it', () => {
    const pipe = new Pipe()
    const told: (Error | null)[] = []
    const channel = createChannel(pipe, (error) => told.push(error))
    pipe.emit('error', Object.assign(new Error('no space'), { code: 'ENOSPC' }))
    channel.write('more')
    expect([told.map((error) => error?.message), pipe.written]).toEqual([['no space'], []])
  })
})

describe('colour and marks', () => {
  const channel = { write: () => {}, isTerminal: true, columns: 80, closed: false }

  it('are for a terminal, where nobody asked for none', () => {
    expect(wantsColour(channel, {})).toBe(true)
    expect(wantsColour({ ...channel, isTerminal: false }, {})).toBe(false)
    expect(wantsColour(channel, { NO_COLOR: '1' })).toBe(false)
    expect(wantsColour(channel, { TERM: 'dumb' })).toBe(false)
  })

  it('wrap the text, never what is in it', () => {
    const written: string[] = []
    createPainter({ ...channel, write: (text) => written.push(text) }, true).print([[span('good\u001b[31m', 'good'), ' rest']])
    expect(written.join('')).toBe('\u001b[32mgood\u001b[39m rest\n')
  })

  it('are plain where the locale is', () => {
    expect(symbolsFor({ LANG: 'de_DE.UTF-8' }).good).toBe('✔')
    expect(symbolsFor({ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }).good).toBe('+')
    expect(symbolsFor({}).good).toBe('+')
  })
})

describe('columns', () => {
  const text = (lines: readonly (readonly unknown[])[]): readonly string[] => lines.map((line) => line.map((piece) => (typeof piece === 'string' ? piece : (piece as { text: string }).text)).join('').trimEnd())

  it('are as wide as their widest cell, and gone where all are empty', () => {
    expect(text(columns([['a', '', '10', 'x'], ['long', '', '5', span('yy', 'bad')]], { right: [2] }))).toEqual(['a     10  x', 'long   5  yy'])
  })
})
