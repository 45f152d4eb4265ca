/** Who may depend on whom: a package's layer (the tag in its manifest), and the tags it may depend on. */
export const layers = {
  'layer:contracts': [],
  'layer:machines': ['layer:contracts'],
  'layer:analysis': ['layer:contracts'],
  'layer:wire': ['layer:contracts'],
  'layer:adapter': ['layer:contracts', 'layer:wire'],
  'layer:engine': ['layer:contracts', 'layer:machines'],
  'layer:feature': ['layer:contracts', 'layer:machines', 'layer:analysis'],
  'layer:core': ['layer:contracts', 'layer:machines', 'layer:analysis', 'layer:adapter', 'layer:engine', 'layer:feature'],
  // an app parses input and renders events; the packages tagged offered-to:app bring the schemas and tables it shows
  'layer:app': ['layer:contracts', 'layer:core', 'layer:adapter', 'layer:machines', 'offered-to:app'],
  'layer:testkit': ['layer:contracts'],
  'layer:tools': ['layer:contracts', 'layer:machines', 'layer:adapter', 'layer:engine', 'layer:feature', 'layer:core', 'layer:app', 'layer:testkit'],
}

/** Tests may use the testkit, except those of the contracts, which it is made of. */
export const layersWithTestkit = Object.fromEntries(
  Object.entries(layers).map(([layer, allowed]) => [layer, layer === 'layer:contracts' ? allowed : [...allowed, 'layer:testkit']]),
)
