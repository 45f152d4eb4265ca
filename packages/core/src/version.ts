import manifest from '../package.json' with { type: 'json' }

/** Pinned into every run; resuming under another one is an event. */
export const engineVersion: string = manifest.version
