import { isNode, type Node, type Rule } from './rule.ts'

/**
 * No mutable state at module level, nor in a class's static fields: two users of a package would share it, and tests
 * would too. Constants are fine where their type says that nobody changes them.
 */
export const moduleState: Rule = {
  create({ report }) {
    return {
      Program(program) {
        for (const statement of nodes(program['body'])) {
          const declaration = isNode(statement['declaration']) ? statement['declaration'] : statement
          if (declaration.type === 'VariableDeclaration') checkVariables(declaration, report)
        }
      },
      PropertyDefinition(field) {
        if (field['static'] === true && field['readonly'] !== true) {
          report({ node: field, message: 'A static field is module state: make it readonly, or pass it in.' })
        }
      },
    }
  },
}

function checkVariables(declaration: Node, report: (problem: { node: Node; message: string }) => void): void {
  if (declaration['kind'] !== 'const') {
    report({ node: declaration, message: 'No mutable state at module level: pass it in.' })
    return
  }
  for (const declarator of nodes(declaration['declarations'])) {
    if (!isMutable(declarator)) continue
    report({
      node: declarator,
      message:
        'Mutable state at module level: declare it readonly (`as const`, ReadonlyMap, readonly T[]) or pass it in.',
    })
  }
}

const MUTABLE_TYPES: ReadonlySet<string> = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array', 'Record'])

function isMutable(declarator: Node): boolean {
  const { id, init } = declarator
  const annotation = isNode(id) && isNode(id['typeAnnotation']) ? id['typeAnnotation']['typeAnnotation'] : undefined
  if (isNode(annotation)) return isMutableType(annotation)
  return isNode(init) && isMutableValue(init)
}

function isMutableType(type: Node): boolean {
  if (type.type === 'TSArrayType' || type.type === 'TSTupleType') return true
  return type.type === 'TSTypeReference' && MUTABLE_TYPES.has(nameOf(type['typeName']))
}

function isMutableValue(value: Node): boolean {
  if (value.type === 'ArrayExpression' || value.type === 'ObjectExpression') return true
  if (value.type === 'NewExpression') return MUTABLE_TYPES.has(nameOf(value['callee']))
  return value.type === 'TSSatisfiesExpression' && isNode(value['expression']) && isMutableValue(value['expression'])
}

function nameOf(node: unknown): string {
  return isNode(node) && typeof node['name'] === 'string' ? node['name'] : ''
}

function nodes(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}
