import Ajv from 'ajv'

const schema = {
  type: 'object',
  properties: { text: { type: 'string', minLength: 1 }, tags: { type: 'array' } },
  required: ['text'],
}
export const scenario = {
  setup: () => new Ajv(),
  run(ajv) {
    const validate = ajv.compile(schema)
    return validate({ text: '' }) || validate({ text: 'a note', tags: [] })
  },
}
