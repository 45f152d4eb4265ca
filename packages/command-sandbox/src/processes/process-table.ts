import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/** A living process that carries one of our variables in its environment. */
export interface MarkedProcess {
  readonly pid: number
  /** Real path of its program; null where the host does not say. */
  readonly program: string | null
}

/** The host's processes as far as this user may see them. */
export interface ProcessTable {
  /** Processes whose environment has `variable` with a value the test accepts; this process and its ancestors never. */
  find(variable: string, accepts: (value: string) => boolean): readonly MarkedProcess[]
}

export function createProcessTable(platform: NodeJS.Platform): ProcessTable {
  return platform === 'linux' ? procTable : psTable
}

const procTable: ProcessTable = {
  find(variable, accepts) {
    const found = processIds().flatMap((pid) => {
      const value = valueOf(read(`/proc/${pid}/environ`), variable)
      return value !== null && accepts(value) ? [{ pid, program: programOf(pid) }] : []
    })
    if (found.length === 0) return []
    const own = lineage()
    return found.filter(({ pid }) => !own.has(pid))
  },
}

function processIds(): readonly number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
}

/** Empty where the process is gone, a zombie or another user's. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function programOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`)
  } catch {
    return null
  }
}

function valueOf(environment: string, variable: string): string | null {
  const start = `\0${environment}`.indexOf(`\0${variable}=`)
  if (start === -1) return null
  const end = environment.indexOf('\0', start)
  return environment.slice(start + variable.length + 1, end === -1 ? undefined : end)
}

/** This process and its ancestors. */
function lineage(): ReadonlySet<number> {
  const own = new Set<number>()
  for (let pid = process.pid; pid > 0 && !own.has(pid); pid = parentOf(pid)) own.add(pid)
  return own
}

function parentOf(pid: number): number {
  return Number(/^PPid:\t(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
}

/** macOS has no /proc; its `ps -E` prints the environment after the arguments. */
const psTable: ProcessTable = {
  find(variable, accepts) {
    const text = execFileSync('/bin/ps', ['-A', '-ww', '-E', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 64 << 20 })
    return readProcessList(text, variable, accepts).filter(({ pid }) => pid !== process.pid && pid !== process.ppid)
  },
}

/** Reads lines of `pid command VARIABLE=value …`, as `ps` prints them. */
export function readProcessList(text: string, variable: string, accepts: (value: string) => boolean): readonly MarkedProcess[] {
  const pattern = new RegExp(`^\\s*(\\d+)\\s.*\\s${variable}=(\\S*)`)
  return text.split('\n').flatMap((line) => {
    const match = pattern.exec(line)
    return match && accepts(match[2] ?? '') ? [{ pid: Number(match[1]), program: null }] : []
  })
}
