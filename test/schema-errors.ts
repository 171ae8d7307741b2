import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { root } from '../workshop/installed-project.mjs'

const validators = new Map<string, ValidateFunction>()

/** What does not fit a published schema, by its place below packages/; empty where all fits. */
export function schemaErrors(schema: string, value: unknown): readonly string[] {
  const validate = validators.get(schema) ?? compile(schema)
  validators.set(schema, validate)
  // As it is written to a file: without what is undefined.
  if (validate(JSON.parse(JSON.stringify(value)))) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath || '(whole)'} ${message}`,
  )
}

function compile(schema: string): ValidateFunction {
  const text = readFileSync(join(root, 'packages', schema), 'utf8')
  return new Ajv({ allowUnionTypes: true }).compile(JSON.parse(text))
}
