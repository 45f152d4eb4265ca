import { expect, test } from 'vitest'
import { createProcessTable, readProcessList } from './process-table.ts'

test('what ps prints is read: a process id and the variable anywhere after it', () => {
  const text = '  101 /bin/sh -c x PATH=/bin AUTOPACK_MARKER=run:1:build HOME=/x\n    7 other AUTOPACK_MARKER=elsewhere:1\n   12 grep AUTOPACK_MARKER\n'
  expect(readProcessList(text, 'AUTOPACK_MARKER', (value) => value.startsWith('run:'))).toEqual([{ pid: 101, program: null }])
})

test('neither this process nor its ancestors are ever found', () => {
  const ids = createProcessTable('linux').find('PATH', () => true).map(({ pid }) => pid)
  expect([ids.includes(process.pid), ids.includes(process.ppid)]).toEqual([false, false])
})
