import { AutopackError, type EventData, type Lease } from '@autopack/contracts'
import type { EngineParts } from '../parts.ts'
import { leaseMs } from '../session/lease.ts'

export interface CreateRunRequest {
  readonly run: string
  readonly created: EventData['run-create']
}

/** Writes a run's first event. Throws `AUTOPACK_RUN_EXISTS` when the name or its branch is taken. */
export async function createRun(parts: EngineParts, { run, created }: CreateRunRequest): Promise<void> {
  const found = await findRef(parts, created.branch)
  if (found !== null) throw taken(`the ${found} exists already`)
  const owner = parts.ids.next('owner')
  const lease = (await parts.journal.create(run, owner, leaseMs)) ?? (await acquireEmpty(parts, run, owner))
  if (lease === null) throw taken(`a run ${run} exists already`)
  try {
    const written = await parts.journal.append(run, lease.epoch, 0, [{ type: 'run-create', data: created }], { batchId: parts.ids.next('batch') })
    if (written.kind === 'appended') for (const event of written.events) parts.sink?.emit(run, event)
  } finally {
    await parts.journal.release(run, lease.epoch)
  }
}

/** A branch, a tag or a pin of the run's name, or below it, where its own will be: another store may have a run of that name. */
async function findRef({ repository }: Pick<EngineParts, 'repository'>, name: string): Promise<string | null> {
  const kinds = { branch: 'refs/heads/', tag: 'refs/tags/', ref: 'refs/' } as const
  const found = await Promise.all(
    Object.entries(kinds).map(async ([kind, prefix]) => {
      const [exact, below] = await Promise.all([repository.readRef(`${prefix}${name}`), repository.listRefs(`${prefix}${name}/`)])
      const ref = exact === null ? below[0]?.ref : `${prefix}${name}`
      return ref === undefined ? null : `${kind} ${ref.slice(prefix.length)}`
    }),
  )
  return found.find((ref) => ref !== null) ?? null
}

/** A process that died between naming a run and writing its first event has left a name, and nothing that anyone could miss. */
async function acquireEmpty({ journal }: Pick<EngineParts, 'journal'>, run: string, owner: string): Promise<Lease | null> {
  const record = (await journal.runs()).find((candidate) => candidate.run === run)
  return record?.lastSeq === 0 ? journal.acquire(run, owner, leaseMs) : null
}

function taken(why: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_RUN_EXISTS', message: `${why}. Choose another name with --run-id, or leave it out.` })
}
