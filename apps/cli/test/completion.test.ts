import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { autopack } from './shell.ts'

async function scriptOf(shell: string): Promise<string> {
  const { stdout, code } = await autopack(['completion', shell], { cwd: tmpdir() })
  expect(code).toBe(0)
  return stdout
}

/** What bash offers after these words, the last one being typed. */
function offered(script: string, ...words: readonly string[]): readonly string[] {
  const program = `${script}\nCOMP_WORDS=(${['autopack', ...words].map((word) => `'${word}'`).join(' ')})\nCOMP_CWORD=${words.length}\n_autopack\nprintf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['--norc', '-c', program], { encoding: 'utf8', cwd: '/' }).trim().split('\n')
}

describe('completion', () => {
  it('offers commands, then what each of them takes, in bash', async () => {
    const script = await scriptOf('bash')
    expect(offered(script, 're')).toEqual(expect.arrayContaining(['resume', 'retry', 'reject']))
    expect(offered(script, 'config', '')).toEqual(expect.arrayContaining(['validate', 'schema', 'explain']))
    expect(offered(script, 'config', 'schema', 'p')).toEqual(['plan', 'project-config', 'pricing', 'policy'])
    expect(offered(script, 'runs', '--j')).toEqual(['--json'])
    expect(offered(script, 'run', '--max')).toEqual(['--max-usd', '--max-tokens'])
  })

  it('names every command in zsh and fish', async () => {
    const [zsh, fish] = [await scriptOf('zsh'), await scriptOf('fish')]
    expect(zsh).toContain('#compdef autopack')
    expect(zsh).toMatch(/"config schema"\*\) words_here="[^"]*plan project-config/)
    expect(fish).toContain("complete -c autopack -n '__fish_use_subcommand' -a promote")
    expect(fish).toContain("complete -c autopack -n '__fish_seen_subcommand_from run' -l dry-run")
    expect(fish).toContain("complete -c autopack -n '__fish_seen_subcommand_from config; and not __fish_seen_subcommand_from validate schema explain' -a validate")
  })
})
