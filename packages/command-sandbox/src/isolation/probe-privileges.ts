import { findExecutable } from '../executable/find-executable.ts'
import type { ProbeHost } from './probe-host.ts'
import { tryCommand } from './try-command.ts'

/** Finds the prefix under which a command cannot gain privileges; empty, with the reason, where the host has none. */
export async function probePrivileges(host: ProbeHost): Promise<{ readonly prefix: readonly string[]; readonly reasons: readonly string[] }> {
  const setpriv = findExecutable('setpriv', '/', host.path)
  const grep = findExecutable('grep', '/', host.path)
  if (setpriv.kind === 'missing' || grep.kind === 'missing') return { prefix: [], reasons: [missing] }
  const { code } = await tryCommand({ argv: [setpriv.path, '--no-new-privs', '--', grep.path, '-q', '^NoNewPrivs:.1', '/proc/self/status'], env: {}, inputs: [] })
  return code === 0 ? { prefix: [setpriv.path, '--no-new-privs', '--'], reasons: [] } : { prefix: [], reasons: [missing] }
}

const missing = 'Commands could gain privileges through setuid programs: install util-linux (setpriv).'
