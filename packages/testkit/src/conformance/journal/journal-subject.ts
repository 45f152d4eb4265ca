import type { Clock, Journal } from '@autopack/contracts'

/** A store of its own for one case. */
export interface JournalSubject {
  readonly journal: Journal
  /** The same store again, as the next process would find it. Null where a journal ends with its process. */
  readonly reopen: (() => Promise<Journal>) | null
  /** Changes the stored text of one event, or removes it, behind the journal's back. Null where nobody could. */
  readonly tamper: ((run: string, seq: number, how: 'change' | 'remove') => Promise<void>) | null
  /** What `openJournal` of the process module is given. */
  readonly location: string
  /** Closes what is open and removes every trace. */
  dispose(): Promise<void>
}

export interface JournalConformanceOptions {
  readonly open: (clock: Clock) => Promise<JournalSubject>
  readonly capabilities: {
    /** `reopen` is not null. */
    readonly durable: boolean
    /** `tamper` is not null. */
    readonly tamperEvident: boolean
    /** Several processes of one host may share the store; null where they cannot. */
    readonly processes: JournalProcesses | null
  }
}

export interface JournalProcesses {
  /** A module that exports `openJournal(location: string, clock: Clock): Promise<Journal>`. */
  readonly module: URL
  /** For Node, before the script: `--conditions=…`, say. */
  readonly execArgv: readonly string[]
}
