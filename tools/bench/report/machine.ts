import { execFileSync } from 'node:child_process'
import { existsSync, statfsSync } from 'node:fs'
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
    loadBefore: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  }
}

const diskTypes: Readonly<Record<number, string>> = { 0xef53: 'ext4', 0x58465342: 'xfs', 0x9123683e: 'btrfs', 0x01021994: 'tmpfs', 0x794c7630: 'overlay' }
