import { isNode, type Node, type Visitor } from './rule.ts'

/**
 * Visits every place where a file names another module: `import`, `export … from`, `import()`, the type
 * `import('…')` and `import x = require('…')`. The specifier is undefined where it is not a plain string.
 */
export function visitSpecifiers(visit: (specifier: string | undefined, node: Node) => void): Visitor {
  const at =
    (key: string) =>
    (node: Node): void => {
      const source = node[key]
      if (isNode(source)) visit(literal(source), node)
    }
  return {
    ImportDeclaration: at('source'),
    ExportNamedDeclaration: at('source'),
    ExportAllDeclaration: at('source'),
    ImportExpression: at('source'),
    TSImportType: at('source'),
    TSExternalModuleReference: at('expression'),
  }
}

function literal(node: Node): string | undefined {
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined
}

/** True for `./x`, `../x`, `.` and `..`: what is resolved against the importing file. */
export function isRelative(specifier: string): boolean {
  return /^\.{1,2}(\/|$)/.test(specifier)
}
