import { expect, test } from 'vitest'
import { span } from '../terminal/span.ts'
import { fitLine } from './fit-line.ts'

test('a line that fits stays as it is', () => {
  const line = ['  ', span('good', 'good'), ' news']
  expect(fitLine(line, 11, '…')).toEqual(line)
})

test('a longer one is cut inside the piece that goes too far, with the mark of the cut, and keeps its tones', () => {
  expect(fitLine(['  ', span('a long word', 'bad'), ' and more'], 8, '…')).toEqual(['  ', span('a lon…', 'bad')])
})
