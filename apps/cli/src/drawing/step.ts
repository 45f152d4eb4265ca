/** What a person may do next, and what that does. */
export type Step = readonly [command: string, purpose: string]
