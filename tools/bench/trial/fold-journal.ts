// Opens the store in the folder it is given, folds the run `sample` and prints how many milliseconds that took.
import { systemClock } from '@autopack/core/node'
import { foldJournal } from '@autopack/engine'
import { openStore } from '@autopack/store-sqlite'
import { timed } from '../measuring/alternate.ts'

const [directory = ''] = process.argv.slice(2)
const ms = await timed(async () => {
  const { journal } = await openStore({ directory, clock: systemClock, readOnly: true })
  await foldJournal('sample', journal.read('sample', 1))
  await journal.close()
})
process.stdout.write(`${ms}\n`)
