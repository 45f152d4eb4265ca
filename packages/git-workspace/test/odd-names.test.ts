import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withTrial } from './trial.ts'

test('names that are no text are captured byte for byte', () =>
  withTrial({ 'src/a.js': 'a\n' }, async ({ user, workspace, base }) => {
    const { path } = await workspace.create('one', base, { copy: [] })
    writeFileSync(Buffer.concat([Buffer.from(`${path}/src/`), Buffer.of(0xff, 0xfe)]), 'odd\n')
    const tree = await workspace.capture({ path, commit: base })
    const names = execFileSync('git', ['-C', user.root, 'ls-tree', '-r', '-z', '--name-only', tree], { stdio: 'pipe' })
    expect(names.toString('latin1')).toBe('src/a.js\0src/\u00ff\u00fe\0')
  }))
