import { constants } from 'node:os'
import { AutopackError, type CommandOutcome } from '@autopack/contracts'
import { commandRan } from './isolation/bubblewrap.ts'
import type { Containment } from './isolation/containment.ts'
import type { Ended } from './processes/supervise.ts'

/** Says of an ended process what the port says: wrappers report a signal as exit code 128 + its number. */
export function commandOutcome(ended: Ended, executable: string, containment: Containment): CommandOutcome {
  if (ended.kind === 'unstartable') return unstartable(ended.error, executable)
  const { trace } = ended
  if (ended.by === 'timeout') return { kind: 'timed-out', ...trace }
  if (ended.by === 'abort') return { kind: 'aborted', ...trace }
  const signal = ended.signal ?? (containment.kind === 'process-group' ? null : signalOf(ended.exitCode))
  if (containment.kind === 'bubblewrap' && ended.signal === null && !commandRan(ended.status)) return notContained(trace.stderr, executable)
  if (signal !== null) return { kind: 'signalled', signal, ...trace }
  return { kind: 'exited', exitCode: ended.exitCode ?? 1, ...trace }
}

function signalOf(exitCode: number | null): string | null {
  const number = (exitCode ?? 0) - 128
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? null
}

function notContained(stderr: string, executable: string): CommandOutcome {
  if (stderr.startsWith('bwrap: execvp')) return missing(executable, `the system says ${stderr.split(': ').at(-1)?.trim() ?? 'nothing more'}. Install it or the loader it names, or correct the path. What a script or link of the command’s own folders names outside of the system is shown only where the PATH has its folder.`)
  return { kind: 'denied', message: `The sandbox could not be set up, and nothing was run without it: ${stderr.trim()}. Correct the folder or program it names, or the host’s limits on namespaces.` }
}

const codes: Readonly<Record<string, (executable: string) => CommandOutcome>> = {
  E2BIG: (executable) => ({ kind: 'denied', message: `The arguments of ${executable} are longer than this system allows: pass them in a file.` }),
  ENOENT: (executable) => missing(executable, 'it or the loader it names does not exist: install it or correct the path.'),
  EACCES: (executable) => missing(executable, 'this user may not run it: correct its mode and that of its folders.'),
  ENOEXEC: (executable) => missing(executable, 'it is no program of this system: give it a first line with its interpreter, or build it for this machine.'),
}

function missing(executable: string, why: string): CommandOutcome {
  return { kind: 'not-found', executable, message: `${executable} cannot be run: ${why}` }
}

function unstartable(error: Error, executable: string): CommandOutcome {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const explain = codes[code]
  if (explain) return explain(executable)
  throw new AutopackError({
    code: 'AUTOPACK_SPAWN_FAILED',
    message: `This host could not start ${executable} (${error.message}). It is out of processes, descriptors or memory: free some, then resume.`,
    details: { executable, code },
    cause: error,
  })
}
