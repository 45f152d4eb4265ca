import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, statfsSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os'

/** What the numbers depend on; nothing that names the machine. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  readonly node: string
  readonly git: string
  readonly sandbox: string
  readonly temporaryDisk: string
  /** `real-time`: the benches went before whatever else the machine was doing. */
  readonly priority: 'normal' | 'real-time'
  /** Of the last minute before the benches: above the number of cores the machine was doing other work too. */
  readonly loadBefore: number
}

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    git: execFileSync('git', ['--version'], { encoding: 'utf8' }).trim().replace('git version ', ''),
    sandbox: existsSync('/usr/bin/bwrap') ? 'bubblewrap' : 'process namespace or group',
    temporaryDisk: diskTypes[statfsSync(tmpdir()).type] ?? 'another',
    priority: isRealTime() ? 'real-time' : 'normal',
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  }
}

/** The scheduling policy is the 39th word after the program's name; `chrt -r 1 npm run bench` sets it. */
function isRealTime(): boolean {
  if (!existsSync('/proc/self/stat')) return false
  const policy = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ')[38]
  return policy === '1' || policy === '2'
}

const diskTypes: Readonly<Record<number, string>> = { 0xef53: 'ext4', 0x58465342: 'xfs', 0x9123683e: 'btrfs', 0x01021994: 'tmpfs', 0x794c7630: 'overlay' }
