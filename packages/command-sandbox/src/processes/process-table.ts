import { execFileSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, readSync, readdirSync, readlinkSync } from 'node:fs'

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
      const value = valueOf(pid, variable)
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

/** A NUL, and then as much of an environment as is looked at. */
const scratch = Buffer.alloc(1 << 20)

/** Null where the variable is not set, and where the process is gone, a zombie or another user's. */
function valueOf(pid: number, variable: string): string | null {
  const text = scratch.subarray(0, 1 + readEnvironment(pid))
  const start = text.indexOf(`\0${variable}=`)
  if (start === -1) return null
  const value = start + variable.length + 2
  const end = text.indexOf(0, value)
  return text.toString('utf8', value, end === -1 ? text.length : end)
}

/** Reads in one call, because every process of the host is looked at after every command; returns the length. */
function readEnvironment(pid: number): number {
  try {
    const descriptor = openSync(`/proc/${pid}/environ`, 'r')
    try {
      return readSync(descriptor, scratch, 1, scratch.length - 1, 0)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return 0
  }
}

function programOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`)
  } catch {
    return null
  }
}

/** This process and its ancestors. */
function lineage(): ReadonlySet<number> {
  const own = new Set<number>()
  for (let pid = process.pid; pid > 0 && !own.has(pid); pid = parentOf(pid)) own.add(pid)
  return own
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0)
  } catch {
    return 0
  }
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
