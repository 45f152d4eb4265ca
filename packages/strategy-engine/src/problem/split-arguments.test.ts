import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitArguments } from './split-arguments.ts'

describe('a command line is split', () => {
  test.each([
    ['npm test', ['npm', 'test']],
    ['  npm   run  lint ', ['npm', 'run', 'lint']],
    ['pytest -k "a b"', ['pytest', '-k', 'a b']],
    [`node -e 'console.log("x")'`, ['node', '-e', 'console.log("x")']],
    ['a\\ b c', ['a b', 'c']],
    ['x ""', ['x', '']],
    ['a"b c"d', ['ab cd']],
    ['say "an \\"inner\\" quote"', ['say', 'an "inner" quote']],
    ['make CC=gcc', ['make', 'CC=gcc']],
  ])('%s', (line, argv) => {
    expect(splitArguments(line)).toEqual({ kind: 'arguments', argv })
  })

  test('quoting any words and splitting them gives the words back', () => {
    const words = fc.array(fc.string({ unit: 'grapheme' }).filter((word) => !word.includes("'")), { minLength: 1 })
    fc.assert(
      fc.property(words, (argv) => {
        expect(splitArguments(argv.map((word) => `'${word}'`).join(' '))).toEqual({ kind: 'arguments', argv })
      }),
    )
  })
})

describe('what only a shell understands is named', () => {
  test.each([
    ['npm test && npm run lint', '&&'],
    ['npm test | tee log', '|'],
    ['npm test > log', '>'],
    ['echo $HOME', '$HOME'],
    ['echo "$HOME"', '$HOME'],
    ['echo $(date)', '$('],
    ['rm *.log', '*'],
    ['CI=1 npm test', 'CI='],
  ])('%s', (line, sign) => {
    expect(splitArguments(line)).toEqual({ kind: 'shell', sign })
  })

  test('a quote without its end', () => {
    expect(splitArguments('echo "a')).toEqual({ kind: 'unfinished', quote: '"' })
  })
})
