/** One machine as data: its first state, its terminal states and every legal step with the reason it exists. */
export interface Machine<State extends string> {
  readonly name: 'run' | 'tier' | 'phase'
  readonly initial: State
  readonly terminal: readonly State[]
  readonly transitions: Readonly<Record<State, Readonly<Partial<Record<State, string>>>>>
}
