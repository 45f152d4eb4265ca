export { createGoogleProvider } from './google-provider.ts'
export type { GoogleProviderOptions } from './google-provider-options.ts'
