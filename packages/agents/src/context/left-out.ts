/** Folders that hold what others wrote or tools produced. */
const folders: ReadonlySet<string> = new Set(['.git', 'node_modules', '.venv', 'venv', '__pycache__', 'dist', 'coverage', '.next', '.nx', '.turbo', '.gradle'])

const secrets = [
  /^\.env(\..+)?$/,
  /^\.(npmrc|netrc|pypirc|pgpass|htpasswd)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)$/,
  /\.(pem|key|p12|pfx|jks|keystore|kdbx)$/i,
  /^credentials(\.json)?$/,
  /^service-account.*\.json$/,
]

const examples = /^\.env\.(example|sample|template)$/

export function isLeftOutFolder(name: string): boolean {
  return folders.has(name)
}

/** Files that usually hold credentials: never sent to a model. */
export function mayHoldSecrets(name: string): boolean {
  return !examples.test(name) && secrets.some((pattern) => pattern.test(name))
}
